import { toHex } from '@switchyard/primitives';
import { type Clock, type Failpoints, type Logger, retrying, type Task } from '@switchyard/service-kit';
import { type ApplyDeps, applyBlock } from './apply.ts';
import { decide } from './decide.ts';
import { type ChainState, type Genesis, nextHeight } from './domain/chain.ts';
import { assertSigningFits } from './domain/handshake.ts';
import { msOfTime } from './domain/time.ts';
import { ApplicationLostError } from './errors.ts';
import type { Failpoint } from './failpoints.ts';
import { handshake } from './handshake.ts';
import type { Head } from './head.ts';
import type { EngineMetrics } from './metrics.ts';
import type { Application, BlockStore, Signer, StoredBlock } from './ports.ts';

export type EngineDeps = {
  readonly genesis: Genesis;
  readonly store: BlockStore;
  readonly signer: Signer;
  readonly connect: () => Promise<Application & AsyncDisposable>;
  readonly head: Head;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: EngineMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

export type EngineOptions = { readonly intervalMs: number };

/** How long to wait for an application that went away, at most: it is usually back within a second. */
const reconnectDelayMs = 500;

/**
 * One-validator consensus: connects to the application, shakes hands, decides heights; when the application is lost,
 * connects again and shakes hands again, as a restarted process would.
 */
export function engine(deps: EngineDeps, options: EngineOptions): Task {
  const { clock, connect, head, log, metrics } = deps;
  return async (signal) => {
    for (;;) {
      await using application = await retrying(
        { clock, log, operation: 'connect application', maxDelayMs: reconnectDelayMs },
        connect,
        signal,
      );
      head.greet(application);
      try {
        await decideHeights(deps, options, application, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ApplicationLostError)) throw error;
        metrics.applicationLost.inc();
        log.warn({ err: error }, 'application lost');
      } finally {
        head.part();
      }
      await clock.sleep(reconnectDelayMs, signal);
    }
  };
}

async function decideHeights(
  deps: EngineDeps,
  { intervalMs }: EngineOptions,
  application: Application,
  signal: AbortSignal,
): Promise<void> {
  const { store, signer, genesis, clock, metrics, head, failpoints } = deps;
  assertSigningFits({
    store: store.height,
    next: store.height === 0n ? genesis.initialHeight : store.height + 1n,
    signed: signer.state.height,
  });
  const applyDeps: ApplyDeps = { application, store, failpoints };
  const onReplayed = () => metrics.replayed.inc();
  let state = await handshake({ ...applyDeps, genesis, log: deps.log, onReplayed }, signal);
  head.reach(state);

  const ended = new AbortController();
  const waiting = AbortSignal.any([signal, ended.signal]);
  void application.lost.then((reason) => ended.abort(new ApplicationLostError('connection', reason)));
  let pause = startPause(clock, firstPauseMs(deps, state, intervalMs), waiting);
  for (;;) {
    await pause;
    const began = performance.now();
    const stored = await decide({ ...applyDeps, signer, clock, intervalMs }, state, signal);
    pause = startPause(clock, intervalMs, waiting);
    state = await applyBlock(applyDeps, state, stored, signal);
    head.reach(state);
    report(deps, stored, (performance.now() - began) / 1_000);
  }
}

/** The pause runs while the block is executed; it is awaited, and may have failed, only afterwards. */
function startPause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const pause = clock.sleep(ms, signal);
  pause.catch(() => undefined);
  return pause;
}

/** What is left of the interval since the last commit; a clock that went back cannot make it longer. */
function firstPauseMs({ store, clock }: EngineDeps, state: ChainState, intervalMs: number): number {
  const own = store.seenCommit(state.height)?.signatures.find(({ flag }) => flag === 'commit');
  if (own === undefined) return 0;
  const sinceMs = clock.now() - msOfTime(own.timestamp);
  return sinceMs < 0 ? intervalMs : Math.max(0, intervalMs - sinceMs);
}

function report({ log, metrics }: EngineDeps, { block, blockId, size }: StoredBlock, seconds: number): void {
  const { height } = block.header;
  metrics.blocks.inc();
  metrics.height.set(Number(height));
  metrics.blockBytes.observe(size);
  metrics.heightSeconds.observe(seconds);
  log.info(
    { height: `${height}`, txs: block.items.length, bytes: size, hash: toHex(blockId.hash) },
    'height decided',
  );
}

/** For /status and logs. */
export function describeState(state: ChainState): object {
  return { height: `${state.height}`, nextHeight: `${nextHeight(state)}`, appHash: toHex(state.appHash) };
}
