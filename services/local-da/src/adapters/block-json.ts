import { type Blob, type DataAvailabilityHeader, formatDah, parseDah } from '@switchyard/celestia';
import {
  type CometbftJson,
  formatCommitJson,
  formatHeaderJson,
  formatValidatorJson,
  parseCommitJson,
  parseHeaderJson,
  type Validator,
} from '@switchyard/light';
import { MalformedError, namespace } from '@switchyard/primitives';
import type { Account, Accounts } from '../domain/accounts.ts';
import type { BlobEntry, StoredBlock, StoredCommit } from './chain-store.ts';

/** The head of a block's record: everything but the blobs' bytes. */
export function formatBlockHead(block: StoredBlock): Uint8Array {
  const { header, parts, dah, blobs, accounts, gas } = block;
  return encodeJson({
    kind: 'block',
    header: formatHeaderJson(header),
    parts: { total: parts.total, hash: base64(parts.hash) },
    dah: formatDah(dah),
    blobs: blobs.map(({ namespace: space, commitment, signer, ...entry }) => ({
      namespace: base64(space),
      commitment: base64(commitment),
      ...(signer === undefined ? {} : { signer: base64(signer) }),
      ...entry,
    })),
    accounts: [...accounts].map(([address, { balance, sequence }]) => [
      address,
      String(balance),
      String(sequence),
    ]),
    gas,
  });
}

/** The block in the head of its record. @throws MalformedError */
export function parseBlockHead(head: Uint8Array): StoredBlock {
  const { kind, header, parts, dah, blobs, accounts, gas } = decodeJson(head);
  if (kind !== 'block') throw new MalformedError('a record is no block');
  const { total, hash } = parts as { total: number; hash: string };
  return {
    header: parseHeaderJson(header),
    parts: { total, hash: bytes(hash) },
    dah: parseDah(dah),
    blobs: (blobs as readonly BlobJson[]).map(parseBlobEntry),
    accounts: parseAccounts(accounts as readonly (readonly [string, string, string])[]),
    gas: gas as readonly number[],
  };
}

/** The head of a commit's record. */
export function formatCommitHead({ commit }: StoredCommit): Uint8Array {
  return encodeJson({ kind: 'commit', commit: formatCommitJson(commit) });
}

/** The commit in its record. @throws MalformedError */
export function parseCommitHead(head: Uint8Array): StoredCommit {
  const { kind, commit } = decodeJson(head);
  if (kind !== 'commit') throw new MalformedError('a record is no commit');
  return { commit: parseCommitJson(commit) };
}

/** The JSON text of an ExtendedHeader as celestia-node writes it. */
export function formatExtendedHeader(
  { header, dah }: StoredBlock,
  { commit }: StoredCommit,
  validator: Validator,
): string {
  const member = formatValidatorJson(validator);
  return JSON.stringify({
    header: formatHeaderJson(header),
    commit: formatCommitJson(commit),
    validator_set: { validators: [member], proposer: member },
    dah: formatDah(dah),
  });
}

/** A blob as celestia-node writes it; the index counts in the extended square. */
export function formatBlob(entry: BlobEntry, data: Uint8Array, dah: DataAvailabilityHeader): object {
  const width = dah.rowRoots.length;
  const half = width / 2;
  return {
    namespace: base64(entry.namespace),
    data: base64(data),
    share_version: entry.shareVersion,
    commitment: base64(entry.commitment),
    ...(entry.signer === undefined ? {} : { signer: base64(entry.signer) }),
    index: Math.floor(entry.start / half) * width + (entry.start % half),
  };
}

/** The blob of an entry and its bytes. */
export function blobOf({ namespace: space, shareVersion, signer }: BlobEntry, data: Uint8Array): Blob {
  return signer === undefined
    ? { namespace: space, data, shareVersion }
    : { namespace: space, data, shareVersion, signer };
}

/** Bytes in base64. */
export function base64(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

type BlobJson = Omit<BlobEntry, 'namespace' | 'commitment' | 'signer'> & {
  readonly namespace: string;
  readonly commitment: string;
  readonly signer?: string;
};

function parseBlobEntry({ namespace: space, commitment, signer, ...entry }: BlobJson): BlobEntry {
  return {
    ...entry,
    namespace: namespace(bytes(space)),
    commitment: bytes(commitment),
    ...(signer === undefined ? {} : { signer: bytes(signer) }),
  };
}

function parseAccounts(rows: readonly (readonly [string, string, string])[]): Accounts {
  return new Map(
    rows.map(([address, balance, sequence]): [string, Account] => [
      address,
      { balance: BigInt(balance), sequence: BigInt(sequence) },
    ]),
  );
}

function encodeJson(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function decodeJson(head: Uint8Array): CometbftJson {
  return JSON.parse(new TextDecoder().decode(head)) as CometbftJson;
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
