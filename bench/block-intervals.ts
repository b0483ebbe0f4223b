import { setTimeout as sleep } from 'node:timers/promises';
import { type Spread, spread } from './spread.ts';

/** The first blocks are of the start. */
const firstHeight = 3;
const intervals = 60;

type Status = { readonly result: { readonly sync_info: { readonly latest_block_height: string } } };
type Commit = { readonly result: { readonly signed_header: { readonly header: { readonly time: string } } } };

/** Between the header times of neighbours, over all blocks and no fewer than sixty; waits for them. */
export async function blockIntervals(consensusUrl: string): Promise<Spread> {
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`${consensusUrl}${path}`, { signal: AbortSignal.timeout(10_000) });
    return response.json();
  };
  const heightNow = async (): Promise<number> =>
    Number(((await ask('/status')) as Status).result.sync_info.latest_block_height);
  while ((await heightNow()) <= firstHeight + intervals) await sleep(1_000);
  const times: number[] = [];
  const last = await heightNow();
  for (let height = firstHeight; height < last; height++) {
    const { result } = (await ask(`/commit?height=${height}`)) as Commit;
    times.push(Date.parse(result.signed_header.header.time));
  }
  return spread(times.slice(1).map((time, index) => time - (times[index] ?? 0)));
}
