import { toHex } from '@switchyard/primitives';
import { keccak256 } from 'viem';
import { expect, it } from 'vitest';
import { listRoot } from './list-root.ts';

const rootOf = (values: readonly Uint8Array[]): string =>
  toHex(listRoot(values, (bytes) => keccak256(bytes, 'bytes')));

it('is the known root of an empty list', () => {
  expect(rootOf([])).toBe('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
});

it.each([
  [1, 3, '7f14186e6452d48b94e3b7ed29e220e5d1ef1d2a0f4eb12f228629d2537e4113'],
  [1, 40, 'd58617a143fc97db912a3d8e4a02c8f372d000865e9cb4166132130e214e48bb'],
  [2, 3, '7e1d90374e5cfea3bcaeabbb79f602ab8d0f19653d9e3d14d69d9a6c5fd66725'],
  [17, 3, 'edb47ecdfc605e649be151da073041a53d06f79f5b3e56fcc56ba77eb6c4fa32'],
  [128, 3, 'a55ba97f62a6ad461538661a8b99fa415cd95cc4e263a80dccef7d2892186e61'],
  [129, 40, '31c08c9bd19c1b2cb56d0f6bd59614a86d9f87caaebde302be2b9eb573c92a6c'],
  [300, 3, 'a2669079caa29cf44826a9e06f2295096135d729c2bce56d624c3660b4ef5467'],
  [300, 200, '96795414ddc179061a5acbb2fae07e4b9c2727bbf1af00c7a9267cf0dc470ccc'],
])('is what DeriveSha of go-ethereum 1.17.5 says of %i values of %i bytes', (count, bytes, root) => {
  const values = Array.from({ length: count }, (_, n) => {
    const value = Uint8Array.from({ length: bytes }, (_byte, at) => n * 7 + at);
    value.set([1, n >> 8, n & 255]);
    return value;
  });
  expect(rootOf(values)).toBe(root);
});

it.each([1, 2, 3, 15, 16, 17, 127, 128, 129, 255, 256, 257, 300])(
  'depends on each of %i values and on their order',
  (count) => {
    const values = Array.from({ length: count }, (_, n) => Uint8Array.of(1, n >> 8, n & 255));
    const root = rootOf(values);
    const seen = new Set([root]);
    for (let n = 0; n < count; n++) seen.add(rootOf(values.with(n, Uint8Array.of(9, n >> 8, n & 255))));
    expect(seen.size).toBe(count + 1);
    if (count > 1) expect(rootOf(values.toReversed())).not.toBe(root);
    expect(rootOf(values.slice(1))).not.toBe(root);
  },
);
