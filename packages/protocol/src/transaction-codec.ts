import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { addressOf, concatBytes, MalformedError, sha256, utf8 } from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import { actionFromWire, actionToWire, paramsFromWire, paramsToWire } from './action-wire.ts';
import { privateKeyOf } from './keys.ts';
import { bytesField, decodeStrictly, plainBytes } from './strict.ts';
import type { Action, Lane, Params, Transaction, TransactionBody } from './transaction.ts';

const {
  Transaction: WireTransaction,
  TransactionBody: WireBody,
  Params: WireParams,
} = switchyard.sequencer.v1;

/** CometBFT's longest chain id. */
const MAX_CHAIN_ID_LENGTH = 50;

/** The one encoding of a body. */
export function encodeBody(body: TransactionBody): Uint8Array {
  return plainBytes(
    WireBody.encode({
      chainId: body.chainId,
      nonce: formatU64(body.nonce),
      expiresAtHeight: formatU64(body.expiresAtHeight),
      maxFee: formatU64(body.maxFee),
      actions: body.actions.map(actionToWire),
    }).finish(),
  );
}

const SIGN_DOMAIN = concatBytes(utf8('switchyard/tx/v1'), new Uint8Array(1));

/** What the sender signs: the domain, a zero byte, the body's bytes. */
export function transactionSignBytes(bodyBytes: Uint8Array): Uint8Array {
  return concatBytes(SIGN_DOMAIN, bodyBytes);
}

/** The encoded transaction of a body, signed by an Ed25519 key or its 32-byte seed. */
export function signTransaction(body: TransactionBody, privateKey: KeyObject | Uint8Array): Uint8Array {
  const key = privateKey instanceof Uint8Array ? privateKeyOf(privateKey) : privateKey;
  const bodyBytes = encodeBody(body);
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return encodeTransaction({
    bodyBytes,
    publicKey,
    signature: sign(null, transactionSignBytes(bodyBytes), key),
  });
}

type Envelope = Pick<Transaction, 'bodyBytes' | 'publicKey' | 'signature'>;

/** The one encoding of a body's bytes with key and signature. */
export function encodeTransaction({ bodyBytes, publicKey, signature }: Envelope): Uint8Array {
  return plainBytes(WireTransaction.encode({ body: bodyBytes, publicKey, signature }).finish());
}

/**
 * The transaction in these bytes, its fields views of them. Neither its signature nor any rule that needs state is
 * checked.
 *
 * @throws MalformedError unless both layers are canonical, sizes are right, and the actions are of one lane.
 */
export function decodeTransaction(bytes: Uint8Array): Transaction {
  const envelope = decodeStrictly(bytes, {
    what: 'Transaction',
    decode: (input) => WireTransaction.decode(input),
    parse: (wire) => ({
      bodyBytes: bytesField(wire.body),
      publicKey: ofLength(32, 'public_key', bytesField(wire.publicKey)),
      signature: ofLength(64, 'signature', bytesField(wire.signature)),
    }),
    encode: encodeTransaction,
  });
  const body = decodeBody(envelope.bodyBytes);
  return {
    bytes: plainBytes(bytes),
    id: sha256(bytes),
    ...envelope,
    body,
    sender: addressOf(envelope.publicKey),
    lane: laneOf(body.actions),
  };
}

/** The body in these bytes. @throws MalformedError unless they are its one encoding. */
export function decodeBody(bytes: Uint8Array): TransactionBody {
  assertActionsArePossible(bytes);
  return decodeStrictly(bytes, {
    what: 'TransactionBody',
    decode: (input) => WireBody.decode(input),
    parse: (wire) => ({
      chainId: chainIdField(wire.chainId),
      nonce: parseU64(wire.nonce),
      expiresAtHeight: parseU64(wire.expiresAtHeight),
      maxFee: parseU64(wire.maxFee),
      actions: wire.actions.map(actionFromWire),
    }),
    encode: encodeBody,
  });
}

/** The one encoding of parameters, as the state keeps them. */
export function encodeParams(params: Params): Uint8Array {
  return plainBytes(WireParams.encode(paramsToWire(params)).finish());
}

/** The parameters in these bytes. @throws MalformedError unless they are their one encoding. */
export function decodeParams(bytes: Uint8Array): Params {
  return decodeStrictly(bytes, {
    what: 'Params',
    decode: (input) => WireParams.decode(input),
    parse: paramsFromWire,
    encode: encodeParams,
  });
}

/** The lane of a list of actions. @throws MalformedError when it is empty or mixes lanes. */
export function laneOf(actions: readonly Action[]): Lane {
  const [first] = actions;
  if (first === undefined) throw new MalformedError('transaction has no action');
  const lane = laneOfAction(first);
  if (actions.some((action) => laneOfAction(action) !== lane)) {
    throw new MalformedError('transaction mixes lanes', { lane });
  }
  if (lane === 'report' && actions.length > 1)
    throw new MalformedError('transaction has more than one report');
  return lane;
}

function laneOfAction({ kind }: Action): Lane {
  switch (kind) {
    case 'submitRollupData':
    case 'transfer':
      return 'ordinary';
    case 'reportDaProgress':
      return 'report';
    case 'updateValidator':
    case 'updateParams':
    case 'registerRollup':
    case 'changeSudo':
      return 'sudo';
  }
}

function chainIdField(chainId: string): string {
  if (chainId.length === 0 || chainId.length > MAX_CHAIN_ID_LENGTH) {
    throw new MalformedError('a chain id has 1 to 50 characters', { length: chainId.length });
  }
  return chainId;
}

function ofLength(length: number, field: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== length) throw new MalformedError('field has another length', { field, length });
  return bytes;
}

const ACTIONS_TAG = 0x2a;
/** A Transfer of 0. Only a lone report is shorter. */
const SHORTEST_ACTION_BESIDE_OTHERS = 24;

/**
 * Refuses what cannot be valid before the decoder makes an object of each action: a megabyte of the shortest ones
 * would cost a hundred times its size.
 */
function assertActionsArePossible(bytes: Uint8Array): void {
  let count = 0;
  let shortest = SHORTEST_ACTION_BESIDE_OTHERS;
  for (let offset = 0; offset < bytes.length; ) {
    const tag = bytes[offset] ?? 0;
    const [length, start] = readVarint(bytes, offset + 1);
    if (tag === ACTIONS_TAG) {
      count++;
      shortest = Math.min(shortest, length);
    }
    offset = (tag & 7) === 2 ? start + length : start;
  }
  if (count > 1 && shortest < SHORTEST_ACTION_BESIDE_OTHERS) throw new MalformedError('action is too short');
}

function readVarint(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  let value = 0;
  for (let offset = from; offset < bytes.length && offset < from + 10; offset++) {
    const byte = bytes[offset] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (offset - from));
    if (byte < 0x80) return [value, offset + 1];
  }
  throw new MalformedError('message does not decode', { what: 'TransactionBody' });
}
