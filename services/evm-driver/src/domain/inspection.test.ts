import fc from 'fast-check';
import {
  bytesToHex,
  hexToBytes,
  parseTransaction,
  serializeTransaction,
  type TransactionSerializable,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { recoverByNoble, secp256k1 } from '../secp256k1.ts';
import { inspect } from './inspection.ts';
import { decodeRlp, encodeInteger, encodeRlp, isBytes, type RlpItem } from './rlp.ts';
import { decodeTransaction } from './transaction.ts';

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const chainId = 1337;
const recipient = '0x000000000000000000000000000000000000dEaD';

async function raw(fields: object = {}): Promise<Uint8Array> {
  return hexToBytes(
    await account.signTransaction({
      type: 'eip1559',
      chainId,
      nonce: 0,
      gas: 21_000n,
      to: recipient,
      maxFeePerGas: 2_000n,
      maxPriorityFeePerGas: 1n,
      ...fields,
    } as TransactionSerializable),
  );
}

const legacy = { type: 'legacy', gasPrice: 2_000n, maxFeePerGas: undefined, maxPriorityFeePerGas: undefined };
const type1 = { ...legacy, type: 'eip2930' };

function verdict(bytes: Uint8Array, chain = BigInt(chainId)): string {
  const found = inspect(bytes, chain, secp256k1);
  return typeof found === 'string' ? found : 'candidate';
}

/** The same transaction with some of its RLP fields replaced. */
function edited(bytes: Uint8Array, edits: Readonly<Record<number, RlpItem>>): Uint8Array {
  const typed = (bytes[0] ?? 0) < 0x80;
  const fields = decodeRlp(typed ? bytes.subarray(1) : bytes);
  if (fields === undefined || isBytes(fields)) throw new Error('not a list');
  const list = encodeRlp(fields.map((field, index) => edits[index] ?? field));
  return typed ? Uint8Array.of(bytes[0] ?? 0, ...list) : list;
}

describe('inspection', () => {
  it.each([
    ['legacy', legacy],
    ['type 1', type1],
    [
      'type 1 with an access list',
      { ...type1, gas: 30_000n, accessList: [{ address: recipient, storageKeys: [`0x${'01'.repeat(32)}`] }] },
    ],
    ['type 2', {}],
    ['a creation', { to: undefined, data: '0x6000', gas: 60_000n }],
  ])('recovers the sender and hash of %s as viem does', async (_name, fields) => {
    const bytes = await raw(fields);
    const found = inspect(bytes, BigInt(chainId), secp256k1);
    if (typeof found === 'string') throw new Error(found);
    expect(found.sender).toBe(account.address.toLowerCase());
    const parsed = parseTransaction(bytesToHex(bytes));
    expect(found.tx.nonce).toBe(BigInt(parsed.nonce ?? 0));
    expect(found.tx.gasLimit).toBe(parsed.gas);
    expect(found.tx.to).toBe(parsed.to?.toLowerCase());
    expect(bytesToHex(found.tx.data)).toBe(parsed.data ?? '0x');
  });

  it('recovers alike by libsecp256k1 and by noble', async () => {
    const slow = { ...secp256k1, recover: recoverByNoble };
    const bytes = await raw();
    expect(inspect(bytes, 1337n, slow)).toEqual(inspect(bytes, 1337n, secp256k1));
  });

  it.each([
    ['empty', new Uint8Array()],
    ['a lone type byte', Uint8Array.of(2)],
    ['garbage', hexToBytes('0xdeadbeef')],
    ['an empty list', hexToBytes('0xc0')],
    ['a byte string', hexToBytes('0x80')],
    ['lists without end', new Uint8Array(3_000).fill(0xc1)],
    ['a length of 2^64', hexToBytes('0xffffffffffffffffff')],
  ])('finds %s malformed', (_name, bytes) => {
    expect(verdict(bytes)).toBe('malformed');
  });

  it.each([0x00, 0x03, 0x04, 0x05, 0x7f])('skips type %i', (type) => {
    expect(verdict(Uint8Array.of(type, 0xc0))).toBe('unsupported-type');
  });

  it('skips what is truncated at any byte, or longer by one', async () => {
    const bytes = await raw();
    for (let length = 0; length < bytes.length; length++) {
      expect(verdict(bytes.subarray(0, length))).toBe('malformed');
    }
    expect(verdict(Uint8Array.of(...bytes, 0))).toBe('malformed');
  });

  it('skips legacy without replay protection', async () => {
    expect(verdict(await raw({ ...legacy, chainId: undefined }))).toBe('unprotected');
    const bytes = await raw(legacy);
    expect(verdict(edited(bytes, { 6: Uint8Array.of(27) }))).toBe('unprotected');
    expect(verdict(edited(bytes, { 6: Uint8Array.of(34) }))).toBe('malformed');
  });

  it.each([legacy, type1, {}])('takes its chain id and no other', async (fields) => {
    const bytes = await raw(fields);
    expect(verdict(bytes)).toBe('candidate');
    expect(verdict(bytes, 1338n)).toBe('wrong-chain-id');
  });

  it('takes the signature with the low s only', async () => {
    const bytes = await raw();
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const { signature } = decoded(bytes);
    const flipped = edited(bytes, {
      9: encodeInteger(BigInt(1 - signature.yParity)),
      11: encodeInteger(order - signature.s),
    });
    expect(verdict(flipped)).toBe('invalid-signature');
    expect(verdict(edited(bytes, { 11: encodeInteger(order / 2n) }))).toBe('candidate');
    expect(verdict(edited(bytes, { 11: encodeInteger(order / 2n + 1n) }))).toBe('invalid-signature');
    expect(verdict(edited(bytes, { 10: new Uint8Array() }))).toBe('invalid-signature');
    expect(verdict(edited(bytes, { 11: new Uint8Array() }))).toBe('invalid-signature');
    expect(verdict(edited(bytes, { 10: encodeInteger(order) }))).toBe('invalid-signature');
    expect(verdict(edited(bytes, { 10: encodeInteger(5n) }))).toBe('invalid-signature');
    expect(verdict(edited(bytes, { 9: Uint8Array.of(2) }))).toBe('malformed');
  });

  it('takes nonce 2^64 − 2 and not 2^64 − 1', async () => {
    const bytes = await raw();
    expect(verdict(edited(bytes, { 1: encodeInteger((1n << 64n) - 2n) }))).toBe('candidate');
    expect(verdict(edited(bytes, { 1: encodeInteger((1n << 64n) - 1n) }))).toBe('nonce-max');
    expect(verdict(edited(bytes, { 1: encodeInteger(1n << 64n) }))).toBe('malformed');
  });

  it('takes a fee cap of 2^128 − 1 and not 2^128', async () => {
    expect(verdict(edited(await raw(), { 3: encodeInteger((1n << 128n) - 1n) }))).toBe('candidate');
    expect(verdict(edited(await raw(), { 3: encodeInteger(1n << 128n) }))).toBe('fee-too-large');
  });

  it('takes a tip at the fee cap and not above', async () => {
    expect(verdict(await raw({ maxPriorityFeePerGas: 2_000n }))).toBe('candidate');
    expect(verdict(edited(await raw(), { 2: encodeInteger(2_001n) }))).toBe('tip-above-fee');
  });

  it('takes initcode of 49,152 bytes and not one more', async () => {
    const creation = (length: number) =>
      raw({ to: undefined, gas: 16_000_000n, data: bytesToHex(new Uint8Array(length)) });
    expect(verdict(await creation(49_152))).toBe('candidate');
    expect(verdict(await creation(49_153))).toBe('initcode-too-large');
  });

  it('takes a gas limit at the cap of EIP-7825 and not above', async () => {
    expect(verdict(await raw({ gas: 16_777_216n }))).toBe('candidate');
    expect(verdict(await raw({ gas: 16_777_217n }))).toBe('gas-above-cap');
  });

  it.each([
    ['a transfer', {}, 21_000n],
    [
      'a creation of 33 bytes',
      { to: undefined, data: `0x${'00'.repeat(33)}` },
      21_000n + 32_000n + 33n * 4n + 2n * 2n,
    ],
    [
      'an access list',
      { accessList: [{ address: recipient, storageKeys: [`0x${'01'.repeat(32)}`] }] },
      21_000n + 2_400n + 1_900n,
    ],
  ])('takes the intrinsic gas of %s and not one less', async (_name, fields, gas) => {
    expect(verdict(await raw({ ...fields, gas }))).toBe('candidate');
    expect(verdict(await raw({ ...fields, gas: gas - 1n }))).toBe('intrinsic-gas');
  });

  it('takes the floor of EIP-7623 and not one less', async () => {
    const data = `0x${'00'.repeat(10)}${'ff'.repeat(100)}`;
    const floor = 21_000n + 10n * (10n + 4n * 100n);
    expect(verdict(await raw({ data, gas: floor }))).toBe('candidate');
    expect(verdict(await raw({ data, gas: floor - 1n }))).toBe('floor-gas');
  });

  it('takes a transaction of 128 KiB', async () => {
    const data = bytesToHex(new Uint8Array(128 * 1024).fill(1));
    const gas = 21_000n + 40n * 128n * 1024n;
    expect(verdict(await raw({ data, gas }))).toBe('candidate');
  });

  it.each([
    ['a nonce with a leading zero', { 1: Uint8Array.of(0, 1) }],
    ['a zero nonce as a byte', { 1: Uint8Array.of(0) }],
    ['a gas limit over u64', { 4: encodeInteger(1n << 64n) }],
    ['a recipient of 19 bytes', { 5: new Uint8Array(19) }],
    ['a recipient that is a list', { 5: [] }],
    ['a value over u256', { 6: encodeInteger(1n << 256n) }],
    ['data that is a list', { 7: [] }],
    ['an access list that is a string', { 8: new Uint8Array() }],
    ['an access list entry without keys', { 8: [[new Uint8Array(20)]] }],
    ['an access list address of 19 bytes', { 8: [[new Uint8Array(19), []]] }],
    ['a storage key of 31 bytes', { 8: [[new Uint8Array(20), [new Uint8Array(31)]]] }],
    ['a storage key that is a list', { 8: [[new Uint8Array(20), [[]]]] }],
    ['keys that are a string', { 8: [[new Uint8Array(20), new Uint8Array()]] }],
    ['an entry that is a string', { 8: [new Uint8Array(20)] }],
    ['an r over u256', { 10: encodeInteger(1n << 256n) }],
    ['a chain id that is a list', { 0: [] }],
  ])('finds %s malformed', async (_name, edits) => {
    expect(verdict(edited(await raw(), edits))).toBe('malformed');
  });

  it.each([
    [6, encodeInteger(1n << 256n)],
    [7, []],
    [8, []],
    [0, []],
  ])('finds a legacy transaction with a bad field %i malformed', async (field, item) => {
    expect(verdict(edited(await raw(legacy), { [field]: item }))).toBe('malformed');
  });

  it('gives a candidate or a reason for any bytes, and viem agrees with what it decodes', async () => {
    const samples = [await raw(), await raw(legacy), await raw(type1)];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 3 }),
        (sample, flips) => {
          const bytes = Uint8Array.from(sample);
          for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value;
          const tx = decodeTransaction(bytes);
          if (typeof tx === 'string') return;
          const parsed = parseTransaction(bytesToHex(bytes));
          expect(serializeTransaction(parsed as TransactionSerializable).length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

function decoded(bytes: Uint8Array) {
  const tx = decodeTransaction(bytes);
  if (typeof tx === 'string') throw new Error(tx);
  return tx;
}
