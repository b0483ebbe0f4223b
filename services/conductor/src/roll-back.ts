import { faultOf } from '@switchyard/primitives';
import type { Failpoints } from '@switchyard/service-kit';
import type { OpenSession } from './conduct.ts';
import type { Mismatch } from './domain/mismatch.ts';
import { headsOf } from './domain/session.ts';
import type { Failpoint } from './failpoints.ts';
import type { ExecutionClient } from './ports.ts';
import type { ResumeOutcome } from './resume-desk.ts';

const wipeRemedy =
  "the rollup does not go back: stop it, wipe its node's data, start it again; it is made again from the DA layer";

/**
 * Takes the rollup's soft head back to firm, before the block that is wrong. A rollup that is there already is left
 * alone, so the command may be repeated after a crash.
 */
export async function rollBack(
  {
    execution,
    failpoints,
  }: {
    readonly execution: ExecutionClient;
    readonly failpoints: Failpoints<Failpoint>;
  },
  session: OpenSession,
  mismatch: Mismatch,
  signal: AbortSignal,
): Promise<ResumeOutcome> {
  const { firm, soft } = session.commitments;
  const resumed = { kind: 'resumed', height: headsOf(session, session.commitments).firm } as const;
  const refused = { kind: 'refused', remedy: wipeRemedy } as const;
  if (soft.number < mismatch.number) return resumed;
  if (firm.number >= mismatch.number) return refused;
  const update = {
    sessionId: session.id,
    commitments: { soft: firm, firm },
    searchHeight: session.searchHeight,
  };
  failpoints.hit('roll-back.before');
  try {
    await execution.rollBack(update, signal);
  } catch (error) {
    if (faultOf(error) === 'rejected') return refused;
    throw error;
  }
  failpoints.hit('roll-back.after');
  const { commitments } = await execution.openSession(signal);
  return commitments.soft.number < mismatch.number ? resumed : refused;
}
