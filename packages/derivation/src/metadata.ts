import type { Commit, Header, ValidatorSet } from '@switchyard/light';
import { type Hash32, hash32, MalformedError, type RollupId, rollupId } from '@switchyard/primitives';
import { switchyard } from '@switchyard/proto';
import {
  commitFromWire,
  commitToWire,
  decodeStrictly,
  headerFromWire,
  headerToWire,
  plainBytes,
  validatorsFromWire,
  validatorsToWire,
} from '@switchyard/protocol';
import { assertShape, type Shape } from './wire-shape.ts';

/** One height in a metadata blob. */
export type HeightMetadata = {
  readonly header: Header;
  readonly blockRoots: Uint8Array;
  readonly blockRootsPath: readonly Uint8Array[];
  /** Every rollup with data here, ascending. */
  readonly rollupIds: readonly RollupId[];
  /** One for each of `rollupIds`, in that order. */
  readonly sectionRoots: readonly Hash32[];
};

/** Headers that all name the same set, closed by the commit of the last. */
export type MetadataSegment = {
  /** The set, when it differs from that of the height before. */
  readonly validators: ValidatorSet | undefined;
  readonly heights: readonly HeightMetadata[];
  readonly commit: Commit;
};

/** The first and the last height of a segment. */
export function rangeOf({ heights }: MetadataSegment): { readonly from: bigint; readonly to: bigint } {
  const from = heights[0]?.header.height ?? 0n;
  return { from, to: from + BigInt(heights.length - 1) };
}

/** Consecutive heights, nothing of which is verified. */
export type Metadata = {
  readonly from: bigint;
  readonly to: bigint;
  readonly segments: readonly MetadataSegment[];
};

const { Metadata: WireMetadata } = switchyard.da.v1;

/** The payload of a metadata blob. */
export function encodeMetadata(segments: readonly MetadataSegment[]): Uint8Array {
  return plainBytes(
    WireMetadata.encode({
      segments: segments.map(({ validators, heights, commit }) => ({
        validators: validators === undefined ? [] : validatorsToWire(withoutPriorities(validators)),
        heights: heights.map(heightToWire),
        commit: commitToWire(commit),
      })),
    }).finish(),
  );
}

/** The metadata in a payload, its parts views of it. @throws MalformedError unless canonical and consecutive. */
export function decodeMetadata(payload: Uint8Array): Metadata {
  assertShape(payload, metadataShape);
  const segments = decodeStrictly(payload, {
    what: 'Metadata',
    decode: (bytes) => WireMetadata.decode(bytes),
    parse: (wire) => wire.segments.map(segmentFromWire),
    encode: encodeMetadata,
  });
  const heights = segments.flatMap((segment) => segment.heights);
  const [first] = heights;
  if (first === undefined || segments.some((segment) => segment.heights.length === 0)) {
    throw new MalformedError('metadata has an empty segment');
  }
  const from = first.header.height;
  heights.forEach(({ header }, index) => {
    if (header.height !== from + BigInt(index)) {
      throw new MalformedError('heights are not consecutive', { height: header.height });
    }
  });
  return { from, to: from + BigInt(heights.length - 1), segments };
}

/** How many bytes a height takes within its segment. */
export function heightMetadataBytes(height: HeightMetadata): number {
  return switchyard.da.v1.HeightMetadata.encode(heightToWire(height)).finish().length + FRAMING_BYTES;
}

/** How many bytes a segment takes besides its heights, at most: the commit, and the set that it may carry. */
export function segmentBytes(validators: number): number {
  return SEGMENT_BYTES + validators * (SIGNATURE_BYTES + VALIDATOR_BYTES);
}

/** Tag and length of a field below 2 MiB. */
const FRAMING_BYTES = 5;
/** Framing, height, round and block id of a commit. */
const SEGMENT_BYTES = 200;
/** A place of a commit, at most. */
const SIGNATURE_BYTES = 120;
/** A key with its power, at most. */
const VALIDATOR_BYTES = 64;

function heightToWire(height: HeightMetadata): switchyard.da.v1.HeightMetadata.$Properties {
  return {
    header: headerToWire(height.header),
    blockRoots: height.blockRoots,
    blockRootsPath: [...height.blockRootsPath],
    rollupIds: [...height.rollupIds],
    sectionRoots: [...height.sectionRoots],
  };
}

function segmentFromWire(wire: switchyard.da.v1.Segment.$Properties): MetadataSegment {
  const validators = validatorsFromWire(listOf(wire.validators));
  return {
    validators: validators.length === 0 ? undefined : validators,
    heights: listOf(wire.heights).map(heightFromWire),
    commit: commitFromWire(required(wire.commit, 'commit')),
  };
}

function heightFromWire(wire: switchyard.da.v1.HeightMetadata.$Properties): HeightMetadata {
  const rollupIds = listOf(wire.rollupIds).map((id) => rollupId(plainBytes(id)));
  const sectionRoots = listOf(wire.sectionRoots).map((root) => hash32(plainBytes(root)));
  if (rollupIds.length !== sectionRoots.length) {
    throw new MalformedError('not one section root for each rollup id', { rollups: rollupIds.length });
  }
  return {
    header: headerFromWire(required(wire.header, 'header')),
    blockRoots: plainBytes(required(wire.blockRoots, 'block_roots')),
    blockRootsPath: listOf(wire.blockRootsPath).map((hash) => hash32(plainBytes(hash))),
    rollupIds,
    sectionRoots,
  };
}

function required<T>(value: T | null | undefined, field: string): T {
  if (value === undefined || value === null) throw new MalformedError('field is missing', { field });
  return value;
}

/** A repeated field as decoders give it: never absent, though its type allows for it. */
export function listOf<T>(field: readonly T[] | null | undefined): readonly T[] {
  return field ?? [];
}

/** Priorities rotate with every height and are no part of the set's hash. */
function withoutPriorities(validators: ValidatorSet): ValidatorSet {
  return validators.map(({ publicKey, power }) => ({ publicKey, power }));
}

const hash = { minBytes: 32, maxBytes: 32 };

const metadataShape: Shape = new Map([
  [
    1,
    {
      minBytes: 100,
      message: new Map([
        [1, { minBytes: 34, maxBytes: 128 }],
        [
          2,
          {
            minBytes: 100,
            message: new Map([
              [1, { minBytes: 20, maxBytes: 1_024 }],
              [2, { minBytes: 74, maxBytes: 74 }],
              [3, hash],
              [4, hash],
              [5, hash],
            ]),
          },
        ],
        [
          3,
          {
            minBytes: 10,
            message: new Map<number, 'varint' | { minBytes: number; maxBytes: number }>([
              [1, 'varint'],
              [2, 'varint'],
              [3, { minBytes: 2, maxBytes: 128 }],
              [4, { minBytes: 4, maxBytes: 160 }],
            ]),
          },
        ],
      ]),
    },
  ],
]);
