import { zstdDecompressSync } from 'node:zlib';
import { askAll, call } from './json-rpc.ts';
import { hex, namespaceOf, sha256 } from './merkle.ts';
import { allBytes, fields, oneBytes, oneInteger } from './protobuf.ts';
import { range } from './rollup.ts';

/** What was found on the DA layer. Several answers for one height are all kept: anyone may post. */
export type DaContents = {
  readonly head: number;
  readonly blobs: number;
  readonly bytes: number;
  /** Blobs in our namespaces that are none of ours. */
  readonly ignored: number;
  /** BlockRoots in hex by sequencer height. */
  readonly roots: ReadonlyMap<number, ReadonlySet<string>>;
  /** SHA-256 of the section's items by `<height>/<rollup id>`. */
  readonly sections: ReadonlyMap<string, ReadonlySet<string>>;
};

const MAX_RAW_BYTES = 2 << 20;
const ENVELOPE_BYTES = 19;

/** Reads every DA block up to the head. */
export async function readDaLayer(of: {
  readonly url: string;
  readonly chainId: string;
  readonly rollupIds: readonly string[];
}): Promise<DaContents> {
  type Head = { readonly header: { readonly height: string } };
  const head = Number((await call<Head>(of.url, 'header.NetworkHead', [])).header.height);
  const namespaces = ['', ...of.rollupIds].map((id) => ({ id, bytes: namespaceOf(of.chainId, id) }));
  const asked = namespaces.map(({ bytes }) => Buffer.from(bytes).toString('base64'));
  const idOf = new Map(namespaces.map(({ id }, index) => [asked[index], id]));
  const roots = new Map<number, Set<string>>();
  const sections = new Map<string, Set<string>>();
  const seen = { blobs: 0, bytes: 0, ignored: 0 };
  type Blob = { readonly namespace: string; readonly data: string };
  // Nothing found is null.
  const found = await askAll(range(1, head), async (height) => {
    const blobs = await call<readonly Blob[] | null>(of.url, 'blob.GetAll', [height, asked]);
    return (blobs ?? []).map(({ namespace, data }) => ({ namespace, bytes: Buffer.from(data, 'base64') }));
  });
  for (const blobs of found) {
    for (const { namespace, bytes } of blobs) {
      seen.blobs += 1;
      seen.bytes += bytes.length;
      try {
        readBlob(bytes, { chainId: of.chainId, rollupId: idOf.get(namespace) ?? '', roots, sections });
      } catch {
        seen.ignored += 1;
      }
    }
  }
  return { head, ...seen, roots, sections };
}

/** What a section's items are compared by. */
export function sectionDigest(items: readonly Uint8Array[]): string {
  return hex(sha256(...items.map((item) => sha256(item))));
}

function readBlob(
  blob: Uint8Array,
  into: {
    readonly chainId: string;
    /** Empty for the chain's own namespace. */
    readonly rollupId: string;
    readonly roots: Map<number, Set<string>>;
    readonly sections: Map<string, Set<string>>;
  },
): void {
  const { kind, payload } = openEnvelope(blob, into.chainId);
  if ((kind === 'metadata') !== (into.rollupId === '')) throw new Error('blob is in another namespace');
  if (kind === 'metadata') {
    for (const segment of allBytes(fields(payload), 1)) {
      for (const height of allBytes(fields(segment), 2).map(fields)) {
        const number = Number(oneInteger(fields(oneBytes(height, 1)), 3));
        add(into.roots, number, hex(oneBytes(height, 2)));
      }
    }
    return;
  }
  for (const section of allBytes(fields(payload), 1).map(fields)) {
    const key = `${oneInteger(section, 1)}/${into.rollupId}`;
    add(into.sections, key, sectionDigest(allBytes(section, 2)));
  }
}

/** "SWYD", version 1, kind, codec, raw length, 8 bytes of SHA-256(chain id), then the payload. */
function openEnvelope(
  blob: Uint8Array,
  chainId: string,
): { readonly kind: 'metadata' | 'data'; readonly payload: Uint8Array } {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < ENVELOPE_BYTES || bytes.toString('latin1', 0, 4) !== 'SWYD' || bytes[4] !== 1) {
    throw new Error('not an envelope');
  }
  if (!bytes.subarray(11, ENVELOPE_BYTES).equals(sha256(chainId).subarray(0, 8))) {
    throw new Error('envelope of another chain');
  }
  const rawBytes = bytes.readUInt32BE(7);
  if (rawBytes > MAX_RAW_BYTES) throw new Error('payload is too long');
  const body = bytes.subarray(ENVELOPE_BYTES);
  const payload =
    bytes[6] === 0 ? body : zstdDecompressSync(body, { maxOutputLength: Math.max(1, rawBytes) });
  if (payload.length !== rawBytes) throw new Error('payload has another length');
  return { kind: bytes[5] === 0 ? 'metadata' : 'data', payload };
}

function add<K>(to: Map<K, Set<string>>, key: K, value: string): void {
  const found = to.get(key);
  if (found === undefined) to.set(key, new Set([value]));
  else found.add(value);
}
