import { get } from './json-rpc.ts';
import { hex, sha256, treeHash } from './merkle.ts';
import { allBytes, bytesField, fields, oneBytes, oneInteger } from './protobuf.ts';

/** What the sequencer set agreed on at a height. */
export type SequencedBlock = {
  readonly height: number;
  /** The first item as it stands, and as worked out from the others: 74 bytes in hex. */
  readonly roots: string;
  readonly expectedRoots: string;
  /** The data for each rollup, by rollup id in hex, in block order. */
  readonly data: ReadonlyMap<string, readonly Uint8Array[]>;
  /** Account and nonce of each transaction, in block order. */
  readonly nonces: readonly string[];
};

type BlockAnswer = {
  readonly result: {
    readonly block: {
      readonly header: { readonly height: string; readonly data_hash: string };
      readonly data: { readonly txs: readonly string[] };
    };
  };
};

/** The block at a height, its items checked against the header's data hash. */
export async function sequencedBlock(rpcUrl: string, height: number): Promise<SequencedBlock> {
  const { block } = (await get<BlockAnswer>(`${rpcUrl}/block?height=${height}`)).result;
  const items = block.data.txs.map((item) => Buffer.from(item, 'base64'));
  const dataHash = hex(treeHash(items.map((item) => sha256(item))));
  if (dataHash !== block.header.data_hash.toLowerCase() || Number(block.header.height) !== height) {
    throw new Error(`block ${height} is not what its header says`);
  }
  const [roots, ...transactions] = items;
  const data = new Map<string, Uint8Array[]>();
  const nonces = transactions.map((transaction) => {
    const signed = fields(transaction);
    const body = fields(oneBytes(signed, 1));
    for (const action of allBytes(body, 5)) {
      for (const submission of allBytes(fields(action), 1)) {
        const rollup = hex(oneBytes(fields(submission), 1));
        data.set(rollup, [...(data.get(rollup) ?? []), oneBytes(fields(submission), 2)]);
      }
    }
    return `${hex(oneBytes(signed, 2))}/${oneInteger(body, 2)}`;
  });
  return {
    height,
    roots: hex(roots ?? new Uint8Array()),
    expectedRoots: rootsOf(height, data),
    data,
    nonces,
  };
}

/** The item of a section, as it is hashed and posted: RollupData with sequenced data. */
export function sectionItem(data: Uint8Array): Uint8Array {
  return bytesField(1, data);
}

function rootsOf(height: number, data: ReadonlyMap<string, readonly Uint8Array[]>): string {
  const ids = [...data.keys()].sort();
  const sections = ids.map((id) =>
    Buffer.concat([Buffer.from(id, 'hex'), treeHash((data.get(id) ?? []).map(sectionItem))]),
  );
  const header = Buffer.alloc(10);
  header[1] = 1;
  header.writeBigUInt64BE(BigInt(height), 2);
  return hex(Buffer.concat([header, treeHash(sections), treeHash(ids.map((id) => Buffer.from(id, 'hex')))]));
}
