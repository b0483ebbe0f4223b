import { type ValidatorSet, validatorsHash } from '@switchyard/light';
import { type RollupId, rollupIdOf, toHex, utf8 } from '@switchyard/primitives';
import { encodeFilteredBlock, type FilteredBlock, filterBlock, type SignedBlock } from '@switchyard/protocol';
import { aValidator, createTestChain, setOf, signHeader } from '@switchyard/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAcceptedBlocks, evidenceName } from './accepted-blocks.ts';
import { withoutSection } from './filtered.ts';
import { type BlockTopic, isWithinWindow, topicKey } from './topic.ts';
import { createTrail } from './trail.ts';
import { judge, type KnownChain } from './verdict.ts';

const demo = rollupIdOf('demo');
const gm = rollupIdOf('gm');
const blocks: BlockTopic = { kind: 'blocks' };
const rollup = (id: RollupId): BlockTopic => ({ kind: 'rollup', id });
const content = () => ({
  data: [
    { rollupId: demo, data: [utf8('one'), utf8('two')] },
    { rollupId: gm, data: [utf8('three')] },
  ],
});

function world({ tip = 70n, ahead = 3 } = {}) {
  const validators = [aValidator('a')];
  const chain = createTestChain({ validators });
  chain.nextBlocks(Number(tip) + ahead, content);
  const block = (height: bigint): SignedBlock => chain.blocks[Number(height) - 1] as SignedBlock;
  const trail = createTrail();
  for (let height = 1n; height <= tip; height++) trail.add(block(height).header);
  const accepted = createAcceptedBlocks();
  const sets = new Map<string, ValidatorSet>([[toHex(validatorsHash(setOf(validators))), setOf(validators)]]);
  const known: KnownChain = {
    chainId: chain.chainId,
    tip,
    validatorsHashAt: trail.validatorsHashAt,
    validators: (hash) => sets.get(toHex(hash)),
    wasAccepted: accepted.has,
  };
  return { chain, block, known, accepted, validators };
}

const verdictOf = (block: FilteredBlock, topic: BlockTopic, known: KnownChain): string => {
  const { verdict, reason } = judge(encodeFilteredBlock(block), topic, known);
  return `${verdict}: ${reason}`;
};

describe('judge', () => {
  const { block, known, chain } = world();
  const at = (height: bigint): FilteredBlock => filterBlock(block(height), demo);

  it.each<[string, FilteredBlock, BlockTopic, string]>([
    ['the tip with its section', at(70n), rollup(demo), 'accept: new'],
    ['the tip without a section', withoutSection(block(70n)), blocks, 'accept: new'],
    ['the height above the tip', at(71n), rollup(demo), 'accept: new'],
    ['a height further above', at(73n), rollup(demo), 'accept: new'],
    ['the lowest height of the window', at(7n), rollup(demo), 'accept: new'],
    ['the height below the window', at(6n), rollup(demo), 'ignore: outside-window'],
    ['a section on the topic without', at(70n), blocks, 'reject: wrong-topic'],
    ['no section on a rollup’s topic', withoutSection(block(70n)), rollup(demo), 'reject: wrong-topic'],
    ['a section on another rollup’s topic', at(70n), rollup(gm), 'reject: wrong-topic'],
    ['a header of another chain', other(at(70n), { chainId: 'yard-2' }), rollup(demo), 'reject: other-chain'],
    ['a header that nobody signed', other(at(70n), { appHash: demo }), rollup(demo), 'reject: unproven'],
    [
      'another set at a known height',
      other(at(71n), { validatorsHash: demo }),
      rollup(demo),
      'reject: wrong-set',
    ],
    [
      'an unknown set above it',
      other(at(72n), { validatorsHash: demo }),
      rollup(demo),
      'ignore: unknown-set',
    ],
    ['far future', other(at(72n), { height: 135n }), rollup(demo), 'ignore: outside-window'],
  ])('%s', (_, candidate, topic, expected) => {
    expect(verdictOf(candidate, topic, known)).toBe(expected);
  });

  it('ignores what was accepted before, on that topic only', () => {
    const { block: b, known: k, accepted } = world();
    accepted.add(rollup(demo), filterBlock(b(70n), demo));
    expect(verdictOf(filterBlock(b(70n), demo), rollup(demo), k)).toBe('ignore: seen');
    expect(verdictOf(withoutSection(b(70n)), blocks, k)).toBe('accept: new');
  });

  it('does not let a retired set speak for the future', () => {
    const retired = [aValidator('a')];
    const moved = createTestChain({ validators: retired });
    moved.nextBlock({ ...content(), nextValidators: [aValidator('b')] });
    moved.nextBlocks(2, content);
    const trail = createTrail();
    for (const { header } of moved.blocks) trail.add(header);
    const k: KnownChain = {
      chainId: moved.chainId,
      tip: 3n,
      validatorsHashAt: trail.validatorsHashAt,
      validators: (hash) => moved.validatorSet(hash),
      wasAccepted: () => false,
    };
    const forger = createTestChain({ validators: retired });
    const forged = forger.nextBlocks(6, content);
    const verdicts = [3, 4, 5, 6].map((height) =>
      verdictOf(filterBlock(forged[height - 1] as SignedBlock, demo), rollup(demo), k),
    );
    expect(verdicts).toEqual([
      'reject: wrong-set',
      'reject: wrong-set',
      'ignore: unknown-set',
      'ignore: unknown-set',
    ]);
  });

  it('ignores everything before it knows a set, and begins with the one of its cursor', () => {
    const trail = createTrail();
    const k: KnownChain = { ...known, validatorsHashAt: trail.validatorsHashAt };
    expect(verdictOf(at(71n), rollup(demo), k)).toBe('ignore: unknown-set');
    trail.resume(70n, block(70n).header.nextValidatorsHash);
    expect(verdictOf(at(71n), rollup(demo), k)).toBe('accept: new');
    expect(verdictOf(at(71n), rollup(demo), { ...k, validators: () => undefined })).toBe(
      'ignore: unknown-set',
    );
  });

  it('takes another valid commit of an accepted block for the same', () => {
    const validators = ['a', 'b', 'c', 'd'].map((name) => aValidator(name));
    const four = createTestChain({ validators });
    const made = four.nextBlock(content());
    const trail = createTrail();
    trail.add(made.header);
    const accepted = createAcceptedBlocks();
    const k: KnownChain = {
      chainId: four.chainId,
      tip: 1n,
      validatorsHashAt: trail.validatorsHashAt,
      validators: (hash) => four.validatorSet(hash),
      wasAccepted: accepted.has,
    };
    const variant: FilteredBlock = {
      ...filterBlock(made, demo),
      commit: signHeader(made.header, validators, validators.slice(1)),
    };
    expect(verdictOf(variant, rollup(demo), k)).toBe('accept: new');
    accepted.add(rollup(demo), variant);
    expect(verdictOf(filterBlock(made, demo), rollup(demo), k)).toBe('ignore: seen');
    const tooFew = { ...variant, commit: signHeader(made.header, validators, validators.slice(2)) };
    expect(verdictOf({ ...tooFew, header: made.header }, blocks, k)).toBe('reject: wrong-topic');
    expect(verdictOf({ ...tooFew, section: undefined }, blocks, k)).toBe('reject: unproven');
  });

  it('rejects a proposal with any byte flipped, or at least never accepts it', () => {
    const bytes = encodeFilteredBlock(at(70n));
    const verdicts = new Map<string, number>();
    for (let index = 0; index < bytes.length; index++) {
      const flipped = Uint8Array.from(bytes);
      flipped[index] = (flipped[index] ?? 0) ^ 1;
      const { verdict, reason } = judge(flipped, rollup(demo), known);
      verdicts.set(`${verdict}: ${reason}`, (verdicts.get(`${verdict}: ${reason}`) ?? 0) + 1);
    }
    expect([...verdicts.keys()].filter((verdict) => verdict.startsWith('accept'))).toEqual([]);
    // Only bytes of the height itself lead out of the window.
    expect(verdicts.get('ignore: outside-window') ?? 0).toBeLessThanOrEqual(9);
    expect(verdicts.get('ignore: unknown-set')).toBeUndefined();
  });

  it('has a verdict for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(judge(bytes, blocks, known).verdict).toBe('reject');
      }),
    );
    expect(chain.blocks.length).toBe(73);
  });
});

describe('accepted blocks', () => {
  it('gives evidence for a second hash of a height, once', () => {
    const { block, chain, accepted } = world({ tip: 2n, ahead: 0 });
    const fork = createTestChain({ chainId: chain.chainId, startMs: Date.UTC(2031, 0, 1) });
    const [, twin] = fork.nextBlocks(2, content);
    const first = filterBlock(block(2n), demo);
    const second = filterBlock(twin as SignedBlock, demo);
    expect(accepted.add(rollup(demo), first)).toBeUndefined();
    const evidence = accepted.add(rollup(demo), second);
    expect(evidence?.first.headerHash).toEqual(first.headerHash);
    expect(evidence?.second.headerHash).toEqual(second.headerHash);
    expect(evidence === undefined ? '' : evidenceName(evidence)).toMatch(/^2-[0-9a-f]{16}-[0-9a-f]{16}$/);
    expect(accepted.add(blocks, second)).toBeUndefined();
    expect(accepted.has(blocks, 2n, second.headerHash)).toBe(true);
    expect(accepted.has(rollup(gm), 2n, second.headerHash)).toBe(false);
  });

  it('holds no more heights than the window', () => {
    const { chain, accepted } = world({ tip: 200n, ahead: 0 });
    for (const block of chain.blocks) {
      accepted.moveTo(block.header.height);
      accepted.add(blocks, withoutSection(block));
    }
    expect(accepted.size()).toBe(64);
  });
});

describe('window', () => {
  it.each([
    [36n, 100n, false],
    [37n, 100n, true],
    [100n, 100n, true],
    [164n, 100n, true],
    [165n, 100n, false],
    [1n, 0n, true],
  ])('height %s at tip %s: %s', (height, tip, within) => {
    expect(isWithinWindow(height, tip)).toBe(within);
  });

  it('names topics apart', () => {
    expect(topicKey(blocks)).toBe('blocks');
    expect(topicKey(rollup(demo))).toBe(toHex(demo));
  });
});

describe('trail', () => {
  it('knows the sets of the window and the next', () => {
    const { chain } = world({ tip: 100n, ahead: 0 });
    const trail = createTrail();
    for (const { header } of chain.blocks) trail.add(header);
    const named = [36n, 37n, 101n, 102n].map((height) => trail.validatorsHashAt(height) !== undefined);
    expect(named).toEqual([false, true, true, false]);
  });
});

function other(block: FilteredBlock, header: Partial<FilteredBlock['header']>): FilteredBlock {
  return { ...block, header: { ...block.header, ...header } };
}
