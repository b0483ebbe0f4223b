import type { watchSequencer } from '../support/checker/consensus.ts';
import { gather, reportedHeight, targetIn } from '../support/checker/gather.ts';
import { lawNames, violations } from '../support/checker/laws.ts';
import { head, type Watched, type watchHeads } from '../support/checker/rollup.ts';
import type { Scene } from './recovery.ts';
import { until } from './waiting.ts';

/** What the checker says about one rollup's whole history. */
export type Judgement = {
  readonly rollup: string;
  readonly accepted: number;
  readonly executed: number;
  readonly blocks: number;
  readonly laws: number;
  /** Laws that are broken, each with what was found. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
};

const settleMs = 120_000;
/** Rest on what was seen of the heads over time. */
const lawsOfHeads = ['heads in order and never back', 'a block keeps its hash', 'soft hash is firm hash'];
const unwatched: Watched = { samples: [], softHashes: new Map(), changedHashes: [], failures: 0 };

/** Ends the traffic, waits until all of it is executed, final and reported, and judges everything. */
export async function judge(
  scene: Scene,
  /** One for each rollup; none when its heads were taken back. */
  watchers: readonly ReturnType<typeof watchHeads>[],
  sequencer: ReturnType<typeof watchSequencer> | undefined,
  signal: AbortSignal,
): Promise<readonly Judgement[]> {
  const { victim, traffic } = scene;
  for (const one of traffic) await one.settle(settleMs, signal);
  const judgements: Judgement[] = [];
  const judged = lawNames.filter((law) => watchers.length > 0 || !lawsOfHeads.includes(law));
  const sequencerHashes = (await sequencer?.stop()) ?? new Map<number, ReadonlySet<string>>();
  for (const [index, { name, url }] of victim.rollups.entries()) {
    const target = targetIn(victim.network.folder, name);
    const wait = (what: string, ask: () => Promise<boolean>): Promise<unknown> =>
      until(what, async () => ((await ask()) ? true : undefined), { ms: settleMs, pollMs: 500 }, signal);
    const last = await head(url, 'latest');
    await wait(`${name} to be final`, async () => (await head(url, 'finalized')) >= last);
    await wait('the report', async () => (await reportedHeight(target)) >= target.startHeight + last - 1);
    const watched = (await watchers[index]?.stop()) ?? unwatched;
    const accepted = traffic[index]?.accepted() ?? [];
    const evidence = await gather(target, { accepted, watched, sequencerHashes });
    const broken = new Map<string, string[]>();
    for (const { law, what } of violations(evidence)) broken.set(law, [...(broken.get(law) ?? []), what]);
    const executed = evidence.blocks.reduce((sum, { transactions }) => sum + transactions.length, 0);
    judgements.push({
      rollup: name,
      accepted: accepted.length,
      executed,
      blocks: evidence.blocks.length,
      laws: judged.length,
      broken,
    });
  }
  return judgements;
}
