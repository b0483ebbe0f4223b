import { call, get, patiently } from './json-rpc.ts';

/** Where an accepted transaction is that no final block holds. */
export type Unexecuted = {
  /** Whether the front still has it. */
  readonly isKnown: boolean;
  /** The next nonce of its sender. */
  readonly nextNonce: number;
  /** Whether the composer gave up on it, as `why` tells: kept, shown, not sent again. */
  readonly isParked: boolean;
};

/** Asks the front and the dashboard. */
export async function whereIs(
  of: { readonly frontUrl: string; readonly dashboardUrl: string },
  { hash, from }: { readonly hash: string; readonly from: string },
): Promise<Unexecuted> {
  type Way = { readonly events: readonly { readonly msg: string }[] };
  const known = await patiently(() => call<unknown>(of.frontUrl, 'eth_getTransactionByHash', [hash]));
  const next = await patiently(() =>
    call<string>(of.frontUrl, 'eth_getTransactionCount', [from, 'finalized']),
  );
  let events: Way['events'] = [];
  try {
    events = (await get<Way>(`${of.dashboardUrl}/api/why/${hash}`)).events;
  } catch {
    // Nobody remembers it; then nobody parked it.
  }
  const isParked = events.some(({ msg }) => msg === 'transactions parked');
  return { isKnown: known !== null, nextNonce: Number(next), isParked };
}
