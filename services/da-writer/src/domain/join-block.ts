import type { ValidatorSet } from '@switchyard/light';
import { MalformedError, type SequencerHeight, sequencerHeight } from '@switchyard/primitives';
import { decodeQueuedHeader, decodeSection, type SignedBlock } from '@switchyard/protocol';

/** A message of the queue: part 0 is the header of a block, the others are its sections. */
export type QueuePart = {
  readonly height: bigint;
  readonly part: number;
  readonly round: string;
  readonly bytes: Uint8Array;
};

/** What became of a message. */
export type Joined =
  /** With it a block is whole. Nothing of it is verified. */
  | { readonly kind: 'block'; readonly block: SignedBlock; readonly validators: ValidatorSet }
  /** Part of the next block. */
  | { readonly kind: 'kept' }
  /** Of a height that was given before. */
  | { readonly kind: 'known' }
  /** Of an earlier feeding than the one that was asked for. */
  | { readonly kind: 'stale' }
  /** A later height has come: what is between was lost. */
  | { readonly kind: 'gap' }
  /** Nobody of ours sends it. */
  | { readonly kind: 'malformed' };

/** Makes blocks of messages, one height after the other. */
export type Joiner = {
  readonly next: SequencerHeight;
  take(message: QueuePart): Joined;
  /** Goes on above a height that came another way. */
  skipTo(next: SequencerHeight): void;
  /** From now on only messages of this feeding count. */
  restart(round: string): void;
};

/** More than any block has, framing included. */
export const maxBlockBytes = 16 << 20;

/** Begins at a height, with the feeding that was asked for; without one any will do. */
export function createJoiner(from: SequencerHeight, round: string | undefined): Joiner {
  let next = from;
  let wanted = round;
  let bytes = 0;
  const parts = new Map<number, Uint8Array>();

  const forget = (): void => {
    parts.clear();
    bytes = 0;
  };

  const goTo = (height: bigint): void => {
    next = sequencerHeight(height);
    forget();
  };

  const joined = (): Joined => {
    const first = parts.get(0);
    if (first === undefined) return { kind: 'kept' };
    const { block, validators } = decodeQueuedHeader(first);
    if (block.header.height !== next) throw new MalformedError('a header of another height');
    const count = block.rollupIds.length;
    if ([...parts.keys()].some((part) => part > count))
      throw new MalformedError('a section that is not listed');
    if (parts.size <= count) return { kind: 'kept' };
    const sections = block.rollupIds.map((_, index) =>
      decodeSection(parts.get(index + 1) ?? new Uint8Array()),
    );
    goTo(next + 1n);
    return { kind: 'block', block: { ...block, sections }, validators };
  };

  return {
    get next() {
      return next;
    },
    take: ({ height, part, round: of, bytes: content }) => {
      if (wanted !== undefined && of !== wanted) return { kind: 'stale' };
      if (height < next) return { kind: 'known' };
      if (height > next) return { kind: 'gap' };
      bytes += content.length - (parts.get(part)?.length ?? 0);
      parts.set(part, content);
      try {
        if (bytes > maxBlockBytes) throw new MalformedError('a block of more than the largest', { bytes });
        return joined();
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error;
        forget();
        return { kind: 'malformed' };
      }
    },
    skipTo: (height) => {
      if (height > next) goTo(height);
    },
    restart: (to) => {
      wanted = to;
      forget();
    },
  };
}
