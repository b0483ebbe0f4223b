import { fromHex } from '@switchyard/primitives';
import { keccak256 } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noise, type Row, singleRows, underfunded } from './garbage/rows.ts';
import { aUser, transactionOf, type User } from './garbage/transactions.ts';
import { type GarbageWorld, openGarbageWorld } from './garbage/world.ts';

// Bytes go to the sequencer past every composer; an oracle of this test says what the rollup makes of them.
const offset = 2_500;
const seed = Number(process.env['SWITCHYARD_SEED'] ?? 1);
const funds = 10n ** 17n;
const dev: User = {
  key: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
};
const users = Array.from({ length: 2_000 }, (_, n) => aUser(n));
let used = 0;
const nextUser = (): User => users[used++] ?? dev;

let world: GarbageWorld;

beforeAll(async () => {
  world = await openGarbageWorld(
    offset,
    new Set([dev, ...users].map(({ address }) => address.toLowerCase())),
  );
});
afterAll(() => world[Symbol.asyncDispose]());

/** Sequences items, and holds each block against the oracle. */
async function holds(items: readonly Uint8Array[], targets?: readonly ('demo' | 'kv')[]) {
  return judged(await world.sequence(items, targets));
}

async function judged(heights: readonly bigint[]) {
  const blocks = await world.judge(heights);
  for (const { number, wanted, found, kvWanted, kvFound } of blocks) {
    expect([number, found]).toEqual([number, wanted]);
    expect([number, kvFound]).toEqual([number, kvWanted]);
  }
  return blocks;
}

it('holds 2,000 transfers of one account', async () => {
  const items: Uint8Array[] = [];
  for (const [nonce, { address }] of users.entries()) {
    items.push(
      await transactionOf(dev, { nonce: BigInt(nonce), to: fromHex(address.slice(2)), value: funds }),
    );
  }
  const blocks = await holds(items);
  expect(blocks.flatMap(({ wanted }) => wanted)).toHaveLength(2_000);
});

it('skips what breaks a rule that needs no state, and holds what is just within', async () => {
  const rows: readonly Row[] = await singleRows(nextUser, funds);
  const blocks = await holds(rows.map(({ item }) => item));
  const admitted = new Set(blocks.flatMap(({ wanted }) => wanted));
  const isIn = ({ item }: Row): 'in' | 'out' => (admitted.has(keccak256(item)) ? 'in' : 'out');
  expect(rows.map((row) => [row.name, isIn(row)])).toEqual(rows.map(({ name, fate }) => [name, fate]));
});

it('skips noise and cut transactions', async () => {
  await holds(await noise(nextUser(), seed));
});

it('makes a block of 5,000 underfunded transactions', async () => {
  await holds([...(await underfunded(5_000)), await transactionOf(nextUser())]);
});
