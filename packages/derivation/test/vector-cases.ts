import { formatAnchorJson } from '@switchyard/light';
import { openSealedJson, toHex, utf8 } from '@switchyard/primitives';
import { aValidator, createTestChain, setOf, type TestChain } from '@switchyard/testing';
import { measureBlock } from '../src/batch.ts';
import { encodeEnvelope } from '../src/envelope.ts';
import { encodeMetadata } from '../src/metadata.ts';
import type { DaBlob } from '../src/types.ts';
import { aDa, alpha, batchOf, beta, readerOn, type TestDa, writer } from './world.ts';

const stranger = new Uint8Array(20).fill(9);
const genesis = ['a', 'b', 'c', 'd'].map((name) => aValidator(name));
const later = ['b', 'c', 'e'].map((name) => aValidator(name));

function content(height: bigint) {
  const data = [{ rollupId: alpha, data: [utf8(`alpha ${height}`)] }];
  if (height % 3n === 0n) data.push({ rollupId: beta, data: [utf8(`beta ${height}`), utf8('more')] });
  return height % 4n === 1n ? {} : { data, ...(height === 5n ? { nextValidators: later } : {}) };
}

function aVectorChain(chainId = 'yard-00c0ffee'): TestChain {
  const chain = createTestChain({ chainId, validators: genesis });
  chain.nextBlocks(8, (height) =>
    height === 5n ? { ...content(height), nextValidators: later } : content(height),
  );
  return chain;
}

const chain = aVectorChain();

/** What is posted in each DA block, from 1 on. */
const schedules: Readonly<Record<string, (da: TestDa) => void>> = {
  'one batch after the other': (da) => {
    da.post(batchOf(chain, 1, 4));
    da.endBlock();
    da.post(batchOf(chain, 5, 8));
    da.endBlock();
  },
  'two writers overlap': (da) => {
    da.post(batchOf(chain, 1, 4));
    da.endBlock();
    da.post(batchOf(chain, 3, 6));
    da.post(batchOf(chain, 5, 8));
    da.endBlock();
  },
  'the second batch lands first, and is read again': (da) => {
    da.post(batchOf(chain, 5, 8));
    da.endBlock();
    da.endBlock();
    da.post(batchOf(chain, 1, 4));
    da.endBlock();
  },
  'a copy of the metadata comes first, the data three DA blocks later': (da) => {
    const { metadata, data } = batchOf(chain, 1, 8);
    da.post({ metadata });
    da.endBlock();
    da.endBlock();
    da.endBlock();
    da.post({ data });
    da.endBlock();
  },
  'a malformed blob between good ones': (da) => {
    const good = batchOf(chain, 1, 8);
    da.post({ metadata: good.metadata.subarray(0, 100) });
    da.post({ metadata: utf8('noise'), data: [{ rollupId: alpha, data: good.metadata }] });
    da.post(good);
    da.post({ metadata: good.data[0]?.data ?? utf8('') });
    da.endBlock();
  },
  'a valid batch of another chain': (da) => {
    da.post(batchOf(aVectorChain('yard-0000dead'), 1, 8));
    da.endBlock();
    da.post(batchOf(chain, 1, 3));
    da.endBlock();
  },
  'a stranger after a start, while known signers work, and in an old gap': (da) => {
    da.post(batchOf(chain, 1, 2), stranger);
    da.endBlock();
    for (let i = 0; i < 64; i++) da.endBlock();
    da.post(batchOf(chain, 3, 3));
    da.endBlock();
    da.post(batchOf(chain, 4, 5), stranger);
    da.endBlock();
    for (let i = 0; i < 63; i++) da.endBlock();
    da.post(batchOf(chain, 4, 8), stranger);
    da.endBlock();
  },
  'a set that nobody before has signed for (M1)': (da) => {
    da.post(batchOf(chain, 1, 3));
    da.endBlock();
    da.post({ metadata: forgedPair(), data: [] });
    da.endBlock();
    da.post(batchOf(chain, 4, 8));
    da.endBlock();
  },
  'two thirds signed two headers of one height': (da) => {
    const fork = createTestChain({ validators: genesis });
    fork.nextBlocks(2, content);
    fork.nextBlock({ data: [{ rollupId: alpha, data: [utf8('other')] }] });
    da.post(batchOf(chain, 1, 4));
    da.post(batchOf(fork, 3, 3));
    da.endBlock();
  },
};

/** Header 4 names the attacker's set; header 5 is signed by it alone. */
function forgedPair(): Uint8Array {
  const attacker = [aValidator('w', 1n)];
  const evil = createTestChain({ validators: genesis });
  evil.nextBlocks(3, content);
  evil.nextBlock({ nextValidators: attacker, signers: [] });
  evil.nextBlock({ data: [{ rollupId: alpha, data: [utf8('evil')] }] });
  const [four, five] = evil.blocks.slice(3).map(measureBlock);
  if (four === undefined || five === undefined) throw new Error('no blocks');
  const payload = encodeMetadata([
    { validators: setOf(attacker), heights: [four.height, five.height], commit: five.block.commit },
  ]);
  return encodeEnvelope({ kind: 'metadata', chainId: chain.chainId, payload });
}

function blobJson({ data, signer }: DaBlob) {
  return {
    data: Buffer.from(data).toString('base64'),
    ...(signer === undefined ? {} : { signer: toHex(signer) }),
  };
}

/** The content of specs/vectors/derivation.json. */
export function vectors(): object {
  return {
    source: 'made by packages/derivation/test/vector-cases.ts, our own encoder: for stability',
    spec: 'specs/08-da-batches.md',
    chain_id: chain.chainId,
    anchor: openSealedJson(formatAnchorJson(chain.anchor())) as object,
    known_signers: [toHex(writer)],
    rollup_id: toHex(alpha),
    schedules: Object.entries(schedules).map(([name, fill]) => {
      const da = aDa();
      fill(da);
      const test = readerOn(da, chain);
      test.catchUp();
      return {
        name,
        da_blocks: Array.from({ length: Number(da.head) }, (_, i) => {
          const { metadata, sections } = da.block(BigInt(i + 1) as never);
          const own = sections.filter(({ rollupId }) => toHex(rollupId) === toHex(alpha));
          return { metadata: metadata.map(blobJson), sections: own.map(blobJson) };
        }),
        firm: test.firm.map(({ height, headerHash, daHeight, searchHeight, section }) => ({
          height: `${height}`,
          header_hash: toHex(headerHash),
          da_height: `${daHeight}`,
          search_height: `${searchHeight}`,
          items: section?.items.map(toHex) ?? [],
        })),
        conflicts: test.events.flatMap((event) =>
          event.kind === 'conflict' ? [toHex(event.conflict.headerHash)] : [],
        ),
      };
    }),
  };
}
