import { createCelestiaClient } from '@switchyard/clients';
import { headerHash } from '@switchyard/light';
import { type Clock, retrying } from '@switchyard/service-kit';
import { causedBy } from '../errors.ts';
import type { DaAnchor } from './genesis.ts';

/** A layer that stands still must not hold up who asks, nor whoever waits behind. */
const answerWithinMs = 30_000;

/** The newest DA header as a trust root. @throws CommandError when the layer does not answer in time. */
export async function daHead(
  url: string,
  clock: Clock,
  signal: AbortSignal,
  timeoutMs: number = answerWithinMs,
): Promise<DaAnchor> {
  const client = createCelestiaClient({ url });
  const deadline = AbortSignal.timeout(timeoutMs);
  const { header } = await retrying(
    { clock, operation: 'DA head' },
    (s) => client.networkHead(s),
    AbortSignal.any([signal, deadline]),
  ).catch((error: unknown) => {
    if (signal.aborted || !deadline.aborted) throw error;
    throw causedBy(
      error,
      'timedOut',
      `the data availability layer at ${url} did not answer within ${timeoutMs / 1_000} s: ` +
        'see `./switchyard doctor`, then try again',
    );
  });
  return { chainId: header.chainId, height: header.height, headerHash: headerHash(header) };
}
