import { type RollupNumber, rollupNumber } from '@switchyard/primitives';
import type { OpenSession } from './conduct.ts';
import type { Executed } from './domain/commitments.ts';
import type { Session } from './domain/session.ts';
import { ExecutionRefusedError } from './errors.ts';
import type { ExecutionClient } from './ports.ts';

/**
 * What the rollup really has, which after a kill may be less than its session says: heads that it does not know any
 * more are replayed from the highest block that it knows.
 */
export async function realCommitments(
  execution: Pick<ExecutionClient, 'executedAt'>,
  session: Session,
  signal: AbortSignal,
): Promise<OpenSession> {
  const { soft, firm } = session.commitments;
  const knowsSoft = await knows(soft);
  const knowsFirm = firm.number === soft.number ? knowsSoft : await knows(firm);
  if (knowsFirm) {
    if (soft.number <= firm.number) return opened(firm, firm, undefined);
    if (knowsSoft) return opened(soft, firm, undefined);
    return opened(await highestKnown(firm, soft.number), firm, undefined);
  }
  const base = knowsSoft && soft.number < firm.number ? soft : await highestKnown(undefined, firm.number);
  return opened(base, base, firm);

  function opened(realSoft: Executed, realFirm: Executed, lost: Executed | undefined): OpenSession {
    return { ...session, commitments: { soft: realSoft, firm: realFirm }, lost };
  }

  async function knows({ number, hash }: Executed): Promise<boolean> {
    if (number < session.startNumber) return true;
    return (await execution.executedAt(number, signal))?.hash === hash;
  }

  /** Blocks are known up to some number and unknown after it. */
  async function highestKnown(floor: Executed | undefined, unknown: RollupNumber): Promise<Executed> {
    let best = floor;
    let low = floor?.number ?? rollupNumber(session.startNumber - 1n);
    let high = unknown;
    if (best === undefined) best = await execution.executedAt(low, signal);
    if (best === undefined && soft.number === low) best = soft;
    if (best === undefined) {
      throw new ExecutionRefusedError('the rollup does not know the block before its first: wipe its data', {
        number: low,
      });
    }
    while (high - low > 1n) {
      const middle = rollupNumber((low + high) / 2n);
      const known = await execution.executedAt(middle, signal);
      if (known === undefined) {
        high = middle;
      } else {
        low = middle;
        best = known;
      }
    }
    return best;
  }
}
