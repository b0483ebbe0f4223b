import { randomBytes } from 'node:crypto';
import {
  buildBatch,
  decodeEnvelope,
  decodeMetadata,
  decodeSections,
  encodeEnvelope,
  encodeMetadata,
  encodeSections,
  type MetadataSegment,
  measureBlock,
  planBatches,
} from '@switchyard/derivation';
import { type Header, headerHash } from '@switchyard/light';
import { rollupIdOf, utf8 } from '@switchyard/primitives';
import { encodeRollupData } from '@switchyard/protocol';
import { aValidator, createTestChain, setOf, signHeader } from '@switchyard/testing';

const forger = aValidator('forger');

/** How a forged header's commit is made. */
export type ForgedCommit = 'copied' | 'own set' | 'claimed set';

/**
 * Metadata that begins so many heights after a real one and looks like it in every field. The commit is that of the
 * real header, or names the forged one and is signed by a validator of nobody's, who is carried as the set, or hidden
 * behind the real set's hash.
 */
export function metadataAhead(of: {
  readonly chainId: string;
  readonly real: Uint8Array;
  readonly ahead: bigint;
  readonly heights: number;
  /** Each height in a segment of its own, which is the most work for a reader. */
  readonly isSplit?: boolean;
  readonly commit: ForgedCommit;
}): Uint8Array {
  const { chainId, real, ahead, heights, commit, isSplit = false } = of;
  const segments = decodeMetadata(decodeEnvelope(real, { chainId }).payload).segments;
  const model = segments.at(-1);
  const last = model?.heights.at(-1);
  if (model === undefined || last === undefined) throw new Error('no metadata to forge from');
  const forged: MetadataSegment[] = [];
  let before: Header = last.header;
  let open: MetadataSegment['heights'][number][] = [];
  for (let i = 0; i < heights; i++) {
    const height: bigint = last.header.height + ahead + BigInt(i);
    const header: Header = {
      ...last.header,
      height,
      time: { ...last.header.time, seconds: last.header.time.seconds + ahead + BigInt(i) },
      lastBlockId: { ...last.header.lastBlockId, hash: headerHash(before) },
    };
    before = header;
    open.push({ ...last, header });
    if (!isSplit && i < heights - 1) continue;
    forged.push({
      heights: open,
      validators: commit === 'own set' ? setOf([forger]) : undefined,
      commit: commit === 'copied' ? { ...model.commit, height } : signHeader(header, [forger]),
    });
    open = [];
  }
  return encodeEnvelope({ kind: 'metadata', chainId, payload: encodeMetadata(forged) });
}

/** Sections that nobody sequenced, for so many heights from one on: what a reader would execute that takes any data. */
export function sectionsAhead(chainId: string, from: bigint, heights: number): Uint8Array {
  const sections = Array.from({ length: heights }, (_, i) => ({
    height: from + BigInt(i),
    items: [encodeRollupData(randomBytes(1 + (i % 100))), encodeRollupData(utf8(`forged ${i}`))],
  }));
  return encodeEnvelope({ kind: 'data', chainId, payload: encodeSections(sections) });
}

/** The first height of a real data blob. */
export function firstHeightOf(chainId: string, data: Uint8Array): bigint {
  return decodeSections(decodeEnvelope(data, { chainId }).payload)[0]?.height ?? 1n;
}

/** Real, valid batches of a chain that is not ours: a metadata blob, then its data. Other keys, other blocks. */
export function batchesOfAnotherChain(chainId: string, rollup: string): readonly Uint8Array[] {
  const chain = createTestChain({ chainId, validators: [forger] });
  const rollupId = rollupIdOf(rollup);
  chain.nextBlocks(30, (height) => ({ data: [{ rollupId, data: [utf8(`theirs ${height}`)] }] }));
  const [batch] = planBatches(chain.blocks.map(measureBlock));
  if (batch === undefined) throw new Error('no batch');
  const context = {
    validatorsBefore: undefined,
    validatorSet: (hash: Uint8Array) => chain.validatorSet(hash),
  };
  const { metadata, data } = buildBatch(batch, context, chainId);
  return [metadata, ...data.map((blob) => blob.data)];
}
