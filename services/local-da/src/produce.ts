import type { Clock, Logger, Task, Watch } from '@switchyard/service-kit';
import type { Chain } from './chain.ts';
import type { Knobs } from './domain/knobs.ts';
import type { Mempool } from './mempool.ts';
import type { LocalDaMetrics } from './metrics.ts';

/** What making blocks needs. */
export type ProduceDeps = {
  readonly chain: Chain;
  readonly mempool: Mempool;
  readonly knobs: Watch<Knobs>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: LocalDaMetrics;
};

/** Makes a block each interval, unless a knob says pause. A block that takes longer delays the next. */
export function produce(
  { chain, mempool, knobs, clock, log, metrics }: ProduceDeps,
  { intervalMs }: { readonly intervalMs: number },
): Task {
  return async (signal) => {
    for (;;) {
      await knobs.until(({ pause }) => !pause, signal);
      const started = clock.elapsed();
      const choice = mempool.choose(chain.height.value + 1n, knobs.value);
      const { header, blobs } = await chain.makeBlock(choice.transactions);
      choice.settle(header.height);
      const tookMs = clock.elapsed() - started;
      const bytes = blobs.reduce((sum, { length }) => sum + length, 0);
      metrics.height.set(Number(header.height));
      metrics.blockBytes.observe(bytes);
      metrics.blockSeconds.observe(tookMs / 1_000);
      const facts = { height: header.height.toString(), blobs: blobs.length, bytes, tookMs };
      if (blobs.length > 0) log.info(facts, 'block made');
      else log.debug(facts, 'block made');
      await clock.sleep(Math.max(1, intervalMs - tookMs), signal);
    }
  };
}
