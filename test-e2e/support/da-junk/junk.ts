import { randomBytes } from 'node:crypto';
import type { DaBlob } from '../da-node.ts';
import { bombs, envelope, retagged } from './envelopes.ts';
import { batchesOfAnotherChain, firstHeightOf, metadataAhead, sectionsAhead } from './forgeries.ts';

/** What a stranger knows of a chain when the junk is made. */
export type Observed = {
  readonly chainId: string;
  readonly rollup: string;
  /** The chain's own namespace and the rollup's, in base64. */
  readonly namespaces: { readonly chain: string; readonly rollup: string };
  /** Blobs of theirs that landed, oldest first. */
  readonly metadata: readonly Uint8Array[];
  readonly data: readonly Uint8Array[];
};

/** A kind of junk, and so many blobs of it. */
export type Junk = { readonly kind: string; readonly blobs: readonly DaBlob[] };

/** More than a thousand blobs that are none of the chain's, in its namespaces. The order is for the caller to mix. */
export function junkFor(seen: Observed): readonly Junk[] {
  const { chainId, rollup, metadata, data } = seen;
  const ours = [...metadata, ...data];
  const both = (kind: string, made: readonly Uint8Array[]): Junk => ({
    kind,
    blobs: made.flatMap((bytes) => [inChain(seen, bytes), inRollup(seen, bytes)]),
  });
  const times = <T>(count: number, make: (i: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, i) => make(i));
  const pick = (from: readonly Uint8Array[], i: number): Uint8Array =>
    from[i % from.length] ?? new Uint8Array(1);
  const newest = firstHeightOf(chainId, data.at(-1) ?? new Uint8Array());
  const latest = metadata.at(-1) ?? new Uint8Array(1);
  const theirs = batchesOfAnotherChain('yard-deadbeef', rollup);
  const twins = batchesOfAnotherChain(chainId, rollup);
  const forged = (
    count: number,
    of: (i: number) => Omit<Parameters<typeof metadataAhead>[0], 'chainId' | 'real'>,
  ) => times(count, (i) => inChain(seen, metadataAhead({ chainId, real: latest, ...of(i) })));
  const commits = ['copied', 'own set', 'claimed set'] as const;
  return [
    both(
      'random bytes',
      times(100, (i) => randomBytes(1 + i * 97)),
    ),
    both(
      'an envelope around random bytes',
      times(75, (i) => envelope({ chainId, kind: i % 2, body: randomBytes(1 + i * 211) })),
    ),
    both(
      'an envelope that is no envelope',
      times(24, (i) =>
        envelope({
          chainId,
          kind: [0, 1, 2, 255][i % 4] ?? 0,
          codec: [0, 1, 2, 255][(i >> 2) % 4] ?? 0,
          version: i < 16 ? 1 : i,
          rawBytes: i * 64_000_000,
          body: randomBytes(40),
        }),
      ),
    ),
    both('bombs', bombs(chainId)),
    {
      kind: 'copies, other order',
      blobs: times(60, (i) =>
        i % 2 === 0
          ? inChain(seen, pick(metadata.toReversed(), i >> 1))
          : inRollup(seen, pick(data.toReversed(), i >> 1)),
      ),
    },
    both(
      'copies cut short',
      times(30, (i) => pick(ours, i).subarray(0, 1 + ((i * 7_919) % pick(ours, i).length))),
    ),
    both(
      'copies with a flipped bit',
      times(60, (i) => flipped(pick(ours, i), i)),
    ),
    { kind: 'metadata without data', blobs: times(40, (i) => inChain(seen, pick(metadata, i))) },
    { kind: 'data without metadata', blobs: times(40, (i) => inRollup(seen, pick(data, i))) },
    {
      kind: 'sections that nobody sequenced',
      blobs: times(40, (i) =>
        inRollup(seen, sectionsAhead(chainId, newest + BigInt(i), 20 * (1 + (i % 10)))),
      ),
    },
    {
      kind: 'in the wrong namespace',
      blobs: times(40, (i) =>
        i % 2 === 0 ? inRollup(seen, pick(metadata, i)) : inChain(seen, pick(data, i)),
      ),
    },
    {
      kind: 'promises of the future',
      blobs: forged(64, (i) => ({
        ahead: BigInt(2 + i * i),
        heights: 1 + (i % 40),
        commit: commits[i % 3] ?? 'copied',
      })),
    },
    {
      kind: 'the next heights, forged',
      blobs: forged(36, (i) => ({
        ahead: BigInt(1 + (i % 30)),
        heights: 1 + (i % 5),
        commit: commits[i % 3] ?? 'copied',
      })),
    },
    {
      kind: 'the future in a thousand segments',
      blobs: forged(16, (i) => ({ ahead: BigInt(20 + i), heights: 1_200, isSplit: true, commit: 'copied' })),
    },
    {
      kind: 'too far to remember',
      blobs: forged(6, (i) => ({ ahead: 2n ** BigInt(10 * i + 2), heights: 1 + i, commit: 'own set' })),
    },
    both('a batch of another chain', theirs),
    both(
      'a batch of another chain under our tag',
      theirs.map((blob) => retagged(blob, chainId)),
    ),
    both('a batch of another chain of the same name', twins),
    both(
      'one byte',
      times(20, (i) => Uint8Array.of(i)),
    ),
  ];
}

/** Few and as large as the DA layer takes them; each is a submission of its own. */
export function largestJunk(seen: Observed): readonly DaBlob[] {
  const size = 7_900_000;
  return [
    inChain(seen, randomBytes(size)),
    inRollup(seen, randomBytes(size)),
    inChain(seen, envelope({ chainId: seen.chainId, codec: 1, rawBytes: 2 << 20, body: randomBytes(size) })),
    inRollup(seen, envelope({ chainId: seen.chainId, kind: 1, body: randomBytes(2 << 20) })),
  ];
}

/** The same blob in the name of an account. */
export function signedBy(blob: DaBlob, signer: Uint8Array): DaBlob {
  return { ...blob, share_version: 1, signer: Buffer.from(signer).toString('base64') };
}

function inChain({ namespaces }: Observed, bytes: Uint8Array): DaBlob {
  return { namespace: namespaces.chain, data: Buffer.from(bytes).toString('base64'), share_version: 0 };
}

function inRollup({ namespaces }: Observed, bytes: Uint8Array): DaBlob {
  return { namespace: namespaces.rollup, data: Buffer.from(bytes).toString('base64'), share_version: 0 };
}

/** Every place from the envelope's first byte on gets its turn. */
function flipped(blob: Uint8Array, i: number): Uint8Array {
  const copy = Uint8Array.from(blob);
  const at = i < 19 ? i : (i * 104_729) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (i % 8));
  return copy;
}
