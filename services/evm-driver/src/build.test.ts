import { rollupNumber } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { buildBlock, MAX_BUILDS } from './build.ts';
import type { Candidate } from './domain/inspection.ts';
import { type EvmAddress, evmAddress, evmHash } from './domain/names.ts';
import type { BuildPlan, Engine, EngineBlock } from './ports.ts';

const zero = evmHash(new Uint8Array(32));
const parent: EngineBlock = {
  number: rollupNumber(1),
  hash: zero,
  parentHash: zero,
  timestamp: 1n,
  baseFee: 7n,
  gasUsed: 0n,
  gasLimit: 100_000_000n,
};
const signal = new AbortController().signal;

function aCandidate(index: number, sender = index, nonce = 0): Candidate {
  return {
    bytes: Uint8Array.of(index),
    hash: evmHash(index.toString(16).padStart(64, '0')),
    sender: addressOf(sender),
    tx: {
      type: 2,
      chainId: 1n,
      nonce: BigInt(nonce),
      maxFeePerGas: 7n,
      maxPriorityFeePerGas: 0n,
      gasLimit: 21_000n,
      to: undefined,
      value: 0n,
      data: new Uint8Array(),
      accessList: [],
      signature: { yParity: 0, r: 1n, s: 1n },
      signingPayload: new Uint8Array(),
    },
  };
}

function addressOf(sender: number): EvmAddress {
  return evmAddress(sender.toString(16).padStart(40, '0'));
}

/** A client that calls some transactions invalid, with or without saying which. */
class FakeEngine {
  builds = 0;
  rewinds = 0;
  failNext: Error | undefined;
  readonly bad: ReadonlySet<string>;
  readonly tells: 'which' | 'nothing';

  constructor(bad: readonly Candidate[], tells: 'which' | 'nothing') {
    this.bad = new Set(bad.map(({ hash }) => hash));
    this.tells = tells;
  }

  engine(): Engine {
    const build = async ({ transactions }: BuildPlan) => {
      this.builds++;
      if (this.failNext !== undefined) {
        const error = this.failNext;
        this.failNext = undefined;
        throw error;
      }
      const index = transactions.findIndex(({ hash }) => this.bad.has(hash));
      if (index === -1) return { kind: 'built', block: { ...parent, number: rollupNumber(2) } } as const;
      return { kind: 'refused', index: this.tells === 'which' ? index : undefined, why: 'invalid' } as const;
    };
    const rewind = async () => {
      this.rewinds++;
      return 'done' as const;
    };
    return { build, rewind } as unknown as Engine;
  }
}

function inputOf(items: readonly Candidate[]) {
  const accounts = new Map(
    items.map(({ sender }) => [sender, { nonce: 0n, balance: 10n ** 18n, hasCode: false }]),
  );
  const plan = { parent, timestamp: 2n, baseFee: 7n, sequencerHash: zero };
  return { plan, limits: { baseFee: 7n, gasLimit: 100_000_000n }, accounts, items };
}

const many = Array.from({ length: 100 }, (_, index) => aCandidate(index));

describe('building a block', () => {
  it('builds once when the client agrees', async () => {
    const fake = new FakeEngine([], 'which');
    const { admission } = await buildBlock(fake.engine(), inputOf(many), signal);
    expect(fake.builds).toBe(1);
    expect(admission.admitted).toHaveLength(100);
  });

  it.each(['which', 'nothing'] as const)(
    'leaves out exactly the refused ones of a client that tells %s',
    async (tells) => {
      const bad = [many[3], many[77]].flatMap((each) => each ?? []);
      const fake = new FakeEngine(bad, tells);
      const { admission, refused } = await buildBlock(fake.engine(), inputOf(many), signal);
      expect(refused.map(({ candidate }) => candidate)).toEqual(bad);
      expect(admission.admitted).toEqual(many.filter((each) => !bad.includes(each)));
      expect(admission.skipped).toEqual([
        { index: 3, reason: 'refused-by-engine' },
        { index: 77, reason: 'refused-by-engine' },
      ]);
      expect(fake.builds).toBeLessThanOrEqual(MAX_BUILDS);
    },
  );

  it('admits the rest anew: what follows a refused one of its sender is skipped', async () => {
    const run = [aCandidate(1, 9, 0), aCandidate(2, 9, 1), aCandidate(3, 8, 0)];
    const fake = new FakeEngine(run.slice(0, 1), 'which');
    const { admission } = await buildBlock(fake.engine(), inputOf(run), signal);
    expect(admission.admitted).toEqual([run[2]]);
    expect(admission.skipped.map(({ reason }) => reason)).toEqual(['refused-by-engine', 'nonce-too-high']);
  });

  it.each(['which', 'nothing'] as const)(
    'makes the block empty within 64 builds when a client that tells %s refuses all',
    async (tells) => {
      const fake = new FakeEngine(many, tells);
      const { admission } = await buildBlock(fake.engine(), inputOf(many), signal);
      expect(admission.admitted).toEqual([]);
      expect(admission.skipped).toHaveLength(100);
      expect(fake.builds).toBeLessThanOrEqual(MAX_BUILDS);
    },
  );

  it('decides the same on a rerun', async () => {
    const bad = many.filter((_, index) => index % 9 === 0);
    const first = await buildBlock(new FakeEngine(bad, 'nothing').engine(), inputOf(many), signal);
    const second = await buildBlock(new FakeEngine(bad, 'nothing').engine(), inputOf(many), signal);
    expect(second.admission).toEqual(first.admission);
  });

  it('never takes a failure for an invalid transaction', async () => {
    const fake = new FakeEngine([], 'which');
    fake.failNext = new Error('timed out');
    await expect(buildBlock(fake.engine(), inputOf(many), signal)).rejects.toThrow('timed out');
  });
});
