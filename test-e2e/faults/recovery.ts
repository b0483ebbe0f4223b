import { head } from '../support/checker/rollup.ts';
import type { Victim } from './network.ts';
import type { Traffic } from './traffic.ts';
import { until } from './waiting.ts';

/** A network under traffic. */
export type Scene = { readonly victim: Victim; readonly traffic: readonly Traffic[] };

/** L15. */
export const recoverWithinMs = 20_000;
/** How long it is waited for, to tell late from never. */
const patienceMs = 90_000;

/** The soft heads of all rollups. */
export function softHeads({ victim }: Scene, signal: AbortSignal): Promise<readonly number[]> {
  const ask = (): Promise<readonly number[]> =>
    Promise.all(victim.rollups.map(({ url }) => head(url, 'latest')));
  return until('the soft heads', ask, { ms: patienceMs }, signal);
}

/**
 * Until the network goes on: the victims run again and are ready; on each rollup soft is two blocks further than it was
 * (`heads`, read before the fault), firm has passed where soft was, and a transaction that was sent now has its receipt.
 * Milliseconds since `healedAt` for each part.
 */
export async function recovered(
  { victim, traffic }: Scene,
  of: {
    readonly healedAt: number;
    readonly heads: readonly number[];
    /** Names with the process that ended; undefined when it did not end. */
    readonly victims: ReadonlyMap<string, number | undefined>;
  },
  signal: AbortSignal,
): Promise<Readonly<Record<'ready' | 'soft' | 'firm' | 'receipt', number>>> {
  const since = async (what: Promise<unknown>): Promise<number> => {
    await what;
    return performance.now() - of.healedAt;
  };
  const wait = (what: string, ask: () => Promise<boolean>): Promise<unknown> =>
    until(what, async () => ((await ask()) ? true : undefined), { ms: patienceMs }, signal);
  const backAgain = [...of.victims].map(([name, before]) =>
    wait(`${name} to be ready`, async () => {
      const now = victim.pidOf(name);
      return now !== undefined && now !== before && (await victim.isReady(name));
    }),
  );
  const moved = (tag: 'latest' | 'finalized', by: number): Promise<unknown> =>
    Promise.all(
      victim.rollups.map(({ name, url }, index) =>
        wait(
          `${tag} of ${name} to be ${(of.heads[index] ?? 0) + by}`,
          async () => (await head(url, tag)) >= (of.heads[index] ?? 0) + by,
        ),
      ),
    );
  const parts = await Promise.allSettled([
    since(Promise.all(backAgain)),
    since(moved('latest', 2)),
    since(moved('finalized', 0)),
    since(Promise.all(traffic.map((one) => one.probe(patienceMs, signal)))),
  ]);
  for (const part of parts) if (part.status === 'rejected') throw part.reason;
  const [ready = 0, soft = 0, firm = 0, receipt = 0] = parts.map((part) =>
    part.status === 'fulfilled' ? part.value : Number.NaN,
  );
  return { ready, soft, firm, receipt };
}
