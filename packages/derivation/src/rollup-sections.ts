import { MalformedError } from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import { decodeStrictly, plainBytes, varintBytes } from '@switchyard/protocol';
import { listOf } from './metadata.ts';
import { assertShape, type Shape } from './wire-shape.ts';

/** A whole section of one rollup as a data blob has it; nothing of it is verified. */
export type HeightSection = { readonly height: bigint; readonly items: readonly Uint8Array[] };

const { RollupSections } = switchyard.da.v1;

/** The payload of a data blob: sections of one rollup, heights ascending. */
export function encodeSections(sections: readonly HeightSection[]): Uint8Array {
  return plainBytes(
    RollupSections.encode({
      sections: sections.map(({ height, items }) => ({ height: formatU64(height), items: [...items] })),
    }).finish(),
  );
}

/** The sections in a payload, their items views of it. @throws MalformedError unless canonical and ascending. */
export function decodeSections(payload: Uint8Array): readonly HeightSection[] {
  assertShape(payload, sectionsShape);
  const sections = decodeStrictly(payload, {
    what: 'RollupSections',
    decode: (bytes) => RollupSections.decode(bytes),
    parse: (wire) =>
      wire.sections.map(({ height, items }) => ({
        height: parseU64(height),
        items: listOf(items).map(plainBytes),
      })),
    encode: encodeSections,
  });
  sections.forEach(({ height }, index) => {
    const before = sections[index - 1];
    if (before !== undefined && before.height >= height) {
      throw new MalformedError('sections are not ascending', { height });
    }
  });
  return sections;
}

/** How many bytes a section takes in a payload, at most. */
export function sectionBytes(items: readonly Uint8Array[]): number {
  let bytes = HEIGHT_BYTES;
  for (const { length } of items) bytes += 1 + varintBytes(length) + length;
  return bytes;
}

/** Tag and height, tag and length. */
const HEIGHT_BYTES = 16;

/** An item is an encoded RollupData, whose data is not empty. */
const sectionsShape: Shape = new Map([
  [
    1,
    {
      minBytes: 4,
      message: new Map<number, 'varint' | { minBytes: number }>([
        [1, 'varint'],
        [2, { minBytes: 2 }],
      ]),
    },
  ],
]);
