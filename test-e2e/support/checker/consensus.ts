import { setTimeout as sleep } from 'node:timers/promises';
import { type HeaderAnswer, headerHash } from './header.ts';
import { get } from './json-rpc.ts';
import { hex, sha256, treeHash } from './merkle.ts';
import { allBytes, bytesField, fields, oneBytes, oneInteger } from './protobuf.ts';

/** What the sequencer set agreed on at a height. */
export type SequencedBlock = {
  readonly height: number;
  /** Worked out from the header's fields, lower-case hex. */
  readonly hash: string;
  /** The hash of the block before it, as the header names it; empty for the first. */
  readonly previousHash: string;
  /** The first item as it stands, and as worked out from the others: 74 bytes in hex. */
  readonly roots: string;
  readonly expectedRoots: string;
  /** The data for each rollup, by rollup id in hex, in block order. */
  readonly data: ReadonlyMap<string, readonly Uint8Array[]>;
  /** Account and nonce of each transaction, in block order. */
  readonly nonces: readonly string[];
  /** The transactions with data for a rollup, as they stand. */
  readonly submissions: readonly Uint8Array[];
};

type BlockAnswer = {
  readonly result: {
    readonly block_id: { readonly hash: string };
    readonly block: {
      readonly header: HeaderAnswer;
      readonly data: { readonly txs: readonly string[] };
    };
  };
};

/** The block at a height: its items checked against the header's data hash, the header against the block's hash. */
export async function sequencedBlock(rpcUrl: string, height: number): Promise<SequencedBlock> {
  const { block, block_id: id } = (await get<BlockAnswer>(`${rpcUrl}/block?height=${height}`)).result;
  const items = block.data.txs.map((item) => Buffer.from(item, 'base64'));
  const dataHash = hex(treeHash(items.map((item) => sha256(item))));
  const hash = headerHash(block.header);
  const isItself =
    dataHash === block.header.data_hash.toLowerCase() &&
    hash === id.hash.toLowerCase() &&
    Number(block.header.height) === height;
  if (!isItself) throw new Error(`block ${height} is not what its header says`);
  const [roots, ...transactions] = items;
  const data = new Map<string, Uint8Array[]>();
  const submissions: Uint8Array[] = [];
  const nonces = transactions.map((transaction) => {
    const signed = fields(transaction);
    const body = fields(oneBytes(signed, 1));
    for (const action of allBytes(body, 5)) {
      for (const submission of allBytes(fields(action), 1)) {
        const rollup = hex(oneBytes(fields(submission), 1));
        data.set(rollup, [...(data.get(rollup) ?? []), oneBytes(fields(submission), 2)]);
      }
    }
    if (allBytes(body, 5).some((action) => allBytes(fields(action), 1).length > 0))
      submissions.push(transaction);
    return `${hex(oneBytes(signed, 2))}/${oneInteger(body, 2)}`;
  });
  return {
    height,
    hash,
    previousHash: block.header.last_block_id.hash.toLowerCase(),
    roots: hex(roots ?? new Uint8Array()),
    expectedRoots: rootsOf(height, data),
    data,
    nonces,
    submissions,
  };
}

/** Collects the hash that consensus tells for each height, until it is stopped: a height has one, whenever it is asked for. */
export function watchSequencer(rpcUrl: string): {
  readonly stop: () => Promise<ReadonlyMap<number, ReadonlySet<string>>>;
} {
  const seen = new Map<number, Set<string>>();
  const stopping = new AbortController();
  type Status = {
    readonly result: {
      readonly sync_info: { readonly latest_block_height: string; readonly latest_block_hash: string };
    };
  };
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const { sync_info: info } = (await get<Status>(`${rpcUrl}/status`)).result;
        const height = Number(info.latest_block_height);
        const hashes = seen.get(height) ?? new Set();
        seen.set(height, hashes.add(info.latest_block_hash.toLowerCase()));
      } catch {
        // An outage is no second hash.
      }
      await sleep(300);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await watching;
      return seen;
    },
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
