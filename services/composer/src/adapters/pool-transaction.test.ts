import { fromHex } from '@switchyard/primitives';
import { keccak256, parseTransaction, type TransactionSerializable } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { parsePoolTransaction } from './pool-transaction.ts';

const account = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const to = '0x00000000000000000000000000000000000a11ce';
const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

const transactions: readonly TransactionSerializable[] = [
  { type: 'legacy', chainId: 1337, nonce: 3, gas: 21_000n, gasPrice: 7n, to, value: 5n },
  { type: 'legacy', chainId: 7_777_777, nonce: 0, gas: 60_000n, gasPrice: 7n, data: '0x6001' },
  {
    type: 'eip2930',
    chainId: 1337,
    nonce: 4,
    gas: 30_000n,
    gasPrice: 7n,
    to,
    accessList: [{ address: to, storageKeys: [`0x${'01'.repeat(32)}`] }],
  },
  {
    type: 'eip1559',
    chainId: 1337,
    nonce: 5,
    gas: 21_000n,
    maxFeePerGas: 9n,
    maxPriorityFeePerGas: 0n,
    to,
    value: 0n,
  },
];

it.each(transactions)('makes the very bytes of a $type transaction again', async (transaction) => {
  const raw = await account.signTransaction(transaction);
  const { r, s, v, yParity, ...parsed } = parseTransaction(raw);
  const shown = {
    hash: keccak256(raw).toUpperCase().replace('0X', '0x'),
    from: account.address,
    type: hex(['legacy', 'eip2930', 'eip1559'].indexOf(transaction.type ?? '')),
    nonce: hex(parsed.nonce ?? 0),
    gas: hex(parsed.gas ?? 0n),
    to: parsed.to ?? null,
    value: hex(parsed.value ?? 0n),
    input: parsed.data ?? '0x',
    chainId: hex(parsed.chainId ?? 0),
    ...(parsed.gasPrice === undefined ? {} : { gasPrice: hex(parsed.gasPrice) }),
    ...(parsed.maxFeePerGas === undefined ? {} : { maxFeePerGas: hex(parsed.maxFeePerGas) }),
    maxPriorityFeePerGas: hex(parsed.maxPriorityFeePerGas ?? 0n),
    accessList: parsed.accessList ?? [],
    r,
    s,
    ...(v === undefined ? {} : { v: hex(v) }),
    ...(transaction.type === 'legacy' ? {} : { yParity: hex(yParity ?? 0) }),
  };
  const taken = parsePoolTransaction(shown);
  expect(taken?.raw).toEqual(fromHex(raw));
  expect(taken).toMatchObject({ hash: keccak256(raw), sender: account.address.toLowerCase() });
  expect(parsePoolTransaction({ ...shown, value: '0x63' })).toBeUndefined();
  expect(parsePoolTransaction({ ...shown, type: '0x3' })).toBeUndefined();
});

it.each([undefined, null, 1, {}, { hash: '0x' }])('passes %j over', (shown) => {
  expect(parsePoolTransaction(shown)).toBeUndefined();
});
