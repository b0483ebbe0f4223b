import type { ValidatorSet } from '@switchyard/light';
import { MalformedError, type SequencerHeight, sequencerHeight } from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import { filteredBlockFromWire, filteredBlockToWire, sectionFromWire, sectionToWire } from './block-codec.ts';
import { validatorsFromWire, validatorsToWire } from './consensus-wire.ts';
import type { BlockProof, Section } from './signed-block.ts';
import { decodeStrictly, plainBytes, required } from './strict.ts';

const { QueuedHeader: WireHeader, QueueDemand: WireDemand, Section: WireSection } = switchyard.relayer.v1;

/** A block in the queue without its sections, with the set that signed it. */
export type QueuedHeader = { readonly block: BlockProof; readonly validators: ValidatorSet };

/** What the reader of the queue wants; specs/13-block-queue.md. */
export type QueueDemand = {
  readonly confirmed: SequencerHeight;
  /** A feeding of all blocks above the confirmed one; undefined: the one under way will do. */
  readonly round: string | undefined;
};

/** The one encoding of a queued header. */
export function encodeQueuedHeader({ block, validators }: QueuedHeader): Uint8Array {
  const { header, commit, headerHash, blockRoots, blockRootsPath, rollupIds } = block;
  const filtered = { header, commit, headerHash, blockRoots, blockRootsPath, rollupIds, section: undefined };
  const wire = { block: filteredBlockToWire(filtered), validators: validatorsToWire(validators) };
  return plainBytes(WireHeader.encode(wire).finish());
}

/** The header in these bytes, its parts views of them; nothing is verified. @throws MalformedError unless canonical. */
export function decodeQueuedHeader(bytes: Uint8Array): QueuedHeader {
  return decodeStrictly(bytes, {
    what: 'QueuedHeader',
    decode: (input) => WireHeader.decode(input),
    parse: (wire) => {
      const { section, ...block } = filteredBlockFromWire(required(wire.block, 'block'));
      if (section !== undefined) throw new MalformedError('a queued header has no section');
      return { block, validators: validatorsFromWire(wire.validators) };
    },
    encode: encodeQueuedHeader,
  });
}

/** The one encoding of a section. */
export function encodeSection(section: Section): Uint8Array {
  return plainBytes(WireSection.encode(sectionToWire(section)).finish());
}

/** The section in these bytes, its items views of them; nothing is verified. @throws MalformedError unless canonical. */
export function decodeSection(bytes: Uint8Array): Section {
  return decodeStrictly(bytes, {
    what: 'Section',
    decode: (input) => WireSection.decode(input),
    parse: sectionFromWire,
    encode: encodeSection,
  });
}

/** The one encoding of a demand. */
export function encodeQueueDemand({ confirmed, round }: QueueDemand): Uint8Array {
  const wire = {
    ...(confirmed === 0n ? {} : { confirmedHeight: formatU64(confirmed) }),
    ...(round === undefined ? {} : { round }),
  };
  return plainBytes(WireDemand.encode(wire).finish());
}

/** The demand in these bytes. @throws MalformedError unless canonical, or when its round is no name. */
export function decodeQueueDemand(bytes: Uint8Array): QueueDemand {
  return decodeStrictly(bytes, {
    what: 'QueueDemand',
    decode: (input) => WireDemand.decode(input),
    parse: ({ confirmedHeight, round }) => {
      if (round !== '' && !/^[0-9a-z]{1,16}$/.test(round)) throw new MalformedError('a round is no name');
      const confirmed = sequencerHeight(parseU64(confirmedHeight));
      return { confirmed, round: round === '' ? undefined : round };
    },
    encode: encodeQueueDemand,
  });
}
