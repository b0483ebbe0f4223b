import { daHeight, rollupIdOf, rollupNumber, sequencerHeight } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import type { Executed } from './domain/commitments.ts';
import type { Session } from './domain/session.ts';
import { realCommitments } from './real-commitments.ts';

const anExecuted = (number: number, hash = `h${number}`): Executed => ({
  number: rollupNumber(number),
  hash,
  parentHash: `h${number - 1}`,
  timestamp: BigInt(number),
  sequencerHash: '',
});

const aSession = (soft: Executed, firm: Executed): Session => ({
  id: 's',
  rollupId: rollupIdOf('demo'),
  startNumber: rollupNumber(1),
  endNumber: undefined,
  sequencerChainId: 'yard',
  startHeight: sequencerHeight(1),
  daChainId: 'da',
  commitments: { soft, firm },
  searchHeight: daHeight(1),
});

/** A rollup that knows blocks 0 to some number. */
const knowing = (highest: number) => ({
  executedAt: async (number: bigint) => (number <= BigInt(highest) ? anExecuted(Number(number)) : undefined),
});

const never = new AbortController().signal;

describe('what a rollup really has', () => {
  it.each([
    { told: 'all of it', soft: 9, firm: 7, knows: 9, real: [9, 7], lost: undefined },
    { told: 'soft below firm', soft: 3, firm: 7, knows: 9, real: [7, 7], lost: undefined },
    { told: 'soft that is gone', soft: 9, firm: 3, knows: 6, real: [6, 3], lost: undefined },
    { told: 'soft that is gone down to firm', soft: 9, firm: 3, knows: 3, real: [3, 3], lost: undefined },
    { told: 'soft 0 and a firm block that is gone', soft: 0, firm: 3, knows: 0, real: [0, 0], lost: 3n },
    {
      told: 'a known soft below a firm block that is gone',
      soft: 2,
      firm: 7,
      knows: 4,
      real: [2, 2],
      lost: 7n,
    },
    { told: 'both gone', soft: 9, firm: 7, knows: 5, real: [5, 5], lost: 7n },
    { told: 'a rollup without blocks', soft: 0, firm: 0, knows: 0, real: [0, 0], lost: undefined },
  ])('when told $told', async ({ soft, firm, knows, real, lost }) => {
    const session = aSession(anExecuted(soft), anExecuted(firm));
    const opened = await realCommitments(knowing(knows), session, never);
    const { commitments } = opened;
    expect([commitments.soft.number, commitments.firm.number]).toEqual(real.map(BigInt));
    expect(opened.lost?.number).toBe(lost);
  });

  it('counts a block with another hash as gone', async () => {
    const session = aSession(anExecuted(5, 'other'), anExecuted(2));
    const { commitments } = await realCommitments(knowing(4), session, never);
    expect(commitments.soft.number).toBe(4n);
  });

  it('takes the session at its word for a genesis that cannot be asked for', async () => {
    const session = aSession(anExecuted(0), anExecuted(3));
    const opened = await realCommitments(knowing(-1), session, never);
    expect(opened.commitments.soft.hash).toBe('h0');
  });

  it('needs the block before the first to begin again', async () => {
    const session = aSession(anExecuted(5), anExecuted(3));
    await expect(realCommitments(knowing(-1), session, never)).rejects.toThrow('wipe its data');
  });
});
