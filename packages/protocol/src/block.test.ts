import { readFileSync } from 'node:fs';
import type { Header } from '@switchyard/light';
import { dataHash } from '@switchyard/light';
import { rootOfFirstLeaf, verifyMerklePath } from '@switchyard/merkle';
import {
  addressOf,
  chainNamespace,
  concatBytes,
  faultOf,
  fromHex,
  hash32,
  MalformedError,
  rollupId,
  rollupIdOf,
  rollupNamespace,
  sha256,
  toHex,
} from '@switchyard/primitives';
import { aValidator, createTestChain, setOf, signHeader } from '@switchyard/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paramsFromWire } from './action-wire.ts';
import {
  decodeFilteredBlock,
  decodeSignedBlock,
  encodeFilteredBlock,
  encodeSignedBlock,
  filteredBlockFromWire,
  filteredBlockToWire,
  signedBlockFromWire,
} from './block-codec.ts';
import { decodeBlockRoots, encodeBlockRoots } from './block-roots.ts';
import { validatorsFromWire, validatorsToWire } from './consensus-wire.ts';
import { decodeRollupData, encodeRollupData, rollupDataBytes, varintBytes } from './rollup-data.ts';
import { rollupTimestamp } from './rollup-time.ts';
import { rollupDataRoot, rollupIdsRoot, sectionRoot, sectionsOf } from './sections.ts';
import { buildSignedBlock, type FilteredBlock, filterBlock, type SignedBlock } from './signed-block.ts';
import { verifyBlockProof, verifyFilteredBlock, verifySignedBlock } from './verify-block.ts';

type Vectors = {
  readonly blocks: readonly {
    readonly name: string;
    readonly height: string;
    readonly input: readonly {
      readonly rollup_id: string;
      readonly data: readonly { readonly fill: number; readonly length: number }[];
    }[];
    readonly sections: readonly { readonly rollup_id: string; readonly section_root: string }[];
    readonly rollup_data_root: string;
    readonly rollup_ids_root: string;
    readonly block_roots: string;
  }[];
  readonly first_item_paths: readonly {
    readonly items: readonly string[];
    readonly data_hash: string;
    readonly path: readonly string[];
  }[];
  readonly namespaces: {
    readonly chain_id: string;
    readonly chain: string;
    readonly rollups: readonly {
      readonly name: string;
      readonly rollup_id: string;
      readonly namespace: string;
    }[];
  };
  readonly parent_seconds: string;
  readonly times: readonly { readonly header: string; readonly rollup: string }[];
  readonly rollup_data: readonly { readonly data_length: number; readonly item_length: number }[];
  readonly framing: readonly { readonly length: number; readonly framing: number }[];
};

const vectors = JSON.parse(
  readFileSync(new URL('../../../specs/vectors/blocks.json', import.meta.url), 'utf8'),
) as Vectors;

describe('block vectors', () => {
  it.each(vectors.blocks.map((vector) => [vector.name, vector] as const))('roots of %s', (_name, vector) => {
    const actions = vector.input.flatMap(({ rollup_id, data }) =>
      data.map(({ fill, length }) => ({
        kind: 'submitRollupData' as const,
        rollupId: rollupId(fromHex(rollup_id)),
        data: new Uint8Array(length).fill(fill),
      })),
    );
    const body = { chainId: 'yard-1', nonce: 0n, expiresAtHeight: 1n, maxFee: 0n, actions };
    const sections = sectionsOf([{ body }]);
    const roots = sections.map(({ rollupId, items }) => ({ rollupId, sectionRoot: sectionRoot(items) }));
    expect(
      roots.map((root) => ({ rollup_id: toHex(root.rollupId), section_root: toHex(root.sectionRoot) })),
    ).toEqual(vector.sections);
    const blockRoots = {
      height: BigInt(vector.height),
      rollupDataRoot: rollupDataRoot(roots),
      rollupIdsRoot: rollupIdsRoot(roots.map((root) => root.rollupId)),
    };
    expect(toHex(blockRoots.rollupDataRoot)).toBe(vector.rollup_data_root);
    expect(toHex(blockRoots.rollupIdsRoot)).toBe(vector.rollup_ids_root);
    expect(toHex(encodeBlockRoots(blockRoots))).toBe(vector.block_roots);
    expect(decodeBlockRoots(fromHex(vector.block_roots))).toEqual(blockRoots);
  });

  it.each(vectors.first_item_paths.map((vector) => [vector.items.length, vector] as const))(
    'the first of %i items leads to the data hash, and nowhere else',
    (_count, { items, data_hash, path }) => {
      const leaves = items.map((item) => fromHex(item));
      const [first = new Uint8Array()] = leaves;
      const way = path.map((step) => fromHex(step));
      expect(toHex(dataHash(leaves))).toBe(data_hash);
      expect(toHex(rootOfFirstLeaf(sha256(first), way))).toBe(data_hash);
      const claim = { root: fromHex(data_hash), leaf: sha256(first), total: items.length, path: way };
      expect(verifyMerklePath({ ...claim, index: 0 })).toBe(true);
      expect(verifyMerklePath({ ...claim, index: 1 })).toBe(false);
    },
  );

  it('has the namespaces of the vector, and another for a rollup named like the chain', () => {
    const { chain_id, chain, rollups } = vectors.namespaces;
    expect(toHex(chainNamespace(chain_id))).toBe(chain);
    for (const { name, rollup_id, namespace } of rollups) {
      expect(toHex(rollupIdOf(name))).toBe(rollup_id);
      expect(toHex(rollupNamespace(chain_id, rollupIdOf(name)))).toBe(namespace);
      expect(namespace).not.toBe(chain);
    }
  });

  it('has the times of the vector', () => {
    let parent = BigInt(vectors.parent_seconds);
    for (const { header, rollup } of vectors.times) {
      const [seconds = '', nanos = ''] = header.split('.');
      parent = rollupTimestamp(parent, { seconds: BigInt(seconds), nanos: Number(nanos) });
      expect(`${parent}`).toBe(rollup);
    }
  });

  it('has the lengths of the vector', () => {
    for (const { data_length, item_length } of vectors.rollup_data) {
      expect(rollupDataBytes(data_length)).toBe(item_length);
      expect(encodeRollupData(new Uint8Array(data_length)).length).toBe(item_length);
    }
    for (const { length, framing } of vectors.framing) expect(1 + varintBytes(length)).toBe(framing);
  });
});

describe('decodeRollupData', () => {
  it('reads sequenced data', () => {
    const data = Uint8Array.of(1, 2, 3);
    expect(decodeRollupData(encodeRollupData(data))).toEqual({ kind: 'sequencedData', data });
  });

  it('tells the tag of what it does not know', () => {
    expect(decodeRollupData(Uint8Array.of(0x12, 0x00))).toEqual({ kind: 'unknown', tag: 2 });
    expect(decodeRollupData(Uint8Array.of(0x1a, 0x00))).toEqual({ kind: 'unknown', tag: 3 });
  });

  it.each([
    ['nothing', []],
    ['no field', [0x00]],
    ['a long tag', [0x8a, 0x01]],
    ['truncated data', [0x0a, 0x05, 1]],
    ['an overlong length', [0x0a, 0x81, 0x00, 7]],
    ['two fields', [0x0a, 1, 7, 0x0a, 1, 7]],
  ])('refuses %s', (_name, bytes) => {
    expect(() => decodeRollupData(Uint8Array.from(bytes))).toThrow(MalformedError);
  });
});

it.each([
  ['another length', 73, 0, 1],
  ['another first byte', 74, 1, 1],
  ['another version', 74, 0, 2],
])('refuses block roots of %s', (_name, length, first, version) => {
  const item = new Uint8Array(length);
  item.set([first, version]);
  expect(() => decodeBlockRoots(item)).toThrow(MalformedError);
});

const demo = rollupIdOf('demo');
const gm = rollupIdOf('gm');
const absent = rollupIdOf('absent');
const names = ['demo', 'gm', 'third'];

function aBlock(validators = [aValidator('a')]) {
  const chain = createTestChain({ validators });
  chain.nextBlock();
  const data = names.map((name, index) => ({
    rollupId: rollupIdOf(name),
    data: Array.from({ length: index + 1 }, (_, n) => Uint8Array.of(index, n, 7)),
  }));
  const block = chain.nextBlock({ data });
  return { chain, block, items: chain.items(2n), validators: setOf(validators) };
}

describe('a signed block', () => {
  it('comes back from its bytes and verifies', () => {
    const { chain, block, validators } = aBlock();
    const decoded = decodeSignedBlock(encodeSignedBlock(block));
    expect(decoded).toEqual(block);
    verifySignedBlock(decoded, validators, chain.chainId);
    verifyBlockProof(decoded, validators, chain.chainId);
  });

  it('verifies without rollups', () => {
    const chain = createTestChain();
    const block = chain.nextBlock();
    verifySignedBlock(decodeSignedBlock(encodeSignedBlock(block)), setOf([aValidator('a')]), chain.chainId);
    verifyFilteredBlock(filterBlock(block, demo), demo, setOf([aValidator('a')]), chain.chainId);
  });

  it('keeps absent and nil votes', () => {
    const validators = [aValidator('a'), aValidator('b'), aValidator('c'), aValidator('d')];
    const chain = createTestChain({ validators });
    const block = chain.nextBlock({ signers: validators.slice(0, 3) });
    const signatures = block.commit.signatures.map((place, index) =>
      index === 0 && place.flag === 'commit' ? { ...place, flag: 'nil' as const } : place,
    );
    const withNil = { ...block, commit: { ...block.commit, signatures } };
    expect(decodeSignedBlock(encodeSignedBlock(withNil))).toEqual(withNil);
  });

  it.each([
    ['a section is missing', (block: SignedBlock) => ({ ...block, sections: block.sections.slice(1) })],
    ['sections change places', (block: SignedBlock) => ({ ...block, sections: block.sections.toReversed() })],
    [
      'an item is missing',
      (block: SignedBlock) => ({
        ...block,
        sections: block.sections.map((section, index) =>
          index === 1 ? { ...section, items: section.items.slice(1) } : section,
        ),
      }),
    ],
    [
      'a path is another',
      (block: SignedBlock) => ({
        ...block,
        sections: block.sections.map((section) => ({ ...section, path: section.path.slice(1) })),
      }),
    ],
    [
      'ids are not ascending',
      (block: SignedBlock) => ({ ...block, rollupIds: block.rollupIds.toReversed() }),
    ],
    ['an id is left out', (block: SignedBlock) => ({ ...block, rollupIds: block.rollupIds.slice(1) })],
    [
      'block roots are another height’s',
      (block: SignedBlock) => ({
        ...block,
        blockRoots: encodeBlockRoots({ ...decodeBlockRoots(block.blockRoots), height: 3n }),
      }),
    ],
    ['the path to the data hash is cut', (block: SignedBlock) => ({ ...block, blockRootsPath: [] })],
  ])('is refused when %s', (_name, change) => {
    const { chain, block, validators } = aBlock();
    expect(() => verifySignedBlock(change(block), validators, chain.chainId)).toThrow();
  });
});

describe('buildSignedBlock', () => {
  const build = (items: readonly Uint8Array[], changes: Partial<Header> = {}) => {
    const { block } = aBlock();
    const header = { ...block.header, dataHash: dataHash(items), ...changes };
    return () => buildSignedBlock({ header, commit: signHeader(header, [aValidator('a')]), items });
  };

  it('refuses items of another header', () => {
    const { items } = aBlock();
    expect(build(items, { dataHash: sha256(new Uint8Array()) })).toThrow('items are not those of the header');
  });

  it('refuses a block without items', () => {
    expect(build([])).toThrow('block has no items');
  });

  it.each([
    ['height', 'block roots are of another height'],
    ['rollupDataRoot', 'block roots commit to other rollup data'],
    ['rollupIdsRoot', 'block roots commit to other rollup ids'],
  ] as const)('refuses block roots with another %s', (field, message) => {
    const [first = new Uint8Array(), ...rest] = aBlock().items;
    const roots = {
      ...decodeBlockRoots(first),
      [field]: field === 'height' ? 9n : hash32(new Uint8Array(32)),
    };
    expect(build([encodeBlockRoots(roots), ...rest])).toThrow(message);
  });
});

describe('a filtered block', () => {
  it('proves a section and an absence', () => {
    const { chain, block, validators } = aBlock();
    for (const name of names) {
      const filtered = decodeFilteredBlock(encodeFilteredBlock(filterBlock(block, rollupIdOf(name))));
      verifyFilteredBlock(filtered, rollupIdOf(name), validators, chain.chainId);
      expect(filtered.section?.items.length).toBe(names.indexOf(name) + 1);
    }
    const without = decodeFilteredBlock(encodeFilteredBlock(filterBlock(block, absent)));
    verifyFilteredBlock(without, absent, validators, chain.chainId);
    expect(without.section).toBeUndefined();
  });

  it.each([
    ['hides a section', (block: FilteredBlock) => ({ ...block, section: undefined }), 'section is missing'],
    [
      'has an empty section',
      (block: FilteredBlock) => ({
        ...block,
        section: block.section === undefined ? undefined : { ...block.section, items: [] },
      }),
      'section does not lead to the rollup data root',
    ],
  ])('is refused when it %s', (_name, change, message) => {
    const { chain, block, validators } = aBlock();
    expect(() =>
      verifyFilteredBlock(change(filterBlock(block, demo)), demo, validators, chain.chainId),
    ).toThrow(message);
  });

  it('is refused with another rollup’s section', () => {
    const { chain, block, validators } = aBlock();
    expect(() => verifyFilteredBlock(filterBlock(block, gm), demo, validators, chain.chainId)).toThrow(
      'section is another rollup’s',
    );
  });

  it('is refused with one byte changed anywhere', () => {
    const { chain, block, validators } = aBlock();
    for (const id of [demo, gm, absent]) {
      const bytes = encodeFilteredBlock(filterBlock(block, id));
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
          const flipped = Uint8Array.from(bytes);
          flipped[at] = (flipped[at] ?? 0) ^ change;
          expect(faultOf(refusalOf(flipped))).toBe('rejected');
        }),
        { numRuns: 400 },
      );
      for (let at = 0; at < bytes.length; at++) {
        const flipped = Uint8Array.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        expect([at, faultOf(refusalOf(flipped))]).toEqual([at, 'rejected']);
      }

      function refusalOf(received: Uint8Array): unknown {
        try {
          verifyFilteredBlock(decodeFilteredBlock(received), id, validators, chain.chainId);
          return undefined;
        } catch (error) {
          return error;
        }
      }
    }
  });

  it('answers any bytes with a block or a MalformedError', () => {
    const { block } = aBlock();
    const honest = encodeFilteredBlock(filterBlock(block, demo));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .tuple(fc.nat(honest.length), fc.uint8Array({ maxLength: 8 }))
            .map(([at, junk]) => concatBytes(honest.subarray(0, at), junk, honest.subarray(at))),
        ),
        (bytes) => {
          try {
            expect(encodeFilteredBlock(decodeFilteredBlock(bytes))).toEqual(Uint8Array.from(bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedError);
          }
        },
      ),
    );
  });
});

describe('validators on the wire', () => {
  it('come back with and without priorities', () => {
    const validators = [
      { publicKey: new Uint8Array(32).fill(1), power: 5n },
      { publicKey: new Uint8Array(32).fill(2), power: 5n, proposerPriority: -7n },
    ];
    expect(validatorsFromWire(validatorsToWire(validators))).toEqual(validators);
  });

  it('are refused without an Ed25519 key or with negative power', () => {
    expect(() => validatorsFromWire([{}])).toThrow(MalformedError);
    const [wire] = validatorsToWire([{ publicKey: new Uint8Array(32), power: -1n }]);
    expect(() => validatorsFromWire(wire === undefined ? [] : [wire])).toThrow('voting power is negative');
  });
});

it('takes the header time when the parent is older', () => {
  expect(rollupTimestamp(9n, { seconds: 100n, nanos: 1 })).toBe(100n);
});

it('leaves transfers out of the sections', () => {
  const to = addressOf(new Uint8Array(32));
  const body = { chainId: 'yard-1', nonce: 0n, expiresAtHeight: 1n, maxFee: 0n };
  expect(sectionsOf([{ body: { ...body, actions: [{ kind: 'transfer', to, amount: 1n }] } }])).toEqual([]);
});

describe('messages without their lists', () => {
  it('are blocks without rollups', () => {
    const { block } = aBlock();
    const { header, commit, blockRoots } = filteredBlockToWire(filterBlock(block, absent));
    const wire = { header: header ?? {}, commit: commit ?? {}, blockRoots: blockRoots ?? new Uint8Array() };
    expect(filteredBlockFromWire({ ...wire, section: null }).section).toBeUndefined();
    expect(signedBlockFromWire(wire).sections).toEqual([]);
    const section = { rollupId: demo };
    expect(filteredBlockFromWire({ ...wire, section }).section).toEqual({ ...section, items: [], path: [] });
  });

  it('are parameters of zero', () => {
    expect(paramsFromWire({}).reporters).toEqual([]);
    expect(paramsFromWire({}).reportQuorum).toBe(0);
  });
});
