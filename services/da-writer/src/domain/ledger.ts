import {
  type Batch,
  type BatchCaps,
  batchCaps,
  type MeasuredBlock,
  planBatches,
} from '@switchyard/derivation';
import { type DaHeight, daHeight as daHeightOf, maxU64 } from '@switchyard/primitives';
import { type Fate, type Intent, isDue, type Outcome } from './submission.ts';

/** A verified block that is not confirmed. */
export type HeldBlock = {
  readonly measured: MeasuredBlock;
  /** `validators_hash` of the height before, where it is known. */
  readonly validatorsBefore: Uint8Array | undefined;
  readonly receivedAtMs: number;
};

/** An attempt to post some heights. */
export type Submission = { readonly intent: Intent; readonly fate: Fate };

/** What is to be posted now. */
export type Draft = Pick<Intent, 'id' | 'from' | 'to' | 'attempt' | 'part'> & { readonly batch: Batch };

/** When a batch that could grow is posted. */
export type DraftOptions = {
  readonly nowMs: number;
  readonly maxAgeMs: number;
};

/** The blocks between the confirmed height and the head of the source, and what is under way for them. */
export type Ledger = {
  readonly confirmed: bigint;
  /** The next height to receive. */
  readonly nextHeight: bigint;
  /** Uncompressed bytes of blocks held. */
  readonly heldBytes: number;
  readonly submissions: readonly Submission[];
  block(height: bigint): HeldBlock | undefined;
  add(block: HeldBlock): void;
  /** The reader passed a height. @returns the submissions that this ends. */
  confirm(height: bigint): readonly Submission[];
  /** The reader has read a DA height and all below. */
  read(daHeight: DaHeight): void;
  readonly readUpTo: bigint;
  /**
   * Begins the next submission: one that is due again, else of new blocks when they fill a batch or are old enough.
   * {@link start} or {@link giveBack} must follow.
   */
  begin(options: DraftOptions): Draft | undefined;
  /** When the oldest block without submission was received. */
  readonly waitingSinceMs: number | undefined;
  start(intent: Intent): void;
  /** Says, once the DA head is known, up to where attempts of an earlier process may land. */
  boundEarlier(until: (intent: Intent) => DaHeight): void;
  settle(id: string, attempt: number, fate: Fate): void;
  /** An attempt that was begun is not made: nothing was sent. It is due again at once and does not count. */
  giveBack(draft: Draft): void;
  /** Blobs with these commitments were seen at a DA height. @returns the submissions whose metadata was among them. */
  land(isSeen: (namespace: string, commitment: string) => boolean, daHeight: DaHeight): readonly Submission[];
};

/** What a restart knows: what is confirmed, and intents of which only some have an outcome. */
export type LedgerStart = {
  readonly confirmed: bigint;
  readonly intents: readonly Intent[];
  readonly outcomes: readonly Outcome[];
  readonly caps?: BatchCaps;
};

const farAway = daHeightOf(maxU64);

/** Takes up where the last process ended. */
export function createLedger({ confirmed: start, intents, outcomes, caps = batchCaps }: LedgerStart): Ledger {
  let confirmed = start;
  let blocks = new Map<bigint, HeldBlock>();
  let heldBytes = 0;
  let last = start;
  let readUpTo = 0n;
  const submissions = new Map<string, Submission>();

  // A height of which only some parts were begun is posted as a whole again.
  for (const intent of intents) {
    if (intent.to <= confirmed || intent.part !== undefined) continue;
    const outcome = outcomes.find(({ id, attempt }) => id === intent.id && attempt === intent.attempt);
    const fate: Fate =
      outcome === undefined
        ? { phase: 'unknown', until: farAway }
        : { phase: 'accepted', daHeight: outcome.daHeight };
    const known = submissions.get(intent.id);
    if (known === undefined || known.intent.attempt < intent.attempt) {
      submissions.set(intent.id, { intent, fate });
    }
  }

  /** Heights up to here have a submission under way; of a split height, all parts. */
  const coveredTo = (): bigint => {
    let covered = confirmed;
    const under = [...submissions.values()].map(({ intent }) => intent);
    for (const { from, to, part } of under.sort((a, b) => Number(a.from - b.from))) {
      if (from > covered + 1n || to <= covered) continue;
      const begun = under.filter((other) => other.from === from && other.part !== undefined).length;
      if (part === undefined || begun === part.of) covered = to;
    }
    return covered;
  };

  const range = (from: bigint, to: bigint): readonly MeasuredBlock[] | undefined => {
    const found: MeasuredBlock[] = [];
    for (let height = from; height <= to; height++) {
      const block = blocks.get(height);
      if (block === undefined) return undefined;
      found.push(block.measured);
    }
    return found;
  };

  /** The same heights again, without those that were confirmed since. */
  const draftAgain = (): Draft | undefined => {
    for (const { intent, fate } of submissions.values()) {
      if (!isDue(intent, fate, { confirmed, readUpTo })) continue;
      const measured = range(intent.from > confirmed ? intent.from : confirmed + 1n, intent.to);
      const plan = measured === undefined ? [] : planBatches(measured, caps);
      const batch = plan[intent.part?.index ?? 0];
      if (batch === undefined) continue;
      submissions.delete(intent.id);
      return draftOf(batch, intent.attempt + 1, intent.part);
    }
    return undefined;
  };

  const openHeights = (): readonly MeasuredBlock[] => {
    const from = coveredTo() + 1n;
    return range(from, last) ?? [];
  };

  const draftNew = ({ nowMs, maxAgeMs }: DraftOptions): Draft | undefined => {
    const plan = planBatches(openHeights(), caps);
    const [batch] = plan;
    if (batch === undefined) return undefined;
    if (batch.rollupIds !== undefined) return firstPartLeft(plan, batch.from);
    const since = blocks.get(batch.from)?.receivedAtMs ?? nowMs;
    return batch.isFull || nowMs - since >= maxAgeMs ? draftOf(batch, 1, undefined) : undefined;
  };

  /** Parts of one height are begun one after the other. */
  const firstPartLeft = (plan: readonly Batch[], height: bigint): Draft | undefined => {
    const parts = plan.filter(({ from, rollupIds }) => from === height && rollupIds !== undefined);
    for (const [index, batch] of parts.entries()) {
      const draft = draftOf(batch, 1, { index, of: parts.length });
      if (!submissions.has(draft.id)) return draft;
    }
    return undefined;
  };

  return {
    get confirmed() {
      return confirmed;
    },
    get nextHeight() {
      return last + 1n;
    },
    get heldBytes() {
      return heldBytes;
    },
    get submissions() {
      return [...submissions.values()];
    },
    get readUpTo() {
      return readUpTo;
    },
    get waitingSinceMs() {
      const [first] = openHeights();
      return first === undefined ? undefined : blocks.get(first.block.header.height)?.receivedAtMs;
    },
    block: (height) => blocks.get(height),
    add: (block) => {
      const { height } = block.measured.block.header;
      if (height !== last + 1n) return;
      last = height;
      blocks.set(height, block);
      heldBytes += block.measured.bytes;
    },
    confirm: (height) => {
      if (height <= confirmed) return [];
      confirmed = height;
      if (last < height) last = height;
      blocks = new Map([...blocks].filter(([held]) => held > height));
      heldBytes = 0;
      for (const { measured } of blocks.values()) heldBytes += measured.bytes;
      const done = [...submissions.values()].filter(({ intent }) => intent.to <= height);
      for (const { intent } of done) submissions.delete(intent.id);
      return done;
    },
    read: (daHeight) => {
      if (daHeight > readUpTo) readUpTo = daHeight;
    },
    begin: (options) => {
      const draft = draftAgain() ?? draftNew(options);
      if (draft === undefined) return undefined;
      const { batch: _, ...heights } = draft;
      const intent: Intent = { ...heights, blobs: [], daHeadBefore: daHeightOf(0) };
      submissions.set(draft.id, { intent, fate: { phase: 'sending' } });
      return draft;
    },
    start: (intent) => {
      submissions.set(intent.id, { intent, fate: { phase: 'sending' } });
    },
    boundEarlier: (until) => {
      for (const [id, { intent, fate }] of submissions) {
        if (fate.phase === 'unknown' && fate.until === farAway) {
          submissions.set(id, { intent, fate: { phase: 'unknown', until: until(intent) } });
        }
      }
    },
    settle: (id, attempt, fate) => {
      const known = submissions.get(id);
      if (known === undefined || known.intent.attempt !== attempt || known.fate.phase === 'landed') return;
      submissions.set(id, { ...known, fate });
    },
    giveBack: ({ id, attempt }) => {
      const known = submissions.get(id);
      if (known === undefined || known.intent.attempt !== attempt) return;
      submissions.set(id, { intent: { ...known.intent, attempt: attempt - 1 }, fate: { phase: 'refused' } });
    },
    land: (isSeen, daHeight) => {
      const landed: Submission[] = [];
      for (const [id, { intent, fate }] of submissions) {
        const [metadata] = intent.blobs;
        if (metadata === undefined || !isSeen(metadata.namespace, metadata.commitment)) continue;
        if (fate.phase === 'landed' || daHeight <= intent.daHeadBefore) continue;
        const submission: Submission = { intent, fate: { phase: 'landed', daHeight } };
        submissions.set(id, submission);
        landed.push(submission);
      }
      return landed;
    },
  };
}

function draftOf(batch: Batch, attempt: number, part: Intent['part']): Draft {
  const { from, to } = batch;
  const id = part === undefined ? `${from}-${to}` : `${from}-${to}.${part.index}`;
  return { id, from, to, attempt, part, batch };
}
