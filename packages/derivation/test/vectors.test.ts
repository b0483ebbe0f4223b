import { readFileSync, writeFileSync } from 'node:fs';
import { type CometbftJson, parseAnchorJson } from '@switchyard/light';
import { daHeight, fromHex, rollupId, toHex } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { createReader } from '../src/reader.ts';
import { vectors } from './vector-cases.ts';

type Blob = { readonly data: string; readonly signer?: string };
type Vectors = {
  readonly chain_id: string;
  readonly anchor: CometbftJson;
  readonly known_signers: readonly string[];
  readonly rollup_id: string;
  readonly schedules: readonly {
    readonly name: string;
    readonly da_blocks: readonly { readonly metadata: readonly Blob[]; readonly sections: readonly Blob[] }[];
    readonly firm: readonly object[];
    readonly conflicts: readonly string[];
  }[];
};

const file = new URL('../../../specs/vectors/derivation.json', import.meta.url);
if (process.env['UPDATE_VECTORS'] === '1') writeFileSync(file, `${JSON.stringify(vectors(), null, 1)}\n`);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

const blobOf = ({ data, signer }: Blob) => ({
  data: new Uint8Array(Buffer.from(data, 'base64')),
  ...(signer === undefined ? {} : { signer: fromHex(signer) }),
});

describe('recorded schedules', () => {
  it.each(recorded.schedules)('give the recorded blocks: $name', (schedule) => {
    const followed = rollupId(fromHex(recorded.rollup_id));
    const reader = createReader({
      chainId: recorded.chain_id,
      anchor: parseAnchorJson(JSON.stringify(recorded.anchor)).sequencer,
      follow: { kind: 'rollup', rollupId: followed },
      knownSigners: recorded.known_signers.map(fromHex),
      daHeight: daHeight(1),
    });
    const firm: object[] = [];
    const conflicts: string[] = [];
    while (reader.nextDaHeight <= schedule.da_blocks.length) {
      const at = reader.nextDaHeight;
      const block = schedule.da_blocks[Number(at) - 1];
      const sections = (block?.sections ?? []).map((blob) => ({ ...blobOf(blob), rollupId: followed }));
      const metadata = (block?.metadata ?? []).map(blobOf);
      for (const event of reader.read({ daHeight: at, metadata, sections })) {
        if (event.kind === 'conflict') conflicts.push(toHex(event.conflict.headerHash));
        if (event.kind !== 'firm') continue;
        const { height, headerHash, daHeight: foundAt, searchHeight, section } = event.block;
        firm.push({
          height: `${height}`,
          header_hash: toHex(headerHash),
          da_height: `${foundAt}`,
          search_height: `${searchHeight}`,
          items: section?.items.map(toHex) ?? [],
        });
      }
    }
    expect(firm).toEqual(schedule.firm);
    expect(conflicts).toEqual(schedule.conflicts);
  });

  it('are those that the encoder still makes, but for compression', () => {
    const made = vectors() as Vectors;
    expect(made.schedules.map(({ name, firm, conflicts }) => ({ name, firm, conflicts }))).toEqual(
      recorded.schedules.map(({ name, firm, conflicts }) => ({ name, firm, conflicts })),
    );
  });
});
