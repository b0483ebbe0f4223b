import { createCelestiaClient } from '@switchyard/clients';
import { headerHash } from '@switchyard/light';
import type { Clock } from '@switchyard/service-kit';
import { answerInTime } from './answer-in-time.ts';
import type { DaAnchor } from './genesis.ts';

/** The newest DA header as a trust root. @throws CommandError when the layer does not answer in time. */
export async function daHead(
  url: string,
  clock: Clock,
  signal: AbortSignal,
  timeoutMs?: number,
): Promise<DaAnchor> {
  const client = createCelestiaClient({ url });
  const { header } = await answerInTime(
    { clock, of: `the data availability layer at ${url}`, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
    (s) => client.networkHead(s),
    signal,
  );
  return { chainId: header.chainId, height: header.height, headerHash: headerHash(header) };
}
