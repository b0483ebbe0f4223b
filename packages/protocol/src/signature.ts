import { type KeyObject, verify } from 'node:crypto';
import { toHex } from '@switchyard/primitives';
import { keyObjectOf } from './keys.ts';
import type { Transaction } from './transaction.ts';
import { transactionSignBytes } from './transaction-codec.ts';

type Signed = Pick<Transaction, 'bodyBytes' | 'publicKey' | 'signature'>;

/** Whether the transaction is signed by its key, by the rule of specs/03-transactions.md §4. */
export function checkSignature(signed: Signed): boolean {
  const question = signatureQuestion(signed);
  return question !== undefined && verify(null, question.message, question.key, question.signature);
}

/** What is left to ask `verify` of node:crypto. */
export type SignatureQuestion = {
  readonly message: Uint8Array;
  readonly key: KeyObject;
  readonly signature: Uint8Array;
};

/** The part of the rule that is left after the checks of form, for who asks in a thread pool; undefined is a no. */
export function signatureQuestion({
  bodyBytes,
  publicKey,
  signature,
}: Signed): SignatureQuestion | undefined {
  if (!hasAcceptableForm(publicKey, signature)) return undefined;
  return { message: transactionSignBytes(bodyBytes), key: cachedKey(publicKey), signature };
}

/** The order of the base point, 2^252 + 27742317777372353535851937790883648493. */
const L = (1n << 252n) + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
/** The field's prime, 2^255 − 19. */
const P = (1n << 255n) - 19n;

/**
 * y of the points of order 1, 2, 4 and 8 (a point and its negative share it). Whoever uses such a key signs anything
 * with one signature.
 */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);

/**
 * What must hold before OpenSSL is asked. Its own check is RFC 8032 without cofactor; which keys and R it refuses besides
 * differs between versions, so that S < L and that both points are canonical and not of small order is demanded here.
 */
function hasAcceptableForm(publicKey: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const r = signature.subarray(0, 32);
  return isAcceptablePoint(publicKey) && isAcceptablePoint(r) && littleEndian(signature.subarray(32)) < L;
}

/** The top bit is the sign of x. */
function isAcceptablePoint(point: Uint8Array): boolean {
  const y = littleEndian(point) & ((1n << 255n) - 1n);
  return y < P && !SMALL_ORDER_Y.has(y);
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.toReversed())}`);
}

/** Making a key object costs as much as a fifth of a verification, and senders come back. */
const keys = new Map<string, KeyObject>();
const MAX_KEYS = 4_096;

function cachedKey(publicKey: Uint8Array): KeyObject {
  const name = toHex(publicKey);
  const known = keys.get(name);
  if (known !== undefined) return known;
  if (keys.size >= MAX_KEYS) keys.clear();
  const key = keyObjectOf(publicKey);
  keys.set(name, key);
  return key;
}
