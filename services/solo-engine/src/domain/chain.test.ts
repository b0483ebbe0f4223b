import { emptyBlockId, emptyCommit, emptyHash, validatorsHash } from '@switchyard/light';
import { addressOf, equalBytes } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { assertItemsFit, buildBlock, maxItemsBytes } from './block.ts';
import {
  afterBlock,
  afterInitChain,
  type BlockOutcome,
  type ChainState,
  type Genesis,
  genesisState,
  nextHeight,
} from './chain.ts';
import { ApplicationFaultError } from './errors.ts';
import { defaultParams, paramsHash } from './params.ts';

const own = new Uint8Array(32).fill(1);
const other = new Uint8Array(32).fill(2);
const genesis: Genesis = {
  chainId: 'yard-1',
  time: { seconds: 1_000n, nanos: 5 },
  initialHeight: 1n,
  params: defaultParams,
  validators: [{ publicKey: own, power: 10n }],
  appHash: Uint8Array.of(7),
  appState: new Uint8Array(),
};
const nothing: BlockOutcome = {
  results: [],
  validatorUpdates: [],
  paramsUpdate: undefined,
  appHash: Uint8Array.of(1),
};

function build(state: ChainState) {
  return buildBlock(state, { items: [], lastCommit: emptyCommit, proposerAddress: addressOf(own) });
}

/** The state after a block with an outcome; time is not what is tested here. */
function step(state: ChainState, outcome: BlockOutcome): ChainState {
  const height = nextHeight(state);
  const first = build({ ...state, height: 0n, initialHeight: height });
  return afterBlock(state, { blockId: first.blockId, header: first.block.header }, outcome);
}

describe('genesis', () => {
  it('is followed by the initial height', () => {
    expect(nextHeight(genesisState(genesis, 3n))).toBe(1n);
    expect(nextHeight(genesisState({ ...genesis, initialHeight: 50n }, 3n))).toBe(50n);
  });

  it('stays as it is when the application has nothing to say', () => {
    const state = genesisState(genesis, 3n);
    expect(afterInitChain(state, { appHash: new Uint8Array(), validators: [], params: undefined })).toEqual(
      state,
    );
  });

  it('takes hash, validators and parameters from the application', () => {
    const params = { ...defaultParams, version: { app: 9n } };
    const state = afterInitChain(genesisState(genesis, 3n), {
      appHash: Uint8Array.of(2),
      validators: [{ publicKey: other, power: 4n }],
      params,
    });
    expect(state).toMatchObject({ appHash: Uint8Array.of(2), appVersion: 9n, params });
    expect(state.validators.validators.map(({ publicKey }) => publicKey)).toEqual([other]);
    expect(state.nextValidators.validators.map(({ publicKey }) => publicKey)).toEqual([other]);
  });

  it('makes the first block at genesis time, without predecessor', () => {
    const { header } = build(genesisState(genesis, 3n)).block;
    expect(header).toMatchObject({
      version: { block: 11n, app: 3n },
      height: 1n,
      time: genesis.time,
      lastBlockId: emptyBlockId,
      lastCommitHash: emptyHash,
      lastResultsHash: emptyHash,
      consensusHash: paramsHash(defaultParams),
      appHash: Uint8Array.of(7),
    });
  });
});

describe('updates', () => {
  it('of validators count from the height after the next', () => {
    const first = genesisState(genesis, 0n);
    const second = step(first, { ...nothing, validatorUpdates: [{ publicKey: other, power: 1n }] });
    const third = step(second, nothing);
    const sizes = [first, second, third].map((state) => [
      state.validators.validators.length,
      state.nextValidators.validators.length,
    ]);
    expect(sizes).toEqual([
      [1, 1],
      [1, 2],
      [2, 2],
    ]);
    const header = build({ ...second, height: 0n, initialHeight: 2n }).block.header;
    expect(equalBytes(header.nextValidatorsHash, validatorsHash(third.validators.validators))).toBe(true);
  });

  it('of parameters count from the next height', () => {
    const block = { maxBytes: 5_000_000n, maxGas: -1n };
    const state = step(genesisState(genesis, 0n), { ...nothing, paramsUpdate: { block } });
    expect(state.params.block).toEqual(block);
    expect(state.appVersion).toBe(0n);
  });

  it('that would empty the set are refused', () => {
    expect(() =>
      step(genesisState(genesis, 0n), { ...nothing, validatorUpdates: [{ publicKey: own, power: 0n }] }),
    ).toThrow();
  });
});

describe('the size of a block', () => {
  const state = genesisState(genesis, 0n);

  it('leaves what CometBFT leaves', () => {
    // 22,020,096 − 11 − 626 − (94 + 111)
    expect(maxItemsBytes(state)).toBe(22_019_254n);
  });

  it.each([
    [0, 2n],
    [127, 129n],
    [128, 131n],
    [16_383, 16_386n],
    [16_384, 16_388n],
  ])('counts an item of %d bytes with its framing', (length, framed) => {
    expect(() => assertItemsFit([new Uint8Array(length)], framed)).not.toThrow();
    expect(() => assertItemsFit([new Uint8Array(length)], framed - 1n)).toThrow(ApplicationFaultError);
  });
});
