import { type Clock, retrying } from '@switchyard/service-kit';
import { causedBy } from '../errors.ts';

/** Who stands still must not hold up who asks, nor whoever waits behind. */
const answerWithinMs = 30_000;

/** What is asked, and of whom: `the data availability layer at http://…`. */
export type Question = { readonly clock: Clock; readonly of: string; readonly timeoutMs?: number };

/** Asks again while the failure is for now. @throws CommandError when there is no answer in time. */
export async function answerInTime<T>(
  { clock, of, timeoutMs = answerWithinMs }: Question,
  ask: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    return await retrying({ clock, operation: of }, ask, AbortSignal.any([signal, deadline]));
  } catch (error) {
    if (signal.aborted || !deadline.aborted) throw error;
    throw causedBy(
      error,
      'timedOut',
      `${of} did not answer within ${timeoutMs / 1_000} s: see \`./switchyard doctor\`, then try again`,
    );
  }
}
