import {
  formatProof,
  type NmtProof,
  proveNamespace,
  proveRange,
  rowTree,
  shareCount,
  subtreeRoots,
} from '@switchyard/celestia';
import { formatHeaderJson } from '@switchyard/light';
import { leafHash, merklePaths } from '@switchyard/merkle';
import type { Namespace } from '@switchyard/primitives';
import { base64, blobOf, formatBlob } from '../adapters/block-json.ts';
import type { BlobEntry, FinalBlock } from '../adapters/chain-store.ts';
import { admit, broadcastRefused } from '../domain/submission.ts';
import { EvictedError } from '../mempool.ts';
import { anyNamespace, blobs, commitment, height, namespaces, proofs, txConfig } from './decode.ts';
import { CallError, MethodError, PANIC } from './errors.ts';
import { type Methods, method, type Scope, subscription } from './method.ts';
import { blobsIn, blockAt, type NodeDeps, newHeights } from './node.ts';
import { payerOf } from './state-methods.ts';

/** `blob.*` */
export function blobMethods(node: NodeDeps): Methods {
  const { store } = node;
  const find = async (at: bigint, space: Namespace, wanted: Uint8Array, signal: AbortSignal) => {
    const block = await blockAt(node, at, signal);
    const entry = blobsIn(node, block, space).find((blob) => Buffer.compare(blob.commitment, wanted) === 0);
    return { block, entry };
  };
  const found = async (at: bigint, space: Namespace, wanted: Uint8Array, signal: AbortSignal) => {
    const { block, entry } = await find(at, space, wanted, signal);
    if (entry === undefined) throw new MethodError('blob: not found');
    return { block, entry };
  };
  const all = async (block: FinalBlock, spaces: readonly Namespace[], { hold }: Scope): Promise<string> => {
    const entries = spaces.flatMap((space) => blobsIn(node, block, space));
    if (entries.length === 0) return 'null';
    await hold(bytesOf(entries));
    const texts: string[] = [];
    for (const entry of entries) {
      const data = await store.data(block.header.height, entry);
      texts.push(JSON.stringify(formatBlob(entry, data, block.dah)));
    }
    return `[${texts.join(',')}]`;
  };
  const proofOf = async (
    block: FinalBlock,
    entry: BlobEntry,
    { hold }: Scope,
  ): Promise<readonly NmtProof[]> => {
    await hold(squareBytes(block));
    const square = await store.square(block.header.height);
    return rowsOf(entry, square.width).flatMap(({ row }) => {
      const proof = proveNamespace(rowTree(square, row), entry.namespace);
      return proof === undefined ? [] : [proof];
    });
  };

  return {
    'blob.Submit': method('write', [blobs, txConfig], ([given, config]) => submit(node, given, config)),
    'blob.Get': method(
      'read',
      [height, anyNamespace, commitment],
      async ([at, space, wanted], { signal, hold }) => {
        const { block, entry } = await found(at, space, wanted, signal);
        await hold(entry.length);
        return JSON.stringify(formatBlob(entry, await store.data(at, entry), block.dah));
      },
    ),
    'blob.GetAll': method('read', [height, namespaces], async ([at, spaces], scope) =>
      all(await blockAt(node, at, scope.signal), spaces, scope),
    ),
    'blob.GetProof': method(
      'read',
      [height, anyNamespace, commitment],
      async ([at, space, wanted], scope) => {
        const { block, entry } = await found(at, space, wanted, scope.signal);
        return JSON.stringify((await proofOf(block, entry, scope)).map(formatProof));
      },
    ),
    'blob.Included': method(
      'read',
      [height, anyNamespace, proofs, commitment],
      async ([at, space, given, wanted], scope) => {
        const { block, entry } = await find(at, space, wanted, scope.signal);
        if (entry === undefined) return 'false';
        const proven = (await proofOf(block, entry, scope)).map(formatProof);
        if (JSON.stringify(proven) !== JSON.stringify(given.map(formatProof))) {
          throw new MethodError('blob: invalid proof');
        }
        return 'true';
      },
    ),
    'blob.GetCommitmentProof': method(
      'read',
      [height, anyNamespace, commitment],
      async ([at, space, wanted], { signal, hold }) => {
        const { block, entry } = await found(at, space, wanted, signal);
        await hold(squareBytes(block));
        return commitmentProof(node, block, entry);
      },
    ),
    'blob.Subscribe': subscription('read', [anyNamespace], async function* ([space], scope) {
      for await (const next of newHeights(node, scope.signal)) {
        const block = await store.final(next);
        const { header } = block;
        const version = { block: Number(header.version.block), app: Number(header.version.app) };
        const raw = JSON.stringify({ ...formatHeaderJson(header), version, height: Number(next) });
        yield `{"Blobs":${await all(block, [space], scope)},"Height":${next},"Header":${raw}}`;
      }
    }),
  };
}

async function submit(
  node: NodeDeps,
  given: Parameters<typeof admit>[0],
  config: ReturnType<typeof txConfig.decode>,
): Promise<string> {
  const { chain, mempool, knobs, metrics } = node;
  if (config === undefined) {
    const panic = 'runtime error: invalid memory address or nil pointer dereference';
    const what = `fatal error calling 'blob.Submit': panic in rpc method 'blob.Submit': ${panic}`;
    throw new CallError(what, { code: PANIC });
  }
  const payer = payerOf(node, config);
  const account = mempool.accountAfter(payer, chain.accounts.get(payer));
  let admission = admit(given, config, { address: payer, account });
  if (admission.kind === 'admitted' && !mempool.hasRoom(admission.transaction.bytes)) {
    admission = broadcastRefused(admission.transaction.id, { log: 'mempool is full', code: 20 });
  }
  if (admission.kind === 'refused') {
    metrics.transactions.inc({ outcome: 'refused' });
    throw new MethodError(admission.message);
  }
  try {
    const landed = await mempool.add(admission.transaction, chain.height.value, knobs.value);
    metrics.transactions.inc({ outcome: 'landed' });
    return String(landed);
  } catch (error) {
    if (!(error instanceof EvictedError)) throw error;
    metrics.transactions.inc({ outcome: 'evicted' });
    throw new MethodError(error.message, { cause: error });
  }
}

/** A blob's subtree roots, and the way from its shares to the data hash. */
async function commitmentProof({ store }: NodeDeps, block: FinalBlock, entry: BlobEntry): Promise<string> {
  const { rowRoots, columnRoots } = block.dah;
  const square = await store.square(block.header.height);
  const data = await store.data(block.header.height, entry);
  const rows = rowsOf(entry, square.width);
  const roots = [...rowRoots, ...columnRoots];
  const paths = merklePaths(roots);
  const first = rows[0]?.row ?? 0;
  return JSON.stringify({
    subtree_roots: subtreeRoots(blobOf(entry, data)).map(base64),
    subtree_root_proofs: rows.map(({ row, start, end }) =>
      formatProof(proveRange(rowTree(square, row), start, end)),
    ),
    namespace_id: base64(entry.namespace.subarray(1)),
    row_proof: {
      row_roots: rows.map(({ row }) => base64(rowRoots[row] ?? new Uint8Array())),
      proofs: rows.map(({ row }) => ({
        total: String(roots.length),
        ...(row === 0 ? {} : { index: String(row) }),
        leaf_hash: base64(leafHash(roots[row] ?? new Uint8Array())),
        aunts: (paths[row] ?? []).map(base64),
      })),
      ...(first === 0 ? {} : { start_row: first }),
      ...(rows.length + first === 1 ? {} : { end_row: first + rows.length - 1 }),
    },
    namespace_version: entry.namespace[0],
  });
}

type RowPart = { readonly row: number; readonly start: number; readonly end: number };

/** The rows of the square over which a blob goes, and its shares in each. */
function rowsOf({ start, length, shareVersion }: BlobEntry, width: number): readonly RowPart[] {
  const end = start + shareCount(length, shareVersion);
  const rows: RowPart[] = [];
  for (let row = Math.floor(start / width); row * width < end; row++) {
    rows.push({
      row,
      start: Math.max(0, start - row * width),
      end: Math.min(width, end - row * width),
    });
  }
  return rows;
}

function bytesOf(entries: readonly BlobEntry[]): number {
  return entries.reduce((sum, { length }) => sum + length, 0);
}

/** Bytes of a block's original square. */
export function squareBytes({ dah }: FinalBlock): number {
  return (dah.rowRoots.length / 2) ** 2 * 512;
}
