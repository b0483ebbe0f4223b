import type { ValidatorSet } from '@switchyard/light';
import {
  type DaHeight,
  daHeight,
  next,
  SwitchyardError,
  sequencerHeight,
  toHex,
} from '@switchyard/primitives';
import { decodeEnvelope, peekEnvelope } from './envelope.ts';
import { createHeldHeights, type HeldHeight } from './held-heights.ts';
import { decodeMetadata, encodeMetadata, type Metadata, type MetadataSegment, rangeOf } from './metadata.ts';
import { createPendingList, pendingLimits } from './pending-metadata.ts';
import { createRecentHeaders } from './recent-headers.ts';
import { decodeSections } from './rollup-sections.ts';
import { byPriority, createSignerPriority, type RankedBlob } from './signer-priority.ts';
import type {
  DaBlob,
  IgnoredReason,
  OpenedBlock,
  Reader,
  ReaderEvent,
  ReaderOptions,
  ReaderTip,
  SectionBlob,
} from './types.ts';
import { unlessRejected } from './unless-rejected.ts';
import { tipOfAnchor, tipOfHeight } from './verified-tip.ts';
import { verifyMetadataSegment } from './verify-metadata.ts';

/** The caller gave a reader another DA block than the one it asked for. */
export class WrongDaHeightError extends SwitchyardError {
  override readonly code = 'DERIVATION_WRONG_DA_HEIGHT';
  override readonly fault = 'fatal';
}

/** Where a segment came from. */
type Candidate = {
  readonly metadataDaHeight: DaHeight;
  readonly isKnown: boolean;
  /** The DA height whose sections are yet to be read, if one is. */
  readonly openAt: DaHeight | undefined;
};

/** What may be turned, in tests, to reach a bound sooner. */
export type ReaderBounds = { readonly heldBytes?: number };

/**
 * A reader at an anchor. See {@link Reader}.
 *
 * It holds at most 40 MiB of remembered metadata, 64 MiB of verified heights with their sections, 1,024 header hashes,
 * and what the DA block in work unfolds to: at most 2 MiB at a time.
 */
export function createReader(options: ReaderOptions, bounds: ReaderBounds = {}): Reader {
  const { chainId, follow } = options;
  let nextDaHeight = options.daHeight;
  let firm = tipOfAnchor(chainId, options.anchor);
  let verified = firm;
  let passedBy: DaHeight | undefined;
  let working: DaHeight | undefined;
  let events: ReaderEvent[] = [];
  const pending = createPendingList();
  const held = createHeldHeights(follow, bounds.heldBytes);
  const recent = createRecentHeaders(firm.nextValidators);
  const priority = createSignerPriority(options.knownSigners, options.daHeight);

  const ignore = (reason: IgnoredReason, at: DaHeight, count = 1): void => {
    for (let i = 0; i < count; i++) events.push({ kind: 'ignored', reason, daHeight: at });
  };

  const setOf = (hash: Uint8Array): ValidatorSet | undefined => recent.validatorSet(hash);

  /** A segment that covers the next height is decided now: applied or dropped for good. */
  const decide = (segment: MetadataSegment, { metadataDaHeight, isKnown, openAt }: Candidate): void => {
    const found = unlessRejected(() => verifyMetadataSegment(verified, segment));
    if (found === undefined) {
      reportConflict(segment, metadataDaHeight);
      ignore('invalid', metadataDaHeight);
      return;
    }
    if (held.isFull) {
      passedBy ??= metadataDaHeight;
      return;
    }
    recent.add(found);
    for (const height of found.heights) {
      // Sections count from the first metadata on that listed them; this may be a copy of it.
      const earlier = pending.lowestCovering(height.header.height);
      const from = lowest(metadataDaHeight, earlier, passedBy);
      held.add(height, { metadataDaHeight: from, isKnown, passedBy: from === openAt ? undefined : from });
      verified = tipOfHeight(chainId, height, setOf);
    }
    pending.dropUpTo(verified.height);
  };

  const reportConflict = (segment: MetadataSegment, at: DaHeight): void => {
    const conflict = recent.conflictIn(segment, verified, at);
    if (conflict !== undefined) events.push({ kind: 'conflict', conflict });
  };

  /** What was remembered and now covers the next height; sections posted between may have passed by. */
  const applyPending = (openAt: DaHeight | undefined): void => {
    while (!held.isFull) {
      const entry = pending.takeCovering(verified.height + 1n);
      if (entry === undefined) return;
      const { isKnown, daHeight: metadataDaHeight, payload } = entry;
      const [segment] = decodeMetadata(payload).segments;
      if (segment === undefined) continue;
      decide(segment, { metadataDaHeight, isKnown, openAt });
    }
  };

  const readMetadata = (blob: RankedBlob, at: DaHeight): void => {
    const metadata = unlessRejected(() => metadataOf(blob.data, chainId));
    if (metadata === undefined) {
      ignore('malformed', at);
      return;
    }
    for (const segment of metadata.segments) readSegment(segment, blob, at);
  };

  const readSegment = (segment: MetadataSegment, { isKnown }: RankedBlob, at: DaHeight): void => {
    const { from, to } = rangeOf(segment);
    if (to <= verified.height) {
      reportConflict(segment, at);
      ignore('stale', at);
    } else if (from <= verified.height + 1n) {
      decide(segment, { metadataDaHeight: at, isKnown, openAt: at });
      applyPending(at);
    } else if (to - from >= pendingLimits.heights) ignore('tooFarAhead', at);
    else {
      const entry = { daHeight: at, from, to, isKnown, payload: encodeMetadata([segment]) };
      ignore('tooFarAhead', at, pending.add(entry));
    }
  };

  const readSections = (blob: RankedBlob & SectionBlob, at: DaHeight): void => {
    if (!held.wants(blob.rollupId)) {
      ignore('unwanted', at);
      return;
    }
    const sections = unlessRejected(() => sectionsOf(blob, chainId));
    if (sections === undefined) {
      ignore('malformed', at);
      return;
    }
    let isWanted = false;
    for (const section of sections) {
      const { rollupId, isKnown } = blob;
      const outcome = held.offer({ rollupId, section, isKnown, daHeight: at });
      if (outcome !== 'unwanted') isWanted = true;
      if (outcome === 'taken') emitFirm(at);
    }
    if (!isWanted) ignore('unwanted', at);
  };

  const emitFirm = (at: DaHeight): void => {
    for (let height = held.takeFirm(); height !== undefined; height = held.takeFirm()) {
      firm = tipOfHeight(chainId, height.verified, setOf);
      if (height.isKnown) priority.noteProgress(at);
      const { nextValidators } = firm;
      const block = {
        ...firmBlockOf(height),
        nextValidators,
        daHeight: at,
        searchHeight: searchHeightFrom(at),
      };
      events.push({ kind: 'firm', block });
    }
  };

  const searchHeightFrom = (at: DaHeight): DaHeight =>
    lowest(at, pending.lowestDaHeight, held.lowestDaHeight, passedBy);

  /** As after a restart: all above the firm tip is read again. */
  const rewindIfNeeded = (at: DaHeight): void => {
    const isNeeded = held.size === 0 ? passedBy !== undefined : held.first?.passedBy !== undefined;
    if (!isNeeded) return;
    const to = lowest(at, held.lowestDaHeight, passedBy);
    held.clear();
    pending.dropFrom(to);
    recent.forgetAbove(firm.height);
    priority.restart(to);
    verified = firm;
    passedBy = undefined;
    nextDaHeight = to;
    events.push({ kind: 'rewound', from: at, to });
  };

  const rank = <B extends DaBlob>(blobs: readonly B[], kind: 'metadata' | 'data', at: DaHeight) =>
    blobs.flatMap((blob) => {
      const header = unlessRejected(() => ({ envelope: peekEnvelope(blob.data, { chainId }) }));
      if (header?.envelope?.kind === kind) {
        return [{ ...blob, isKnown: priority.isKnown(blob), rawBytes: header.envelope.rawBytes }];
      }
      const isForeign = header !== undefined && header.envelope === undefined;
      ignore(isForeign ? 'foreign' : 'malformed', at);
      return [];
    });

  const admitted = <B extends RankedBlob>(blobs: readonly B[], at: DaHeight): readonly B[] =>
    byPriority(blobs).filter((blob) => {
      const isAdmitted = priority.admit(blob, at);
      if (!isAdmitted) ignore('unknownSigner', at);
      return isAdmitted;
    });

  const open = (at: DaHeight, metadata: readonly DaBlob[]): OpenedBlock => {
    if (at !== nextDaHeight || working !== undefined) {
      throw new WrongDaHeightError('reader was given another da block', { asked: nextDaHeight, given: at });
    }
    working = at;
    priority.startBlock();
    if (!held.isFull && at > pendingLimits.daHeights) {
      ignore('expired', at, pending.dropBelow(at - pendingLimits.daHeights));
    }
    for (const blob of admitted(rank(metadata, 'metadata', at), at)) readMetadata(blob, at);
    emitFirm(at);
    return { wanted: held.wanted, events: takeEvents() };
  };

  const takeEvents = (): readonly ReaderEvent[] => {
    const taken = events;
    events = [];
    return taken;
  };

  const close = (sections: readonly SectionBlob[]): readonly ReaderEvent[] => {
    if (working === undefined) throw new WrongDaHeightError('no da block is open', { asked: nextDaHeight });
    const at = working;
    for (const blob of admitted(rank(sections, 'data', at), at)) readSections(blob, at);
    for (let before: bigint | undefined; before !== verified.height; ) {
      before = verified.height;
      applyPending(undefined);
      emitFirm(at);
    }
    working = undefined;
    nextDaHeight = next(at);
    rewindIfNeeded(at);
    return takeEvents();
  };

  return {
    read: (block) => {
      const opened = open(block.daHeight, block.metadata);
      return [...opened.events, ...close(block.sections)];
    },
    open,
    close,
    get nextDaHeight() {
      return nextDaHeight;
    },
    get tip(): ReaderTip {
      const { height, headerHash, nextValidatorsHash, nextValidators } = firm;
      return { height: sequencerHeight(height), headerHash, nextValidatorsHash, nextValidators };
    },
    get verifiedHeight() {
      return sequencerHeight(verified.height);
    },
    get searchHeight() {
      return searchHeightFrom(nextDaHeight);
    },
    waitingFor: () => {
      const height = sequencerHeight(firm.height + 1n);
      const first = held.first;
      if (first !== undefined) {
        const rollupIds = first.verified.rollupIds.filter((id) => first.missing.has(toHex(id)));
        return { height, missing: { kind: 'sections', rollupIds }, since: first.metadataDaHeight };
      }
      const since = pending.lowestDaHeight;
      return since === undefined ? undefined : { height, missing: { kind: 'metadata' }, since };
    },
  };
}

function firmBlockOf({ verified, items }: HeldHeight) {
  const { header, headerHash, rollupIds, proof } = verified;
  return {
    height: sequencerHeight(header.height),
    header,
    headerHash,
    proof,
    rollupIds,
    section: items === undefined ? undefined : { items },
  };
}

function metadataOf(blob: Uint8Array, chainId: string): Metadata {
  return decodeMetadata(decodeEnvelope(blob, { chainId }).payload);
}

function sectionsOf(blob: RankedBlob, chainId: string) {
  return decodeSections(decodeEnvelope(blob.data, { chainId }).payload);
}

function lowest(first: DaHeight, ...others: readonly (DaHeight | undefined)[]): DaHeight {
  return others.reduce<DaHeight>(
    (least, height) => (height !== undefined && height < least ? height : least),
    daHeight(first),
  );
}
