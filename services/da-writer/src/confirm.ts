import { type Blob, blobCommitment } from '@switchyard/celestia';
import type { FirmBlock, ReaderEvent, SectionBlob } from '@switchyard/derivation';
import {
  chainNamespace,
  codeOf,
  type DaHeight,
  daHeight,
  type Namespace,
  type RollupId,
  rollupNamespace,
  toHex,
} from '@switchyard/primitives';
import {
  type Clock,
  type Facts,
  type Failpoints,
  type Logger,
  retrying,
  type Task,
} from '@switchyard/service-kit';
import { observe } from './domain/da-pace.ts';
import type { Submission } from './domain/ledger.ts';
import type { Failpoint } from './failpoints.ts';
import type { DaWriterMetrics } from './metrics.ts';
import { DaDataMissingError, type DaLayer, daBlob, type WriterStore } from './ports.ts';
import { ring, type WriterState } from './state.ts';
import { idsOf } from './submit.ts';
import { createWithheld } from './withheld.ts';

/** What confirming needs. */
export type ConfirmDeps = {
  readonly state: WriterState;
  readonly da: DaLayer;
  readonly store: WriterStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly facts: Facts;
  readonly failpoints: Failpoints<Failpoint>;
  readonly metrics: DaWriterMetrics;
};

/** Tries of a section that the DA node does not give before it counts as missing. */
const MISSING_TRIES = 5;

/** A submission is sent within so many DA blocks of its intent. */
const SENDING_DA_BLOCKS = 24n;

/** Reads the DA layer as every conductor does: a height is confirmed when the reader passed it. */
export function confirm(
  { state, da, store, clock, log, facts, failpoints, metrics }: ConfirmDeps,
  { chainId, scanBlocks }: { readonly chainId: string; readonly scanBlocks: bigint },
): Task {
  const { ledger, reader } = state;
  const space = chainNamespace(chainId);
  let head = daHeight(0);
  const withheld = createWithheld({ da, clock, log }, chainId);

  const trying = <T>(operation: string, attempt: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) =>
    retrying(
      {
        clock,
        log,
        operation,
        onRetry: (error) => {
          state.daProblem = codeOf(error);
          metrics.retries.inc({ operation });
        },
      },
      attempt,
      signal,
    );

  const waitFor = async (height: DaHeight, signal: AbortSignal): Promise<void> => {
    if (height <= head) return;
    const moment = await trying('da height', (s) => da.waitFor(height, s), signal);
    if (moment.height > head) head = moment.height;
    state.pace = observe(state.pace, moment);
    state.daProblem = undefined;
  };

  /** A part that the node does not give is missing for conductors too: it is waited for, and posted again. */
  const readSections = async (
    height: DaHeight,
    rollupId: RollupId,
    signal: AbortSignal,
  ): Promise<readonly SectionBlob[]> => {
    let tries = 0;
    const read = async (s: AbortSignal): Promise<readonly Blob[]> => {
      try {
        return await da.read(height, rollupNamespace(chainId, rollupId), s);
      } catch (error) {
        if (error instanceof DaDataMissingError && ++tries >= MISSING_TRIES) {
          log.error(
            { daHeight: height, rollupId: toHex(rollupId), err: error },
            'da node withholds a section',
          );
          withheld.add({ daHeight: height, rollupId });
          return [];
        }
        throw error;
      }
    };
    const blobs = await trying('da section', read, signal);
    return blobs.map((blob) => ({ ...daBlob(blob), rollupId }));
  };

  const noteLandings = (blobs: readonly Blob[], height: DaHeight): void => {
    const lengths = new Set(ledger.submissions.map(({ intent }) => intent.blobs[0]?.bytes));
    const seen = new Set(
      blobs.filter(({ data }) => lengths.has(data.length)).map((blob) => markOf(space, blobCommitment(blob))),
    );
    ledger.land((namespace, commitment) => seen.has(`${namespace}/${commitment}`), height);
  };

  const tell = (event: ReaderEvent): void => {
    switch (event.kind) {
      case 'firm':
        return;
      case 'conflict': {
        const { height, daHeight: at, headerHash, verifiedHash } = event.conflict;
        metrics.conflicts.inc();
        log.error(
          { height, daHeight: at, headerHash: toHex(headerHash), verifiedHash: toHex(verifiedHash) },
          'conflicting header was validly signed',
        );
        return;
      }
      case 'ignored':
        metrics.ignored.inc({ reason: event.reason });
        return;
      case 'rewound':
        metrics.rewinds.inc();
        log.debug({ from: event.from, to: event.to }, 'da blocks are read again');
    }
  };

  const tellConfirmed = (
    { intent, fate }: Submission,
    { daHeight: at }: FirmBlock,
    sinceMs?: number,
  ): void => {
    const { id, from, to, blobs, attempt } = intent;
    const bytes = blobs.reduce((sum, blob) => sum + blob.bytes, 0);
    const landedAt = fate.phase === 'landed' ? fate.daHeight : at;
    const fields = { submission: id, from, to, daHeight: landedAt, blobs: blobs.length, bytes, attempt };
    facts.record(idsOf(intent), fields, 'batch confirmed');
    if (sinceMs !== undefined) metrics.confirmSeconds.observe((clock.elapsed() - sinceMs) / 1_000);
  };

  const pass = async (events: readonly ReaderEvent[]): Promise<void> => {
    for (const event of events) tell(event);
    const firm = events.flatMap((event) => (event.kind === 'firm' ? [event.block] : []));
    const last = firm.at(-1);
    if (last === undefined) return;
    const confirmed = { ...reader.tip, searchHeight: last.searchHeight };
    failpoints.hit('state.before');
    await store.saveConfirmed(confirmed);
    failpoints.hit('state.after');
    const since = new Map(
      ledger.submissions.map(({ intent }) => [intent.id, ledger.block(intent.from)?.receivedAtMs]),
    );
    for (const submission of ledger.confirm(last.height)) {
      const block = firm.find(({ height }) => height === submission.intent.to) ?? last;
      tellConfirmed(submission, block, since.get(submission.intent.id));
    }
    state.confirmed.set(confirmed);
    metrics.confirmedHeight.set(Number(last.height));
    metrics.backlog.set(ledger.heldBytes);
  };

  const readOne = async (signal: AbortSignal): Promise<void> => {
    const height = reader.nextDaHeight;
    await waitFor(height, signal);
    const metadata = await trying('da metadata', (s) => da.read(height, space, s), signal);
    const { wanted, events: early } = reader.open(height, metadata.map(daBlob));
    const sections = [...(await withheld.read(wanted, signal))];
    for (const rollupId of wanted) sections.push(...(await readSections(height, rollupId, signal)));
    const events = [...early, ...reader.close(sections)];
    state.daProblem = undefined;
    noteLandings(metadata, height);
    await pass(events);
    ledger.read(height);
    metrics.readHeight.set(Number(height));
    ring(state);
  };

  return async (signal) => {
    const start = await trying('da head', (s) => da.head(s), signal);
    head = start.height;
    // An earlier process may have sent until it ended, and no longer than a call may take.
    ledger.boundEarlier(({ daHeadBefore }) => {
      const lastSent = daHeadBefore + SENDING_DA_BLOCKS;
      return daHeight((lastSent < start.height ? lastSent : start.height) + scanBlocks);
    });
    while (reader.nextDaHeight <= start.height) await readOne(signal);
    state.caughtUp.set(true);
    log.info({ confirmed: ledger.confirmed, daHeight: start.height }, 'da layer was read up to its head');
    for (;;) await readOne(signal);
  };
}

function markOf(namespace: Namespace, commitment: Uint8Array): string {
  return `${toHex(namespace)}/${toHex(commitment)}`;
}
