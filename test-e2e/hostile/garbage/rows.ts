import { concatBytes, fromHex } from '@switchyard/primitives';
import { bigEndian, longHead, type Rlp, rlp } from './bytes.ts';
import {
  aUser,
  type Fields,
  integer,
  N,
  plain,
  type Spoil,
  transactionOf,
  type User,
} from './transactions.ts';

/** Bytes to be sequenced, and what the rules say of them, by hand; `edge` depends on the block that they come into. */
export type Row = {
  readonly name: string;
  readonly item: Uint8Array;
  readonly fate: 'in' | 'out' | 'edge';
};

/** Takes users that have the funds of `fundsOf`, nonce 0, and that no other row uses. */
export type NextUser = () => User;

const gwei = 1_000_000_000n;
const none = new Uint8Array();
const storageKey = new Uint8Array(32).fill(7);
const address = new Uint8Array(20).fill(9);

/** Rows of one transaction each, from a user of its own. */
export function singleRows(next: NextUser, funds: bigint): readonly Row[] {
  const rows: Row[] = [];
  const add = (fate: Row['fate'], name: string, changes: Partial<Fields> = {}, spoil: Spoil = {}): void => {
    rows.push({ name, fate, item: transactionOf(next(), changes, spoil) });
  };
  const data = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);
  const create = (length: number, gas: bigint): Partial<Fields> => ({ to: none, gas, data: data(length, 0) });

  for (const type of [0, 1, 2] as const) {
    add('in', `type ${type}`, { type });
    add('out', `type ${type}, nonce high`, { type, nonce: 5n });
    add('out', `type ${type}, another chain`, { type, chainId: 1n });
    add('out', `type ${type}, chain 0`, { type, chainId: 0n });
    add('out', `type ${type}, fee of a wei`, { type, fee: 1n, tip: 1n });
    add('out', `type ${type}, nonce 2^64 - 1`, { type, nonce: 2n ** 64n - 1n });
    add('out', `type ${type}, nonce 2^64 - 2`, { type, nonce: 2n ** 64n - 2n });
    add('out', `type ${type}, nonce 2^64`, { type, nonce: 2n ** 64n });
    add('out', `type ${type}, high s`, { type }, { signature: high(type) });
    add('out', `type ${type}, gas 20,999`, { type, gas: 20_999n });
    add('out', `type ${type}, leading zero in the nonce`, { type, nonce: Uint8Array.of(0, 0) });
    add('out', `type ${type}, nonce as a zero byte`, { type, nonce: Uint8Array.of(0) });
    add('out', `type ${type}, one byte too long`, { type }, { fields: (all) => [...all, none] });
    add('out', `type ${type}, a field less`, { type }, { fields: (all) => all.slice(1) });
  }
  add('out', 'type 3', { type: 3 });
  add('out', 'type 4', { type: 4 });

  add('in', 'all its funds', { value: funds - 21_000n * 10n * gwei });
  add('out', 'a wei above its funds', { value: funds - 21_000n * 10n * gwei + 1n });
  add('out', 'value 2^256 - 1', { value: 2n ** 256n - 1n });
  add('out', 'value of 33 bytes', { value: 2n ** 256n });
  add('out', 'fee 2^128 - 1', { fee: 2n ** 128n - 1n });
  add('out', 'fee 2^128', { fee: 2n ** 128n });
  add('out', 'fee 2^256 - 1', { fee: 2n ** 256n - 1n });
  add('out', 'tip above the fee', { tip: 10n * gwei + 1n });
  add('in', 'tip of the whole fee', { tip: 10n * gwei });
  add('in', 'no tip', { tip: 0n });
  add('out', 'gas 2^64 - 1', { gas: 2n ** 64n - 1n });
  add('out', 'gas of 9 bytes', { gas: 2n ** 64n });
  add('out', 'gas 0', { gas: 0n });

  const listed: Rlp = [
    [address, [storageKey, storageKey]],
    [address, []],
  ];
  const listedGas = 21_000n + 2n * 2_400n + 2n * 1_900n;
  for (const type of [1, 2] as const) {
    add('in', `type ${type}, gas of its access list`, { type, accessList: listed, gas: listedGas });
    add('out', `type ${type}, gas of its access list less 1`, {
      type,
      accessList: listed,
      gas: listedGas - 1n,
    });
    for (const [what, accessList] of badAccessLists()) {
      add('out', `type ${type}, access list ${what}`, { type, accessList, gas: 100_000n });
    }
  }
  add('in', 'floor of 100 bytes', { data: data(100, 1), gas: 25_000n });
  add('out', 'floor of 100 bytes less 1', { data: data(100, 1), gas: 24_999n });
  add('in', 'floor of 100 zeros', { data: data(100, 0), gas: 22_000n });
  add('out', 'floor of 100 zeros less 1', { data: data(100, 0), gas: 21_999n });
  add('in', 'gas of a creation', create(33, 53_000n + 4n * 33n + 2n * 2n));
  add('out', 'gas of a creation less 1', create(33, 53_000n + 4n * 33n + 2n * 2n - 1n));
  add('in', 'initcode of 49,152 bytes', create(49_152, 1_000_000n));
  add('out', 'initcode of 49,153 bytes', create(49_153, 1_000_000n));
  add('in', 'a creation that fails', { to: none, data: Uint8Array.of(0xfe), gas: 100_000n });
  add('in', 'a call to a precompile that fails', {
    to: bigEndian(8n, 20),
    data: data(7, 1),
    gas: 60_000n,
  });
  add('in', 'to nobody', { to: new Uint8Array(20) });
  add('in', '128 KiB and more than a pool takes', { data: data(131_072, 1), gas: 6_000_000n });
  add('out', 'recipient of 19 bytes', { to: data(19, 1) });
  add('out', 'recipient of 21 bytes', { to: data(21, 1) });
  add('out', 'recipient is a list', { to: [] });
  add('out', 'data is a list', { data: [] });
  add('out', 'access list is a string', { accessList: none });

  add('out', 'without EIP-155', { type: 0 }, { unprotected: true });
  for (const v of [0n, 1n, 26n, 29n, 34n, 2n ** 64n, 2n ** 256n - 1n, 2n ** 256n]) {
    add('out', `v ${v}`, { type: 0 }, { signature: given({ v }) });
  }
  for (const v of [2n, 27n, 255n, 256n]) add('out', `parity ${v}`, {}, { signature: given({ v }) });
  for (const [what, value] of Object.entries({
    0: 0n,
    N,
    'N + 1': N + 1n,
    '2^256 - 1': 2n ** 256n - 1n,
    '2^256': 2n ** 256n,
  })) {
    add('out', `r ${what}`, {}, { signature: given({ r: value }) });
    add('out', `s ${what}`, {}, { signature: given({ s: value }) });
    add('out', `r ${what}, type 0`, { type: 0 }, { signature: given({ r: value }) });
  }
  add(
    'out',
    'leading zero in r',
    {},
    { signature: ({ v, r, s }) => ({ v: integer(v), r: bigEndian(r, 33), s: integer(s) }) },
  );
  add(
    'out',
    'parity as a zero byte',
    {},
    { signature: ({ r, s }) => ({ v: Uint8Array.of(0), r: integer(r), s: integer(s) }) },
  );

  for (const name of ['tip', 'fee', 'gas', 'value'] as const) {
    add('out', `leading zero in ${name}`, {
      [name]: concatBytes(Uint8Array.of(0), integer(BigInt(plain[name] as bigint))),
    });
    add('out', `${name} is a list`, { [name]: [] });
  }
  add('out', 'a byte in the long form', { value: { raw: Uint8Array.of(0x81, 0x01) } });
  add('out', 'a short string with a long head', {
    to: { raw: concatBytes(longHead(0x80, 20, 1), address) },
  });
  add('out', 'a long string with a head too wide', {
    gas: 100_000n,
    data: { raw: concatBytes(longHead(0x80, 60, 2), data(60, 1)) },
  });
  add('out', 'an empty list with a long head', { accessList: { raw: longHead(0xc0, 0, 1) } });
  add('out', 'a length of 8 bytes', {
    data: { raw: Uint8Array.of(0xbf, 255, 255, 255, 255, 255, 255, 255, 255) },
  });
  return rows;
}

/** A signature that the curve takes and Ethereum does not (EIP-2). */
const high =
  (type: number): NonNullable<Spoil['signature']> =>
  ({ r, s, yParity, v }) => ({
    v: integer(type === 0 ? v + 1n - 2n * yParity : 1n - yParity),
    r: integer(r),
    s: integer(N - s),
  });

const given =
  (changes: { v?: bigint; r?: bigint; s?: bigint }): NonNullable<Spoil['signature']> =>
  (real) => {
    const { v, r, s } = { ...real, ...changes };
    return { v: integer(v), r: integer(r), s: integer(s) };
  };

function badAccessLists(): readonly (readonly [string, Rlp])[] {
  return [
    ['with an address of 19 bytes', [[new Uint8Array(19), []]]],
    ['with a key of 31 bytes', [[address, [new Uint8Array(31)]]]],
    ['with an entry of one field', [[address]]],
    ['with an entry of three fields', [[address, [], []]]],
    ['with an entry that is a string', [address]],
    ['with keys that are a string', [[address, storageKey]]],
    ['with a key that is a list', [[address, [[]]]]],
  ];
}

/** Bytes that are no transaction: each first byte alone, every cut of valid ones, noise. */
export function noise(user: User, seed: number): readonly Uint8Array[] {
  const random = randomBytes(seed);
  const valid = [
    transactionOf(user),
    transactionOf(user, { type: 0 }),
    transactionOf(user, { type: 1, accessList: [[address, [storageKey]]], gas: 60_000n }),
  ];
  const long = [
    transactionOf(user, { data: new Uint8Array(300).fill(1), gas: 100_000n }),
    transactionOf(user, { data: new Uint8Array(70_000).fill(1), gas: 3_000_000n }),
  ];
  return [
    ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
    ...valid.flatMap((bytes) => cuts(bytes, 1)),
    ...long.flatMap((bytes) => cuts(bytes, Math.ceil(bytes.length / 9))),
    ...valid.map((bytes) => concatBytes(bytes, Uint8Array.of(0))),
    ...valid.map((bytes) => concatBytes(Uint8Array.of(0), bytes)),
    ...[3, 4, 5, 0x7f].map((type) => concatBytes(Uint8Array.of(type), (valid[0] ?? none).subarray(1))),
    ...Array.from({ length: 64 }, (_, n) => random(1 + n * 3)),
    ...[0xc0, 0xf8, 0xf9, 0x01, 0x02].map((first) => concatBytes(Uint8Array.of(first), random(200))),
    nested(20_000),
    fromHex('02c0'),
    fromHex('01c0'),
    fromHex('deadbeef'),
  ];
}

function cuts(bytes: Uint8Array, step: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil((bytes.length - 1) / step) }, (_, n) => bytes.slice(0, 1 + n * step));
}

/** A list in a list in a list. */
export function nested(depth: number): Uint8Array {
  const heads: Uint8Array[] = [];
  for (let length = 0; heads.length < depth; ) {
    const one = rlpHead(length);
    heads.push(one);
    length += one.length;
  }
  return new Uint8Array(Buffer.concat(heads.reverse()));
}

function rlpHead(length: number): Uint8Array {
  return length <= 55
    ? Uint8Array.of(0xc0 + length)
    : longHead(0xc0, length, bigEndian(BigInt(length)).length);
}

/** Bytes that are the same for the same seed. */
export function randomBytes(seed: number): (length: number) => Uint8Array {
  let state = seed >>> 0 || 1;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state & 0xff;
    });
}

/** So many transactions of as many senders without funds: what is recovered from any signature is somebody. */
export function underfunded(count: number): readonly Uint8Array[] {
  const r = rOfAnybody();
  return Array.from({ length: count }, (_, n) => {
    const body: readonly Rlp[] = [
      integer(1337n),
      none,
      integer(1n),
      integer(10n * gwei),
      integer(21_000n),
      address,
      integer(BigInt(n) + 1n),
      none,
      [],
    ];
    return concatBytes(Uint8Array.of(2), rlp([...body, none, integer(r), integer(BigInt(n) + 1n)]));
  });
}

function rOfAnybody(): bigint {
  let found = 0n;
  transactionOf(
    aUser(0),
    {},
    {
      signature: ({ v, r, s }) => {
        found = r;
        return { v: integer(v), r: integer(r), s: integer(s) };
      },
    },
  );
  return found;
}
