import { concatBytes, fromHex } from '@switchyard/primitives';
import { rlp } from '../garbage/bytes.ts';
import { aUser, type Fields, integer, N, type Spoil, transactionOf } from '../garbage/transactions.ts';

const gwei = 10n ** 9n;
const none = new Uint8Array();

/** What each user of the table gets. */
export const funds = 10n ** 18n;

/** It has executed one transaction: its next nonce is 1. */
export const sender = aUser(7_001);

/** One of the sender's. */
export const tx = (changes: Partial<Fields> = {}, spoil: Spoil = {}): Uint8Array =>
  transactionOf(sender, { nonce: 1n, ...changes }, spoil);

const signature = (changes: { v?: bigint; r?: bigint; s?: bigint }): Spoil => ({
  signature: (real) => {
    const { v, r, s } = { ...real, ...changes };
    return { v: integer(v), r: integer(r), s: integer(s) };
  },
});
const highS: Spoil = {
  signature: ({ v, r, s }) => ({ v: integer(1n - v), r: integer(r), s: integer(N - s) }),
};
/** So many bytes of 1. */
export const filled = (length: number): Uint8Array => new Uint8Array(length).fill(1);
/** Of a contract, with so much code. */
export const creation = (length: number): Partial<Fields> => ({
  to: none,
  gas: 10n ** 6n,
  data: new Uint8Array(length),
});
const authorization = [
  integer(1_337n),
  filled(20),
  integer(0n),
  integer(0n),
  integer(N / 3n),
  integer(N / 5n),
];
const ofType4 = (list: readonly (typeof authorization)[]): Uint8Array =>
  tx({ type: 4, gas: 100_000n }, { fields: (all) => [...all.slice(0, 9), list, ...all.slice(10)] });
const ofType3 = tx({ type: 3 });
const withSidecar = concatBytes(
  Uint8Array.of(3),
  rlp([{ raw: ofType3.subarray(1) }, [filled(131_072)], [filled(48)], [filled(48)]]),
);

const badSignature = 'invalid sender: invalid transaction v, r, s values';
const noType = (type: number): string =>
  `transaction type not supported: tx type ${type} not supported by this pool, which takes 0, 1 and 2`;
const notCanonical = 'rlp: not a canonical signed transaction of type 0, 1 or 2';
const gas = (have: number, least: number): string =>
  `intrinsic gas too low: gas ${have}, minimum needed ${least}`;

/** Bytes, and the words of the refusal. */
type Row = readonly [name: string, raw: Uint8Array, message: string | RegExp];

/** What is refused of the sender, who has `funds` and whose next nonce is 1. */
export const refusedRows: readonly Row[] = [
  ['another chain', tx({ chainId: 1n }), 'invalid sender: invalid chain id for signer: have 1 want 1337'],
  [
    'another chain, legacy',
    tx({ type: 0, chainId: 1n }),
    'invalid sender: invalid chain id for signer: have 1 want 1337',
  ],
  ['chain 0', tx({ chainId: 0n }), 'invalid sender: invalid chain id for signer: have 0 want 1337'],
  [
    'before EIP-155',
    tx({ type: 0 }, { unprotected: true }),
    'only replay-protected (EIP-155) transactions allowed over RPC',
  ],
  ['high s', tx({}, highS), badSignature],
  ['r of 0', tx({}, signature({ r: 0n })), badSignature],
  ['s of 0', tx({}, signature({ s: 0n })), badSignature],
  ['all of 0', tx({}, signature({ v: 0n, r: 0n, s: 0n })), badSignature],
  ['r of N', tx({}, signature({ r: N })), badSignature],
  ['no point of the curve', tx({}, signature({ r: 5n })), badSignature],
  ['parity 2', tx({}, signature({ v: 2n })), notCanonical],
  ['legacy, all of 0', tx({ type: 0 }, signature({ v: 0n, r: 0n, s: 0n })), notCanonical],
  ['legacy, v of 34', tx({ type: 0 }, signature({ v: 34n })), notCanonical],
  ['not signed', tx({}, { fields: (all) => all.slice(0, -3) }), notCanonical],
  ['legacy, not signed', tx({ type: 0 }, { fields: (all) => all.slice(0, -3) }), notCanonical],
  ['nothing', none, 'typed transaction too short'],
  ['a type alone', Uint8Array.of(2), 'typed transaction too short'],
  ['an empty list', Uint8Array.of(0xc0), 'typed transaction too short'],
  ['a short list that ends early', fromHex('c8010203'), notCanonical],
  ['a long list that ends early', fromHex('f8ff01'), notCanonical],
  ['a list of 2^64 - 1 bytes', fromHex('ffffffffffffffffff01'), notCanonical],
  ['a byte less', tx().subarray(0, -1), notCanonical],
  ['half of it', tx().subarray(0, 50), notCanonical],
  ['a byte more', concatBytes(tx(), Uint8Array.of(0)), notCanonical],
  ['a transaction more', concatBytes(tx(), tx()), notCanonical],
  ['a field more', tx({}, { fields: (all) => [...all, none] }), notCanonical],
  ['a nonce with a leading zero', tx({ nonce: Uint8Array.of(0, 1) }), notCanonical],
  ['a nonce of 9 bytes', tx({ nonce: 2n ** 64n }), notCanonical],
  ['a value of 33 bytes', tx({ value: 2n ** 256n }), notCanonical],
  ['a list without end', new Uint8Array(60_000).fill(0xc1), notCanonical],
  ['a string', Uint8Array.of(0x82, 1, 2), notCanonical],
  ['text', new TextEncoder().encode('hello'), noType(0x68)],
  ['type 0 as a type', concatBytes(Uint8Array.of(0), tx({ type: 0 })), noType(0)],
  ['type 3', ofType3, noType(3)],
  ['type 3 with its blob', withSidecar, /^(transaction type not supported: tx type 3|oversized data)/],
  ['type 4 without authorizations', ofType4([]), noType(4)],
  ['type 4 with one', ofType4([authorization]), noType(4)],
  ['type 5', concatBytes(Uint8Array.of(5), tx().subarray(1)), noType(5)],
  ['type 0x7f', concatBytes(Uint8Array.of(0x7f), tx().subarray(1)), noType(0x7f)],
  ['gas below a transfer', tx({ gas: 20_999n }), gas(20_999, 21_000)],
  ['gas of 0', tx({ gas: 0n }), gas(0, 21_000)],
  ['gas below a creation', tx({ to: none, gas: 52_999n }), gas(52_999, 53_000)],
  [
    'gas below the floor',
    tx({ data: filled(100), gas: 24_999n }),
    'insufficient gas for floor data gas cost: gas 24999, minimum needed 25000',
  ],
  [
    'gas above the cap',
    tx({ gas: 16_777_217n }),
    'transaction gas limit too high (cap: 16777216, tx: 16777217)',
  ],
  [
    'gas above the block',
    tx({ gas: 100_000_001n }),
    'transaction gas limit too high (cap: 16777216, tx: 100000001)',
  ],
  [
    'gas of 2^64 - 1',
    tx({ gas: 2n ** 64n - 1n }),
    'transaction gas limit too high (cap: 16777216, tx: 18446744073709551615)',
  ],
  [
    'a tip above its fee',
    tx({ tip: 10n * gwei + 1n }),
    'max priority fee per gas higher than max fee per gas',
  ],
  ['no tip', tx({ tip: 0n }), 'transaction underpriced: gas tip cap 0, minimum needed 1'],
  ['no fee', tx({ tip: 0n, fee: 0n }), 'transaction underpriced: gas tip cap 0, minimum needed 1'],
  ['a fee of 2^128', tx({ fee: 2n ** 128n }), 'max fee per gas higher than 2^128-1'],
  [
    'a fee that nobody has',
    tx({ fee: 2n ** 128n - 1n }),
    /^insufficient funds for gas \* price \+ value: balance \d+, tx cost \d+, overshot \d+$/,
  ],
  ['a nonce that was used', tx({ nonce: 0n }), 'nonce too low: next nonce 1, tx nonce 0'],
  [
    'a nonce far ahead',
    tx({ nonce: 4_097n }),
    'account limit exceeded: pooled 0 txs, next nonce 1, tx nonce 4097',
  ],
  [
    'a nonce of 2^64 - 2',
    tx({ nonce: 2n ** 64n - 2n }),
    'account limit exceeded: pooled 0 txs, next nonce 1, tx nonce 18446744073709551614',
  ],
  ['a nonce of 2^64 - 1', tx({ nonce: 2n ** 64n - 1n }), 'nonce has max value'],
  [
    'more than it has',
    tx({ value: funds }),
    /^insufficient funds for gas \* price \+ value: balance \d+, tx cost \d+, overshot \d+$/,
  ],
  ['all that there is', tx({ value: 2n ** 256n - 1n }), /^insufficient funds for gas \* price \+ value/],
  [
    'of one who has nothing',
    transactionOf(aUser(7_999)),
    'insufficient funds for gas * price + value: balance 0, tx cost 210000000000001, overshot 210000000000001',
  ],
  [
    'a byte over the size',
    tx({
      data: filled(131_073 - tx({ data: filled(131_000), gas: 9n * 10n ** 6n }).length + 131_000),
      gas: 9n * 10n ** 6n,
    }),
    'oversized data: transaction size 131073, limit 131072',
  ],
  [
    'two megabytes',
    tx({ data: filled(2_000_000), gas: 16n * 10n ** 6n }),
    /^oversized data: transaction size \d+, limit 131072$/,
  ],
  [
    'initcode of 49,153 bytes',
    tx(creation(49_153)),
    'max initcode size exceeded: code size 49153 limit 49152',
  ],
];
