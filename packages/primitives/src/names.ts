import { bech32m } from '@scure/base';
import type { Brand } from './brand.ts';
import { concatBytes, utf8 } from './bytes.ts';
import { MalformedError } from './errors.ts';
import { hash32, sha256 } from './hash.ts';

/** SHA-256 of a rollup's name. */
export type RollupId = Brand<Uint8Array, 'RollupId'>;

/** An account of the sequencer chain: the first 20 bytes of SHA-256 of its Ed25519 key. */
export type Address = Brand<Uint8Array, 'Address'>;

/** A Celestia namespace: version byte and id, 29 bytes. */
export type Namespace = Brand<Uint8Array, 'Namespace'>;

/** The checked id. @throws MalformedError unless it has 32 bytes. */
export function rollupId(bytes: Uint8Array): RollupId {
  return hash32(bytes) as Uint8Array as RollupId;
}

/** The id of the rollup with this name; specs/01-names.md §1. */
export function rollupIdOf(name: string): RollupId {
  return rollupId(sha256(utf8(name)));
}

/** The checked address. @throws MalformedError unless it has 20 bytes. */
export function address(bytes: Uint8Array): Address {
  if (bytes.length !== 20) throw new MalformedError('an address has 20 bytes', { length: bytes.length });
  return bytes as Address;
}

/** The address of an Ed25519 public key of 32 bytes. */
export function addressOf(publicKey: Uint8Array): Address {
  return address(sha256(publicKey).subarray(0, 20));
}

const ADDRESS_PREFIX = 'yard';

/** The address as people see it: bech32m with prefix `yard`. */
export function formatAddress(account: Address): string {
  return bech32m.encode(ADDRESS_PREFIX, bech32m.toWords(account));
}

/** The address in its text. @throws MalformedError when it is not one of this chain's. */
export function parseAddress(text: string): Address {
  const decoded = bech32m.decodeUnsafe(text);
  if (decoded === undefined || decoded.prefix !== ADDRESS_PREFIX) {
    throw new MalformedError('an address is bech32m with prefix yard', { address: text });
  }
  const bytes = bech32m.fromWordsUnsafe(decoded.words);
  if (bytes === undefined)
    throw new MalformedError('an address is bech32m with prefix yard', { address: text });
  return address(bytes);
}

/** The checked namespace. @throws MalformedError unless it is 29 bytes of version 0 or 255. */
export function namespace(bytes: Uint8Array): Namespace {
  if (bytes.length !== 29) throw new MalformedError('a namespace has 29 bytes', { length: bytes.length });
  return bytes as Namespace;
}

const NAMESPACE_DOMAIN = utf8('switchyard/ns/v1');
const zeroByte = new Uint8Array(1);

/** Where the chain's own metadata is on the DA layer; specs/01-names.md §3. */
export function chainNamespace(chainId: string): Namespace {
  return domainNamespace(chainId, new Uint8Array());
}

/** Where a rollup's sections are on the DA layer; specs/01-names.md §3. */
export function rollupNamespace(chainId: string, id: RollupId): Namespace {
  return domainNamespace(chainId, id);
}

/** A version 0 namespace: version byte, 18 zero bytes, the first 10 bytes of the hash. */
function domainNamespace(chainId: string, id: Uint8Array): Namespace {
  const digest = sha256(NAMESPACE_DOMAIN, zeroByte, utf8(chainId), zeroByte, id);
  return namespace(concatBytes(new Uint8Array(19), digest.subarray(0, 10)));
}
