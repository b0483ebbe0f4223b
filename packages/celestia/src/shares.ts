import { equalBytes, MalformedError, type Namespace, namespace } from '@switchyard/primitives';
import { NAMESPACE_SIZE } from './namespaces.ts';

/** Bytes of a share; go-square share/consts.go. */
export const SHARE_SIZE = 512;

/** Bytes of the account that pays, in the first share of version 1. */
export const SIGNER_SIZE = 20;

const INFO_SIZE = 1;
const SEQUENCE_LENGTH_SIZE = 4;
const CONTINUATION_OFFSET: number = NAMESPACE_SIZE + INFO_SIZE;
const START_OFFSET: number = CONTINUATION_OFFSET + SEQUENCE_LENGTH_SIZE;
const CONTINUATION_CONTENT: number = SHARE_SIZE - CONTINUATION_OFFSET;

/** How a blob lies in its shares: 1 names the account that paid. */
export type ShareVersion = 0 | 1;

/** What a user submits: bytes under a namespace. */
export type Blob = {
  readonly namespace: Namespace;
  readonly data: Uint8Array;
  readonly shareVersion: ShareVersion;
  /** 20 bytes; of share version 1 only. */
  readonly signer?: Uint8Array;
};

/** How many shares a blob of a length fills. */
export function shareCount(length: number, version: ShareVersion): number {
  const first = SHARE_SIZE - startOffset(version);
  return length <= first ? 1 : 1 + Math.ceil((length - first) / CONTINUATION_CONTENT);
}

/** The shares of a blob, adjacent in one array. @throws MalformedError when its signer does not fit its version. */
export function blobToShareBytes(blob: Blob): Uint8Array {
  const shares = new Uint8Array(shareCount(blob.data.length, blob.shareVersion) * SHARE_SIZE);
  writeBlob(blob, shares, 0);
  return shares;
}

/** The shares of a blob. @throws MalformedError when its signer does not fit its version. */
export function blobToShares(blob: Blob): readonly Uint8Array[] {
  return splitShares(blobToShareBytes(blob));
}

/** Writes a blob's shares from an offset of a zeroed array; returns the offset behind them. */
export function writeBlob(blob: Blob, target: Uint8Array, at: number): number {
  assertSigner(blob);
  const { data, shareVersion, signer } = blob;
  let read = 0;
  let write = at;
  do {
    const isStart = write === at;
    target.set(blob.namespace, write);
    target[write + NAMESPACE_SIZE] = (shareVersion << 1) | (isStart ? 1 : 0);
    if (isStart) writeLength(target, write + CONTINUATION_OFFSET, data.length);
    if (isStart && signer !== undefined) target.set(signer, write + START_OFFSET);
    const offset = isStart ? startOffset(shareVersion) : CONTINUATION_OFFSET;
    const end = Math.min(data.length, read + SHARE_SIZE - offset);
    target.set(data.subarray(read, end), write + offset);
    read = end;
    write += SHARE_SIZE;
  } while (read < data.length);
  return write;
}

/** Fills an array of shares with padding: the start of a sequence of no bytes, per share. */
export function writePadding(space: Namespace, target: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at += SHARE_SIZE) {
    target.set(space, at);
    target[at + NAMESPACE_SIZE] = 1;
  }
}

/** One padding share. */
export function paddingShare(space: Namespace): Uint8Array {
  const share = new Uint8Array(SHARE_SIZE);
  writePadding(space, share, 0, SHARE_SIZE);
  return share;
}

/** Views of adjacent shares. @throws MalformedError unless the length is a multiple of a share's. */
export function splitShares(bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes.length % SHARE_SIZE !== 0)
    throw new MalformedError('a share has 512 bytes', { length: bytes.length });
  return Array.from({ length: bytes.length / SHARE_SIZE }, (_, i) =>
    bytes.subarray(i * SHARE_SIZE, (i + 1) * SHARE_SIZE),
  );
}

/** The namespace of a share. */
export function shareNamespace(share: Uint8Array): Namespace {
  return namespace(share.subarray(0, NAMESPACE_SIZE));
}

/**
 * The blobs in all shares of a namespace, in order. Padding is left out, and so is what has a share version that is
 * not ours to read. @throws MalformedError when the shares are not whole sequences of that namespace.
 */
export function sharesToBlobs(shares: readonly Uint8Array[], space: Namespace): readonly Blob[] {
  return readBlobs(shares, space, (problem) => {
    throw new MalformedError(problem, { shares: shares.length });
  });
}

/** The blobs that lie whole in some shares of a namespace; pieces of others are left out. */
export function wholeBlobs(shares: readonly Uint8Array[], space: Namespace): readonly Blob[] {
  return readBlobs(shares, space, () => undefined);
}

type Sequence = {
  readonly first: number;
  readonly count: number;
  readonly length: number;
  readonly version: number;
};

function readBlobs(
  shares: readonly Uint8Array[],
  space: Namespace,
  onProblem: (problem: string) => void,
): readonly Blob[] {
  const blobs: Blob[] = [];
  for (let i = 0; i < shares.length; ) {
    const sequence = sequenceAt(shares, i, space);
    if (typeof sequence === 'string') {
      onProblem(sequence);
      i++;
      continue;
    }
    const blob = blobOf(shares, sequence, space);
    if (blob !== undefined) blobs.push(blob);
    i += sequence.count;
  }
  return blobs;
}

/** The sequence that starts at an index, or what is wrong there. */
function sequenceAt(shares: readonly Uint8Array[], first: number, space: Namespace): Sequence | string {
  const start = shares[first];
  if (start === undefined || !isShareOf(start, space)) return 'a share is not of its namespace';
  const info = start[NAMESPACE_SIZE] ?? 0;
  if ((info & 1) === 0) return 'a sequence of shares has no start';
  const version = info >> 1;
  const length = readLength(start, CONTINUATION_OFFSET);
  const count = shareCount(length, version === 0 ? 0 : 1);
  for (let i = first + 1; i < first + count; i++) {
    const share = shares[i];
    if (share === undefined || !isShareOf(share, space)) return 'a sequence of shares is cut';
    if (share[NAMESPACE_SIZE] !== version << 1) return 'a sequence of shares changes its version';
  }
  return { first, count, length, version };
}

function blobOf(
  shares: readonly Uint8Array[],
  { first, count, length, version }: Sequence,
  space: Namespace,
): Blob | undefined {
  if (length === 0 || version > 1) return undefined;
  const shareVersion: ShareVersion = version === 0 ? 0 : 1;
  const data = new Uint8Array(length);
  let written = 0;
  for (const share of shares.slice(first, first + count)) {
    const offset = written === 0 ? startOffset(shareVersion) : CONTINUATION_OFFSET;
    const take = Math.min(SHARE_SIZE - offset, length - written);
    data.set(share.subarray(offset, offset + take), written);
    written += take;
  }
  if (shareVersion === 0) return { namespace: space, data, shareVersion };
  const signer =
    shares[first]?.slice(START_OFFSET, START_OFFSET + SIGNER_SIZE) ?? new Uint8Array(SIGNER_SIZE);
  return { namespace: space, data, shareVersion, signer };
}

function isShareOf(share: Uint8Array, space: Namespace): boolean {
  return share.length === SHARE_SIZE && equalBytes(share.subarray(0, NAMESPACE_SIZE), space);
}

function assertSigner({ shareVersion, signer }: Blob): void {
  const isRight = shareVersion === 0 ? signer === undefined : signer?.length === SIGNER_SIZE;
  if (!isRight) throw new MalformedError('the signer does not fit the share version', { shareVersion });
}

function startOffset(version: ShareVersion): number {
  return version === 0 ? START_OFFSET : START_OFFSET + SIGNER_SIZE;
}

function writeLength(target: Uint8Array, at: number, length: number): void {
  new DataView(target.buffer, target.byteOffset).setUint32(at, length);
}

function readLength(share: Uint8Array, at: number): number {
  return new DataView(share.buffer, share.byteOffset).getUint32(at);
}
