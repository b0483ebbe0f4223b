import { MalformedError } from '@switchyard/primitives';
import type { DataAvailabilityHeader } from './dah.ts';
import type { NamespaceRow, NmtProof } from './proof.ts';

/** A proof as celestia-node writes it: `start` is left out when 0, `leaf_hash` unless it is of absence. */
export type NmtProofJson = {
  readonly start?: number;
  readonly end: number;
  readonly nodes: readonly string[];
  readonly leaf_hash?: string;
  readonly is_max_namespace_ignored: boolean;
};

/** A row of share.GetNamespaceData. */
export type NamespaceRowJson = { readonly shares: readonly string[] | null; readonly proof: NmtProofJson };

/** The `dah` of an extended header. */
export type DahJson = { readonly row_roots: readonly string[]; readonly column_roots: readonly string[] };

/** The proof in celestia-node's fields and order. */
export function formatProof({ start, end, nodes, leafHash }: NmtProof): NmtProofJson {
  return {
    ...(start === 0 ? {} : { start }),
    end,
    nodes: nodes.map(toBase64),
    ...(leafHash === undefined ? {} : { leaf_hash: toBase64(leafHash) }),
    is_max_namespace_ignored: true,
  };
}

/** The proof in celestia-node's JSON. @throws MalformedError when it is none. */
export function parseProof(json: unknown): NmtProof {
  const { start = 0, end, nodes, leaf_hash } = fieldsOf(json);
  if (typeof start !== 'number' || typeof end !== 'number') throw new MalformedError('a proof has a range');
  const proof = { start, end, nodes: bytesOf(nodes ?? []) };
  return leaf_hash === undefined || leaf_hash === '' ? proof : { ...proof, leafHash: fromBase64(leaf_hash) };
}

/** The rows of share.GetNamespaceData. @throws MalformedError when they are none. */
export function parseNamespaceRows(json: unknown): readonly NamespaceRow[] {
  return listOf(json ?? []).map((row) => {
    const { shares, proof } = fieldsOf(row);
    return { shares: bytesOf(shares ?? []), proof: parseProof(proof) };
  });
}

/** A row of share.GetNamespaceData in celestia-node's JSON. */
export function formatNamespaceRow({ shares, proof }: NamespaceRow): NamespaceRowJson {
  return { shares: shares.length === 0 ? null : shares.map(toBase64), proof: formatProof(proof) };
}

/** The roots in the JSON of an extended header. @throws MalformedError when they are none. */
export function parseDah(json: unknown): DataAvailabilityHeader {
  const { row_roots, column_roots } = fieldsOf(json);
  return { rowRoots: bytesOf(row_roots), columnRoots: bytesOf(column_roots) };
}

/** The roots as an extended header has them. */
export function formatDah({ rowRoots, columnRoots }: DataAvailabilityHeader): DahJson {
  return { row_roots: rowRoots.map(toBase64), column_roots: columnRoots.map(toBase64) };
}

function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new MalformedError('not an object');
  return json as Readonly<Record<string, unknown>>;
}

function listOf(json: unknown): readonly unknown[] {
  if (!Array.isArray(json)) throw new MalformedError('not a list');
  return json;
}

function bytesOf(json: unknown): readonly Uint8Array[] {
  return listOf(json).map(fromBase64);
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Not strict: what it decodes to is hashed and compared. */
function fromBase64(text: unknown): Uint8Array {
  if (typeof text !== 'string') throw new MalformedError('not base64');
  return new Uint8Array(Buffer.from(text, 'base64'));
}
