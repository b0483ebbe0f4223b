import { createCelestiaClient } from '@switchyard/clients';
import { headerHash } from '@switchyard/light';
import { type Clock, retrying } from '@switchyard/service-kit';
import type { DaAnchor } from './genesis.ts';

/** The newest DA header as a trust root. */
export async function daHead(url: string, clock: Clock, signal: AbortSignal): Promise<DaAnchor> {
  const client = createCelestiaClient({ url });
  const { header } = await retrying({ clock, operation: 'DA head' }, (s) => client.networkHead(s), signal);
  return { chainId: header.chainId, height: header.height, headerHash: headerHash(header) };
}
