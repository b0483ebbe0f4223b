import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyCommit, encodeHeader, headerHash, partSet, voteSignBytes } from '@switchyard/light';
import { addressOf } from '@switchyard/primitives';
import { createLogger } from '@switchyard/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFinalized } from '../src/adapters/abci-codec.ts';
import { decodeBlock } from '../src/adapters/block-codec.ts';
import { openSigner } from '../src/adapters/file-signer.ts';
import { type GenesisFile, readGenesis, readValidatorKey, type ValidatorKey } from '../src/adapters/home.ts';
import { type LmdbBlockStore, openBlockStore } from '../src/adapters/lmdb-block-store.ts';
import { buildBlock } from '../src/domain/block.ts';
import { afterBlock, afterInitChain, type ChainState, genesisState } from '../src/domain/chain.ts';
import { ownRound, soloCommit } from '../src/domain/commit.ts';
import { signingSteps } from '../src/domain/signing.ts';
import { urlArguments } from '../src/rpc/arguments.ts';
import { type ChainView, createEnds } from '../src/rpc/chain-view.ts';
import { answerWith } from '../src/rpc/json-rpc.ts';
import { methods } from '../src/rpc/methods.ts';
import { recordedHeights, recording } from './recorded-chain.ts';

let folder: string;
let genesisFile: GenesisFile;
let key: ValidatorKey;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorded-'));
  await writeFile(join(folder, 'genesis.json'), recording.genesis);
  await writeFile(join(folder, 'key.json'), recording.validatorKey);
  genesisFile = await readGenesis(join(folder, 'genesis.json'));
  key = await readValidatorKey(join(folder, 'key.json'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The state before the first block: what the application said is in the first header. */
function firstState(): ChainState {
  const first = recordedHeights.at(0);
  if (first === undefined) throw new Error('recording is empty');
  const { appHash, version } = first.block.header;
  return afterInitChain(genesisState(genesisFile.genesis, version.app), {
    appHash,
    validators: [],
    params: undefined,
  });
}

describe(`a recorded chain: ${recording.source}`, () => {
  it('has 30 heights, an update of parameters and one of the validator', () => {
    const updates = recordedHeights.map(({ results }) => decodeFinalized(results).outcome);
    expect(recordedHeights).toHaveLength(30);
    expect(updates.filter(({ paramsUpdate }) => paramsUpdate !== undefined)).toHaveLength(1);
    expect(updates.filter(({ validatorUpdates }) => validatorUpdates.length > 0)).toHaveLength(1);
    expect(recordedHeights.some(({ blockId }) => blockId.parts.total > 1)).toBe(true);
  });

  it('is made again byte for byte: headers, part sets, sign bytes, signatures and commits', async () => {
    await writeFile(join(folder, 'state.json'), '{"height":"0","round":0,"step":0}');
    const signer = await openSigner(key, join(folder, 'state.json'));
    let state = firstState();
    let lastCommit = emptyCommit;
    for (const { height, block, blockId, commit, results } of recordedHeights) {
      const built = buildBlock(state, {
        items: block.items,
        lastCommit,
        proposerAddress: addressOf(key.publicKey),
      });
      expect(built.block.header).toEqual(block.header);
      expect(encodeHeader(built.block.header)).toEqual(encodeHeader(block.header));
      expect(built.blockId).toEqual(blockId);
      expect(partSet(built.bytes).header).toEqual(blockId.parts);
      expect(headerHash(decodeBlock(built.bytes).header)).toEqual(blockId.hash);

      const timestamp = commit.signatures[0]?.timestamp ?? { seconds: 0n, nanos: 0 };
      const round = ownRound(state.validators, key.publicKey, height);
      const signBytes = voteSignBytes(state.chainId, {
        type: 'precommit',
        height,
        round,
        blockId: built.blockId,
        timestamp,
      });
      // Ed25519 is deterministic: the same signature means the same sign bytes.
      const signature = await signer.sign({ height, round, step: signingSteps.precommit }, signBytes);
      lastCommit = soloCommit({ height, round, blockId: built.blockId }, state.validators.validators, {
        publicKey: key.publicKey,
        timestamp,
        signature,
      });
      expect(lastCommit).toEqual(commit);
      state = afterBlock(state, { blockId, header: block.header }, decodeFinalized(results).outcome);
    }
    expect(state.validators.validators).toEqual([
      { publicKey: key.publicKey, power: 25n, proposerPriority: 0n },
    ]);
  });

  describe('is served in the very JSON of CometBFT', () => {
    let store: LmdbBlockStore;
    let view: ChainView;

    beforeAll(async () => {
      store = await openBlockStore(
        join(folder, 'blocks'),
        { path: 'config/genesis.json', fingerprint: genesisFile.fingerprint },
        { log: createLogger('solo-engine', 'error'), signal: new AbortController().signal },
      );
      let state = firstState();
      await store.saveState(state);
      for (const { height, block, blockId, commit, results } of recordedHeights) {
        const { bytes } = buildBlock(state, {
          items: block.items,
          lastCommit: block.lastCommit,
          proposerAddress: block.header.proposerAddress,
        });
        await store.saveBlock({ height, blockId, round: 0, voteTime: block.header.time, bytes }, commit);
        await store.saveResults(height, results);
        state = afterBlock(state, { blockId, header: block.header }, decodeFinalized(results).outcome);
        await store.saveState(state);
      }
      view = {
        store,
        state: () => store.state(),
        application: () => undefined,
        genesisJson: genesisFile.json,
        ownKey: key.publicKey,
        rpcAddress: '127.0.0.1:26657',
        turn: () => Promise.resolve(),
        end: createEnds(store),
      };
    });

    afterAll(async () => {
      await store[Symbol.asyncDispose]();
    });

    async function ask(path: string): Promise<string> {
      const { pathname, searchParams } = new URL(path, 'http://rpc');
      const method = methods.get(pathname.slice(1));
      if (method === undefined) throw new Error(`no method ${path}`);
      const args = urlArguments(searchParams);
      const asked = { id: -1, signal: new AbortController().signal, isLarge: method.isLarge };
      const { text } = await answerWith(view, asked, () => method.call(view, args, asked.signal));
      return text;
    }

    it.each(['block', 'block_results', 'validators', 'consensus_params'] as const)('%s', async (name) => {
      for (const [height, expected] of Object.entries(recording.rpc[name])) {
        expect(await ask(`${name}?height=${height}`)).toBe(expected);
      }
    });

    it('commit, canonical below the head', async () => {
      for (const [height, expected] of Object.entries(recording.rpc.commit)) {
        // The recording went on for two heights.
        const seen = height === '30' ? expected.replace('"canonical":true', '"canonical":false') : expected;
        expect(await ask(`commit?height=${height}`)).toBe(seen);
      }
    });

    it('genesis', async () => {
      expect(await ask('genesis')).toBe(recording.rpc.genesis);
    });

    it('status, but for what the node is', async () => {
      const shape = (text: string) => {
        const { result } = JSON.parse(text) as { readonly result: Readonly<Record<string, object>> };
        return Object.entries(result).map(([name, value]) => [name, Object.keys(value)]);
      };
      expect(shape(await ask('status'))).toEqual(shape(recording.rpc.status));
    });

    it.each([
      ['block?height=31', 'height 31 must be less than or equal to the current blockchain height 30'],
      ['block?height=0', 'height must be greater than 0, but got 0'],
      ['validators?height=32', 'height 32 must be less than or equal to the current blockchain height 31'],
      ['validators?page=2', 'page should be within [1, 1] range, given 2'],
      ['broadcast_tx_sync?tx=0x00', 'there is no mempool here: submit by gRPC to the sequencer'],
      ['abci_query?data=0x00', 'application is not connected'],
    ])('refuses %s', async (path, data) => {
      expect(JSON.parse(await ask(path))).toEqual({
        jsonrpc: '2.0',
        id: -1,
        error: { code: -32_603, message: 'Internal error', data },
      });
    });
  });
});
