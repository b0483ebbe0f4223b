import { createReader, type Reader } from '@switchyard/derivation';
import { type Anchor, tipOfAnchor } from '@switchyard/light';
import { daHeight, fromHex, sequencerHeight } from '@switchyard/primitives';
import type { Clock, Facts, Failpoints, Logger, Task } from '@switchyard/service-kit';
import { collect } from './collect.ts';
import { confirm } from './confirm.ts';
import { createLedger } from './domain/ledger.ts';
import type { Failpoint } from './failpoints.ts';
import type { DaWriterMetrics } from './metrics.ts';
import type { BlockSource, Confirmed, DaLayer, ProgressReporter, WriterStore } from './ports.ts';
import { report } from './report.ts';
import type { Seal } from './seal.ts';
import { createKnownSets, newState, type WriterState } from './state.ts';
import { submit } from './submit.ts';

/** What the writer's loops need of the world. */
export type WriteDeps = {
  readonly source: BlockSource;
  readonly da: DaLayer;
  readonly store: WriterStore;
  /** None: nothing is reported. */
  readonly reporter: ProgressReporter | undefined;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly facts: Facts;
  readonly failpoints: Failpoints<Failpoint>;
  readonly metrics: DaWriterMetrics;
};

/** How the writer behaves. */
export type WriteOptions = {
  readonly anchor: Anchor;
  /** Accounts in lower-case hex; with none everyone is known. */
  readonly knownSigners: readonly string[];
  readonly scanBlocks: number;
  readonly maxBatchAgeMs: number;
  readonly maxInFlight: number;
  readonly maxBacklogBytes: number;
};

/** A writer at what its store holds, or else at its anchor. */
export function openWriter(store: WriterStore, { anchor, knownSigners }: WriteOptions): WriterState {
  const confirmed = store.confirmed ?? confirmedOfAnchor(anchor);
  const sets = createKnownSets();
  if (confirmed.nextValidators !== undefined)
    sets.add(confirmed.nextValidatorsHash, confirmed.nextValidators);
  const { intents, outcomes } = store;
  const ledger = createLedger({ confirmed: confirmed.height, intents, outcomes });
  const reader = readerFrom(confirmed, anchor.chainId, knownSigners.map(fromHex));
  return newState({ ledger, reader, sets, confirmed });
}

/** The writer's loops. */
export function writerTasks(
  state: WriterState,
  deps: WriteDeps,
  options: WriteOptions,
): Readonly<Record<string, Task>> {
  const { chainId } = options.anchor;
  const { maxInFlight, maxBatchAgeMs, maxBacklogBytes } = options;
  const scanBlocks = BigInt(options.scanBlocks);
  const { reporter } = deps;
  return {
    collect: collect({ ...deps, state }, { chainId, maxBacklogBytes }),
    submit: submit({ ...deps, state }, { chainId, maxInFlight, maxBatchAgeMs, scanBlocks }),
    release: release(state, deps.source),
    confirm: confirm({ ...deps, state }, { chainId, scanBlocks }),
    ...(reporter === undefined ? {} : { report: report({ ...deps, state, reporter }) }),
  };
}

/** Tells the source what is confirmed, from when all that was posted before has been read. */
function release(state: WriterState, source: BlockSource): Task {
  return async (signal) => {
    await state.caughtUp.until((isCaughtUp) => isCaughtUp, signal);
    for await (const { height } of state.confirmed.changes(signal)) await source.release(height, signal);
  };
}

function confirmedOfAnchor(anchor: Anchor): Confirmed {
  const { headerHash, nextValidatorsHash } = tipOfAnchor(anchor);
  const { height, nextValidators } = anchor.sequencer;
  return {
    height: sequencerHeight(height),
    headerHash,
    nextValidatorsHash,
    nextValidators,
    searchHeight: daHeight(anchor.da.height),
  };
}

function readerFrom(confirmed: Confirmed, chainId: string, knownSigners: readonly Uint8Array[]): Reader {
  const { height, headerHash, nextValidatorsHash, nextValidators, searchHeight } = confirmed;
  return createReader({
    chainId,
    anchor:
      nextValidators === undefined
        ? { height, headerHash, nextValidatorsHash }
        : { height, headerHash, nextValidators },
    follow: { kind: 'all' },
    knownSigners,
    daHeight: searchHeight,
  });
}
