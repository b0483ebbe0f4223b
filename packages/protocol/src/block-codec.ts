import { headerHash } from '@switchyard/light';
import { hash32, rollupId } from '@switchyard/primitives';
import { switchyard } from '@switchyard/proto';
import { commitFromWire, commitToWire, headerFromWire, headerToWire } from './consensus-wire.ts';
import type { BlockProof, FilteredBlock, Section, SignedBlock } from './signed-block.ts';
import { bytesField, decodeStrictly, plainBytes, required } from './strict.ts';

const { SignedBlock: WireSignedBlock, FilteredBlock: WireFilteredBlock } = switchyard.relayer.v1;

type WireProof = Omit<switchyard.relayer.v1.FilteredBlock.$Properties, 'section'>;
type WireSection = switchyard.relayer.v1.Section.$Properties;

/** The one encoding of a signed block. */
export function encodeSignedBlock(block: SignedBlock): Uint8Array {
  return plainBytes(WireSignedBlock.encode(signedBlockToWire(block)).finish());
}

/** The block in these bytes, its parts views of them; nothing is verified. @throws MalformedError unless canonical. */
export function decodeSignedBlock(bytes: Uint8Array): SignedBlock {
  return decodeStrictly(bytes, {
    what: 'SignedBlock',
    decode: (input) => WireSignedBlock.decode(input),
    parse: signedBlockFromWire,
    encode: encodeSignedBlock,
  });
}

/** The one encoding of a filtered block. */
export function encodeFilteredBlock(block: FilteredBlock): Uint8Array {
  return plainBytes(WireFilteredBlock.encode(filteredBlockToWire(block)).finish());
}

/** The block in these bytes, its parts views of them; nothing is verified. @throws MalformedError unless canonical. */
export function decodeFilteredBlock(bytes: Uint8Array): FilteredBlock {
  return decodeStrictly(bytes, {
    what: 'FilteredBlock',
    decode: (input) => WireFilteredBlock.decode(input),
    parse: filteredBlockFromWire,
    encode: encodeFilteredBlock,
  });
}

/** The message of a signed block. */
export function signedBlockToWire(block: SignedBlock): switchyard.relayer.v1.SignedBlock.$Properties {
  return { ...proofToWire(block), sections: block.sections.map(sectionToWire) };
}

/** The signed block in a message; nothing is verified. @throws MalformedError */
export function signedBlockFromWire(wire: switchyard.relayer.v1.SignedBlock.$Properties): SignedBlock {
  return { ...proofFromWire(wire), sections: (wire.sections ?? []).map(sectionFromWire) };
}

/** The message of a filtered block. */
export function filteredBlockToWire(block: FilteredBlock): switchyard.relayer.v1.FilteredBlock.$Properties {
  return {
    ...proofToWire(block),
    ...(block.section === undefined ? {} : { section: sectionToWire(block.section) }),
  };
}

/** The filtered block in a message; nothing is verified. @throws MalformedError */
export function filteredBlockFromWire(wire: switchyard.relayer.v1.FilteredBlock.$Properties): FilteredBlock {
  return {
    ...proofFromWire(wire),
    section: wire.section === undefined || wire.section === null ? undefined : sectionFromWire(wire.section),
  };
}

function proofToWire({ header, commit, blockRoots, blockRootsPath, rollupIds }: BlockProof): WireProof {
  return {
    header: headerToWire(header),
    commit: commitToWire(commit),
    blockRoots,
    blockRootsPath: [...blockRootsPath],
    rollupIds: [...rollupIds],
  };
}

function proofFromWire(wire: WireProof): BlockProof {
  const header = headerFromWire(required(wire.header, 'header'));
  return {
    header,
    commit: commitFromWire(required(wire.commit, 'commit')),
    headerHash: headerHash(header),
    blockRoots: bytesField(wire.blockRoots),
    blockRootsPath: (wire.blockRootsPath ?? []).map(hashField),
    rollupIds: (wire.rollupIds ?? []).map((id) => rollupId(bytesField(id))),
  };
}

/** The message of a section. */
export function sectionToWire({ rollupId, items, path }: Section): WireSection {
  return { rollupId, items: [...items], path: [...path] };
}

/** The section in a message; nothing is verified. @throws MalformedError */
export function sectionFromWire({ rollupId: id, items, path }: WireSection): Section {
  return {
    rollupId: rollupId(bytesField(id)),
    items: (items ?? []).map(bytesField),
    path: (path ?? []).map(hashField),
  };
}

function hashField(bytes: Uint8Array): Uint8Array {
  return hash32(bytesField(bytes));
}
