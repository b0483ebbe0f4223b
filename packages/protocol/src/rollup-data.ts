import { MalformedError } from '@switchyard/primitives';
import { astria } from '@switchyard/proto';
import { bytesField, plainBytes, undecodable } from './strict.ts';

const { RollupData } = astria.sequencerblock.v1;

/** One item of a section: data of this sequencer, or a variant that this version does not know. */
export type RollupItem =
  | { readonly kind: 'sequencedData'; readonly data: Uint8Array }
  | { readonly kind: 'unknown'; readonly tag: number };

/** The item that carries the data of one SubmitRollupData. */
export function encodeRollupData(data: Uint8Array): Uint8Array {
  return plainBytes(RollupData.encode({ sequencedData: data }).finish());
}

/** How many bytes {@link encodeRollupData} makes of data of this length: a tag, the length, the data. */
export function rollupDataBytes(dataLength: number): number {
  return 1 + varintBytes(dataLength) + dataLength;
}

/** How many bytes the varint of a number below 2^53 has. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

const SEQUENCED_DATA_TAG = 0x0a;

/**
 * The item in these bytes. Variants other than sequenced data are reserved: their tag is told, their content is not
 * read.
 *
 * @throws MalformedError when the bytes are no protobuf field.
 */
export function decodeRollupData(item: Uint8Array): RollupItem {
  const tag = item[0];
  if (tag === undefined || tag >= 0x80 || tag >> 3 === 0) throw new MalformedError('not rollup data');
  if (tag !== SEQUENCED_DATA_TAG) return { kind: 'unknown', tag: tag >> 3 };
  let data: Uint8Array;
  try {
    data = bytesField(RollupData.decode(plainBytes(item)).sequencedData);
  } catch (error) {
    throw undecodable('RollupData', error);
  }
  if (rollupDataBytes(data.length) !== item.length) throw new MalformedError('rollup data is not canonical');
  return { kind: 'sequencedData', data };
}
