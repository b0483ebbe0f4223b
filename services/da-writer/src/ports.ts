import type { Blob } from '@switchyard/celestia';
import type { DaBlob } from '@switchyard/derivation';
import type { ValidatorSet } from '@switchyard/light';
import { type DaHeight, type Namespace, type SequencerHeight, SwitchyardError } from '@switchyard/primitives';
import type { QueueDemand, SignedBlock } from '@switchyard/protocol';
import type { OwnReport, Report } from './domain/report.ts';
import type { Intent, Outcome } from './domain/submission.ts';

/** The DA node said no, and nothing landed. */
export class SubmitRefusedError extends SwitchyardError {
  override readonly code = 'DA_WRITER_SUBMIT_REFUSED';
  override readonly fault = 'transient';

  constructor(reason: string, cause?: unknown) {
    super('da node refused a submission', { reason }, { cause });
  }
}

/** The DA block is there and the node does not give a part of it. */
export class DaDataMissingError extends SwitchyardError {
  override readonly code = 'DA_WRITER_DATA_MISSING';
  override readonly fault = 'transient';

  constructor(daHeight: bigint, cause?: unknown) {
    super('da node does not have the data', { daHeight }, { cause });
  }
}

/** Where blocks come from. Nothing it gives is believed. */
export type BlockSource = {
  /** From a height on, without gaps, until the connection ends. @throws transient errors. */
  blocksFrom(height: SequencerHeight, signal: AbortSignal): AsyncIterable<SignedBlock>;
  /** The set with this hash; the caller checks it. @throws transient errors. */
  validatorSet(hash: Uint8Array, signal: AbortSignal): Promise<ValidatorSet>;
  /** This height and all below are confirmed: no process will want them any more. */
  release(height: SequencerHeight, signal: AbortSignal): Promise<void>;
};

/** A message of the queue as it came. */
export type QueueMessage = {
  readonly subject: string;
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Its number in the stream. */
  readonly sequence: number;
  /** By it the message is acknowledged. */
  readonly token: string;
};

/** All that the queue has and gets, from the first message that was not acknowledged. @throws transient errors */
export type OpenQueue = {
  /** A few messages as they come; it ends when there are none for a while. */
  messages(signal: AbortSignal): AsyncIterable<QueueMessage>;
  /** They leave the queue. */
  acknowledge(tokens: readonly string[], signal: AbortSignal): Promise<void>;
};

/** The queue from the relayers. Nothing that it gives is believed. @throws transient errors */
export type BlockQueue = {
  open(signal: AbortSignal): Promise<OpenQueue>;
  /** Tells the relayers what is wanted; who is away misses it. */
  demand(demand: QueueDemand, signal: AbortSignal): Promise<void>;
  /** What a message says that it is; undefined when nobody of ours names it so. */
  nameOf(
    message: QueueMessage,
  ): { readonly height: bigint; readonly part: number; readonly round: string } | undefined;
  /** What would let others read or write along. */
  readonly unsafe: () => readonly string[];
};

/** A moment of the DA chain. */
export type DaMoment = { readonly height: DaHeight; readonly timeMs: number };

/** The DA layer. Every wait has a deadline. */
export type DaLayer = {
  /** The node's newest height. @throws transient errors while it is away. */
  head(signal: AbortSignal): Promise<DaMoment>;
  /** Resolves when the height is there. */
  waitFor(height: DaHeight, signal: AbortSignal): Promise<DaMoment>;
  /**
   * The blobs of a namespace, proven into a verified header. @throws transient errors; DaDataMissingError when the
   * block is there and the node does not give this part of it.
   */
  read(height: DaHeight, namespace: Namespace, signal: AbortSignal): Promise<readonly Blob[]>;
  /**
   * Resolves to where the blobs are said to have landed. Each call may land, also one that failed.
   * @throws SubmitRefusedError when nothing landed; anything else leaves it open.
   */
  submit(blobs: readonly Blob[], signal: AbortSignal): Promise<DaHeight>;
  /** The account whose blobs the node signs; absent when it has none. */
  signer(signal: AbortSignal): Promise<Uint8Array | undefined>;
};

/** What derivation reads of a blob. */
export function daBlob({ data, signer }: Blob): DaBlob {
  return signer === undefined ? { data } : { data, signer };
}

/** What must outlive a crash. */
export type WriterStore = {
  /** What was confirmed last; nothing in a new or damaged folder, which is rebuilt from the anchor. */
  readonly confirmed: Confirmed | undefined;
  /** Of submissions that were not confirmed when the process ended. */
  readonly intents: readonly Intent[];
  readonly outcomes: readonly Outcome[];
  /** Resolves when it is on disk. */
  appendIntent(intent: Intent): Promise<void>;
  /** Resolves when it is on disk. */
  appendOutcome(outcome: Outcome): Promise<void>;
  /** Replaces what was confirmed, and forgets what lies below it. */
  saveConfirmed(confirmed: Confirmed): Promise<void>;
};

/** The newest block that the reader passed, as an anchor, and where reading must begin again. */
export type Confirmed = {
  readonly height: SequencerHeight;
  readonly headerHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly nextValidators: ValidatorSet | undefined;
  readonly searchHeight: DaHeight;
};

/** The chain's view of DA progress. */
export type ProgressReporter = {
  /** What the chain holds of this reporter. @throws transient errors. */
  own(signal: AbortSignal): Promise<OwnReport>;
  /** Resolves when the node holds the report. @throws an error whose fault says whether it may pass later. */
  send(report: Report, own: OwnReport, signal: AbortSignal): Promise<void>;
};
