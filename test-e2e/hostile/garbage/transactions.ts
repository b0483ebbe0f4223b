import { concatBytes, fromHex } from '@switchyard/primitives';
import secp256k1 from 'secp256k1';
import { keccak256, toHex } from 'viem';
import { bigEndian, numberOf, type Rlp, rlp } from './bytes.ts';

/** A user of the rollup. */
export type User = { readonly key: Uint8Array; readonly address: string };

/** The n-th user; everybody knows the key. */
export function aUser(n: number): User {
  const key = bigEndian((BigInt(n) + 0x5117c400n) << 128n, 32);
  return { key, address: addressOf(secp256k1.publicKeyCreate(key, false)) };
}

/** Who signed, in lower case; undefined when nobody can have. */
export function signerOf(hash: Uint8Array, r: bigint, s: bigint, yParity: number): string | undefined {
  try {
    const signature = concatBytes(bigEndian(r, 32), bigEndian(s, 32));
    return addressOf(secp256k1.ecdsaRecover(signature, yParity, hash, false));
  } catch {
    return undefined;
  }
}

function addressOf(publicKey: Uint8Array): string {
  return toHex(keccak256(publicKey.subarray(1), 'bytes').subarray(12));
}

/** What a transaction says; each number may be given as the bytes of its field instead, right or wrong. */
export type Fields = {
  readonly type: 0 | 1 | 2 | 3 | 4;
  readonly chainId: bigint;
  readonly nonce: bigint | Rlp;
  readonly tip: bigint | Rlp;
  readonly fee: bigint | Rlp;
  readonly gas: bigint | Rlp;
  readonly to: Uint8Array | Rlp;
  readonly value: bigint | Rlp;
  readonly data: Uint8Array | Rlp;
  readonly accessList: Rlp;
};

/** What is done to the fields after signing. */
export type Spoil = {
  /** Without EIP-155: v is 27 or 28, and the chain id is not signed. */
  readonly unprotected?: true;
  readonly signature?: (given: Signature) => { readonly v: Rlp; readonly r: Rlp; readonly s: Rlp };
  readonly fields?: (fields: readonly Rlp[]) => readonly Rlp[];
};

/** A signature over the payload; `v` as the type wants it. */
export type Signature = {
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: bigint;
  readonly v: bigint;
};

/** The order of secp256k1. */
export const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const dead = fromHex('000000000000000000000000000000000000dead');

/** A transfer of one wei that any rollup would take from a user with funds. */
export const plain: Fields = {
  type: 2,
  chainId: 1337n,
  nonce: 0n,
  tip: 1n,
  fee: 10_000_000_000n,
  gas: 21_000n,
  to: dead,
  value: 1n,
  data: new Uint8Array(),
  accessList: [],
};

/** The bytes of a transaction, signed over whatever its fields are, so that a lenient reader would take it. */
export function transactionOf(user: User, changes: Partial<Fields> = {}, spoil: Spoil = {}): Uint8Array {
  const fields = { ...plain, ...changes };
  const { type, chainId } = fields;
  const body = bodyOf(fields);
  const chain = integer(chainId);
  const signed = type === 0 && spoil.unprotected === undefined ? [...body, chain, empty, empty] : body;
  const prefix = type === 0 ? empty : Uint8Array.of(type);
  const hash = keccak256(concatBytes(prefix, rlp(signed)), 'bytes');
  const made = secp256k1.ecdsaSign(hash, user.key);
  const [r, s] = [numberOf(made.signature.subarray(0, 32)), numberOf(made.signature.subarray(32))];
  const parity = BigInt(made.recid);
  const v = type !== 0 ? parity : parity + (spoil.unprotected === undefined ? 35n + 2n * chainId : 27n);
  const signature = { r, s, yParity: parity, v };
  const end = spoil.signature?.(signature) ?? {
    v: integer(v),
    r: integer(signature.r),
    s: integer(signature.s),
  };
  const all: readonly Rlp[] = [...body, end.v, end.r, end.s];
  return concatBytes(prefix, rlp(spoil.fields?.(all) ?? all));
}

/** The field of a number as it must be. */
export function integer(value: bigint): Uint8Array {
  return bigEndian(value);
}

const empty = new Uint8Array();

function bodyOf({
  type,
  chainId,
  nonce,
  tip,
  fee,
  gas,
  to,
  value,
  data,
  accessList,
}: Fields): readonly Rlp[] {
  const [n, g, v] = [field(nonce), field(gas), field(value)];
  const chain = integer(chainId);
  switch (type) {
    case 0:
      return [n, field(fee), g, to, v, data];
    case 1:
      return [chain, n, field(fee), g, to, v, data, accessList];
    case 2:
      return [chain, n, field(tip), field(fee), g, to, v, data, accessList];
    case 3:
      return [chain, n, field(tip), field(fee), g, to, v, data, accessList, integer(1n), [blobHash]];
    case 4:
      return [chain, n, field(tip), field(fee), g, to, v, data, accessList, []];
  }
}

const blobHash = Uint8Array.of(1, ...new Uint8Array(31));

function field(value: bigint | Rlp): Rlp {
  return typeof value === 'bigint' ? integer(value) : value;
}
