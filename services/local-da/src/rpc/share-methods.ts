import { setImmediate } from 'node:timers/promises';
import {
  coversNamespace,
  formatNamespaceRow,
  formatProof,
  parityShareOf,
  proveNamespace,
  proveRange,
  rowTree,
  SHARE_SIZE,
  type Square,
  shareNamespace,
} from '@switchyard/celestia';
import { leafHash, merklePaths } from '@switchyard/merkle';
import { toHex } from '@switchyard/primitives';
import { base64 } from '../adapters/block-json.ts';
import type { FinalBlock } from '../adapters/chain-store.ts';
import { squareBytes } from './blob-methods.ts';
import { anyNamespace, height, int } from './decode.ts';
import { MethodError } from './errors.ts';
import { type Methods, method, type Scope } from './method.ts';
import { assertWholeSquare, blobsIn, blockAt, type NodeDeps } from './node.ts';

const rowsPerTurn = 8;

/** `share.*`, without sampling. */
export function shareMethods(node: NodeDeps): Methods {
  const { store } = node;
  const withSquare = async (
    at: bigint,
    { signal, hold }: Scope,
    answer: (square: Square, block: FinalBlock) => string,
  ): Promise<string> => {
    const block = await blockAt(node, at, signal);
    assertWholeSquare(node, block);
    await hold(squareBytes(block));
    return answer(await store.square(at), block);
  };
  return {
    'share.GetNamespaceData': method(
      'read',
      [height, anyNamespace],
      async ([at, space], { signal, hold }) => {
        const block = await blockAt(node, at, signal);
        blobsIn(node, block, space);
        const rows = block.dah.rowRoots.flatMap((root, row) => (coversNamespace(root, space) ? [row] : []));
        if (rows.length === 0) return '[]';
        await hold(squareBytes(block));
        const square = await store.square(at);
        const texts: string[] = [];
        for (const row of rows) {
          if (texts.length % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
          const proof = row < square.width ? proveNamespace(rowTree(square, row), space) : undefined;
          if (proof === undefined) continue;
          const shares =
            proof.leafHash === undefined ? rowShares(square, row).slice(proof.start, proof.end) : [];
          texts.push(JSON.stringify(formatNamespaceRow({ shares, proof })));
        }
        return `[${texts.join(',')}]`;
      },
    ),
    'share.GetShare': method('read', [height, int, int], ([at, row, column], scope) =>
      withSquare(at, scope, (square) => JSON.stringify(base64(shareAt(square, row, column)))),
    ),
    'share.GetRow': method('read', [height, int], ([at, row], scope) =>
      withSquare(at, scope, (square) => {
        const columns = Array.from({ length: square.width }, (_, column) => column);
        const shares = columns.map((column) => base64(shareAt(square, row, column)));
        return JSON.stringify({ shares, side: 'LEFT' });
      }),
    ),
    'share.GetRange': method('read', [height, int, int], ([at, start, end], scope) =>
      withSquare(at, scope, (square, block) => range(square, block, start, end)),
    ),
    'share.SharesAvailable': method('read', [height], async ([at], { signal }) => {
      assertWholeSquare(node, await blockAt(node, at, signal));
      return 'null';
    }),
  };
}

/** Shares by number in the original square, with their proofs up to the data hash. */
function range(square: Square, { dah }: FinalBlock, start: number, end: number): string {
  const { width } = square;
  if (start < 0 || end <= start || end > width * width) {
    throw new MethodError(`share: invalid range: start ${start}, end ${end}`);
  }
  const first = Math.floor(start / width);
  const last = Math.floor((end - 1) / width);
  const rows = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const shares = rows
    .flatMap((row) => rowShares(square, row))
    .slice(start - first * width, end - first * width);
  const [space] = shares.map(shareNamespace);
  if (space === undefined || shares.some((share) => Buffer.compare(shareNamespace(share), space) !== 0)) {
    throw new MethodError('share: range is not of one namespace');
  }
  const data = shares.map(base64);
  const roots = [...dah.rowRoots, ...dah.columnRoots];
  const paths = merklePaths(roots);
  return JSON.stringify({
    Shares: data,
    Proof: {
      data,
      share_proofs: rows.map((row) => {
        const from = Math.max(0, start - row * width);
        const to = Math.min(width, end - row * width);
        const { is_max_namespace_ignored: _, ...proof } = formatProof(
          proveRange(rowTree(square, row), from, to),
        );
        return proof;
      }),
      namespace_id: base64(space.subarray(1)),
      row_proof: {
        row_roots: rows.map((row) => toHex(dah.rowRoots[row] ?? new Uint8Array()).toUpperCase()),
        proofs: rows.map((row) => ({
          total: String(roots.length),
          index: String(row),
          leaf_hash: base64(leafHash(roots[row] ?? new Uint8Array())),
          aunts: (paths[row] ?? []).map(base64),
        })),
        start_row: first,
        end_row: last,
      },
      namespace_version: space[0],
    },
  });
}

function rowShares({ width, shares }: Square, row: number): readonly Uint8Array[] {
  return Array.from({ length: width }, (_, column) => {
    const at = (row * width + column) * SHARE_SIZE;
    return shares.subarray(at, at + SHARE_SIZE);
  });
}

/** A share of the extended square. */
function shareAt(square: Square, row: number, column: number): Uint8Array {
  const { width, shares } = square;
  if (row < 0 || column < 0 || row >= 2 * width || column >= 2 * width) {
    throw new MethodError(`share: index out of bounds: row ${row}, column ${column}, width ${2 * width}`);
  }
  if (row >= width || column >= width) return parityShareOf(square);
  const at = (row * width + column) * SHARE_SIZE;
  return shares.subarray(at, at + SHARE_SIZE);
}
