import { fromHex } from '@switchyard/primitives';
import { keccak256 } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/local-network.ts';
import { type MemoryWatch, recordPeaks, watchMemory } from '../support/memory.ts';
import { rederive } from '../support/rederive.ts';
import { childBaseFee } from './garbage/oracle.ts';
import { nested, noise, randomBytes, singleRows, underfunded } from './garbage/rows.ts';
import { aUser, type Fields, transactionOf, type User } from './garbage/transactions.ts';
import { type GarbageWorld, type Judged, openGarbageWorld } from './garbage/world.ts';

// Bytes go to the sequencer past every composer; an oracle of this test says what the rollup makes of them.
const seed = Number(process.env['SWITCHYARD_SEED'] ?? 1);
const gwei = 1_000_000_000n;
const funds = 8n * 10n ** 16n;
const fee = 10n * gwei;
const transferCost = 21_000n * fee;
const dev: User = {
  key: fromHex('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'),
  address: '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
};
const users = Array.from({ length: 2_640 }, (_, n) => aUser(n));
const poor = aUser(1_000_000);
/** Of users whose nonce is still 0. */
let used = 0;
const nextUser = (): User => users[used++] ?? dev;
const dataOf = (address: string): Uint8Array => fromHex(address.slice(2));
const hashes = (items: readonly Uint8Array[]): readonly string[] => items.map((item) => keccak256(item));

let world: GarbageWorld;
let memory: MemoryWatch;
/** Every block that was judged, for the rerun. */
const judged: Judged[] = [];

beforeAll(async () => {
  world = await openGarbageWorld(2_500, new Set([dev, poor, ...users].map(({ address }) => address)));
  memory = watchMemory(world.network);
});
afterAll(async () => {
  memory[Symbol.dispose]();
  await world[Symbol.asyncDispose]();
});

/** Holds each block of these heights against the oracle; the hashes that are in. */
async function holdsAt(heights: readonly bigint[]): Promise<readonly string[]> {
  const blocks = await world.judge(heights);
  for (const { number, wanted, found, kvWanted, kvFound } of blocks) {
    expect([number, found]).toEqual([number, wanted]);
    expect([number, kvFound]).toEqual([number, kvWanted]);
  }
  judged.push(...blocks);
  return blocks.flatMap(({ wanted }) => wanted);
}

async function holds(items: readonly Uint8Array[], targets?: readonly ('demo' | 'kv')[]) {
  return holdsAt(await world.sequence(items, targets));
}

/** The sum of a histogram of the driver. */
async function driverSeconds(name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${2_500 + 9_311}/metrics`)).text();
  return Number(new RegExp(`^evm_driver_${name}_sum ([\\d.e+-]+)$`, 'm').exec(text)?.[1]);
}

async function timed(what: string, run: () => Promise<unknown>): Promise<void> {
  const before = [await driverSeconds('execute_seconds'), await driverSeconds('build_seconds')];
  await run();
  const [execute = 0, build = 0] = [
    await driverSeconds('execute_seconds'),
    await driverSeconds('build_seconds'),
  ].map((sum, index) => sum - (before[index] ?? 0));
  process.stdout.write(
    `${what}: executed in ${execute.toFixed(2)} s, of it the node's build ${build.toFixed(2)} s\n`,
  );
}

it('holds thousands of transfers of one account', async () => {
  const items = users.map(({ address }, nonce) =>
    transactionOf(dev, { nonce: BigInt(nonce), to: dataOf(address), value: funds }),
  );
  await timed(`${items.length} transfers of one account`, async () => {
    expect(await holds(items)).toEqual(hashes(items));
  });
});

it('skips what breaks a rule that needs no state, and holds what is just within', async () => {
  const rows = singleRows(nextUser, funds);
  const admitted = new Set(await holds(rows.map(({ item }) => item)));
  const fates = rows.map(({ name, item }) => [name, admitted.has(keccak256(item)) ? 'in' : 'out']);
  expect(fates).toEqual(rows.map(({ name, fate }) => [name, fate]));
  process.stdout.write(`${rows.length} rows\n`);
});

it('skips noise and cut transactions', async () => {
  const items = noise(nextUser(), seed);
  await holds(items);
  process.stdout.write(`${items.length} pieces of noise of seed ${seed}\n`);
});

it('takes items in order: nonces, funds of the same block, what a sender has left', async () => {
  const first = BigInt(users.length);
  const [n5, other, n6] = [
    transactionOf(dev, { nonce: first }),
    transactionOf(dev, { nonce: first, value: 2n }),
    transactionOf(dev, { nonce: first + 1n }),
  ];
  const gift = transactionOf(dev, { nonce: first + 2n, to: dataOf(poor.address), value: 10n ** 17n });
  const early = transactionOf(poor);
  const [exact, over] = [nextUser(), nextUser()];
  const half = funds / 2n - transferCost;
  const spend = (user: User, nonce: bigint, value: bigint): Uint8Array =>
    transactionOf(user, { nonce, value });
  const [a, b] = [spend(exact, 0n, half), spend(exact, 1n, half)];
  const [c, d] = [spend(over, 0n, half), spend(over, 1n, half + 1n)];
  const swapped = nextUser();
  const [late, soon] = [spend(swapped, 1n, 1n), spend(swapped, 0n, 1n)];
  const items = [n5, other, n6, n5, gift, early, a, b, c, d, late, soon, soon];
  expect(await holds(items)).toEqual(hashes([n5, n6, gift, a, b, c, soon]));
  // What was in is never in again; what had no funds then is in now.
  expect(await holds([n5, early, late, a])).toEqual(hashes([early, late]));
});

it('fills the block to its last gas, and not over', async () => {
  const cap = 16_777_216n;
  const left = 100_000_000n - 5n * cap;
  const withGas = (gas: bigint): Uint8Array => transactionOf(nextUser(), { gas, fee: 2n * gwei });
  const full = Array.from({ length: 5 }, () => withGas(cap));
  const [over, exact, none] = [withGas(left + 1n), withGas(left), withGas(21_000n)];
  expect(await holds([...full, over, exact, none])).toEqual(hashes([...full, exact]));
  const again = Array.from({ length: 5 }, () => withGas(cap));
  const [least, last] = [withGas(left - 21_000n), withGas(21_000n)];
  expect(await holds([...again, withGas(cap), least, last, none])).toEqual(hashes([...again, least, last]));
});

it('takes a fee cap at the base fee, and none below it', async () => {
  const coming: bigint[] = [];
  const { baseFeePerGas, gasUsed, gasLimit } = await world.reads.getBlock({ blockTag: 'latest' });
  let parent = { baseFee: baseFeePerGas ?? 0n, gasUsed, gasLimit };
  while (coming.length < 12) {
    coming.push(childBaseFee(parent));
    parent = { baseFee: childBaseFee(parent), gasUsed: 0n, gasLimit };
  }
  const items = coming.flatMap((base) =>
    [base - 1n, base, base + 1n].map((cap) => transactionOf(nextUser(), { fee: cap, tip: 0n })),
  );
  const admitted = await holds(items);
  const { baseFee = 0n } = judged.at(-1) ?? {};
  expect(coming).toContain(baseFee);
  const at = 3 * coming.indexOf(baseFee);
  expect(admitted).toContain(keccak256(items[at + 1] ?? new Uint8Array()));
  expect(admitted).toContain(keccak256(items[at + 2] ?? new Uint8Array()));
  expect(admitted).not.toContain(keccak256(items[at] ?? new Uint8Array()));
});

it('passes over a mebibyte that means nothing', async () => {
  const random = randomBytes(seed + 1);
  const length = 1_048_576 - 800;
  for (const item of [random(length), new Uint8Array(length), nested(200_000)]) {
    await holds([item, transactionOf(nextUser())], ['demo']);
    await holds([item], ['kv']);
  }
});

it('makes a block of 5,000 underfunded transactions', async () => {
  const valid = transactionOf(nextUser());
  const items = [...underfunded(5_000), valid];
  await timed('5,000 underfunded of as many senders', async () => {
    expect(await holds(items, ['demo'])).toEqual(hashes([valid]));
  });
  expect(await holds(items, ['kv'])).toEqual([]);
});

it('loses nothing when the node and the driver are killed in the middle of it', async () => {
  const fields: Partial<Fields> = { value: 3n };
  for (const name of ['node@demo', 'evm-driver@demo', 'conductor@demo']) {
    const pid = world.network.pidOf(name);
    await world.submit([...noise(nextUser(), seed + pid), transactionOf(nextUser(), fields)]);
    await world.submit([...underfunded(500), transactionOf(nextUser(), fields)]);
    process.kill(pid, 'SIGKILL');
    await world.submit([...singleRows(nextUser, funds).map(({ item }) => item)]);
    const back = performance.now();
    const admitted = await holdsAt(await world.settled());
    process.stdout.write(
      `${name} killed: the blocks are there ${((performance.now() - back) / 1_000).toFixed(1)} s after\n`,
    );
    expect(admitted.length).toBeGreaterThan(10);
  }
});

it('makes a block of 2,000 transfers of as many senders', async () => {
  const fresh = users.slice(used);
  const items = users.slice(used).map((user) => transactionOf(user));
  used = users.length;
  await timed(`${items.length} transfers of as many senders`, async () => {
    expect(await holds(items)).toHaveLength(fresh.length);
  });
});

it('says of a skipped one that it was skipped, and why', async () => {
  const why = async (item: Uint8Array): Promise<string> => {
    const said = await world.network.cli('why', keccak256(item));
    expect(said.stderr).toBe('');
    return said.stdout;
  };
  const [low, broke, wild, fine] = [
    transactionOf(users.at(-1) ?? dev, { value: 77n }),
    transactionOf(aUser(7_777_777)),
    randomBytes(seed + 9)(100),
    transactionOf(dev, { nonce: BigInt(users.length) + 3n }),
  ];
  expect(await holds([low, broke, wild, fine])).toEqual(hashes([fine]));
  for (const [item, reason] of [
    [low, 'nonce-too-low'],
    [broke, 'insufficient-funds'],
  ] as const) {
    const said = await why(item);
    expect(said).toContain(`reason=${reason}`);
    expect(said).toContain(`waits for: nothing: the rollup skipped it (${reason})`);
  }
  expect(await why(wild)).toMatch(/nothing: the rollup skipped it \((malformed|unsupported-type)\)/);
  await eventually(
    'the good one to be final',
    async () => ((await why(fine)).includes('final: nothing more') ? true : undefined),
    60_000,
  );
});

it('refused nothing that the profile admits, and is soft and firm the same', async () => {
  const text = await (await fetch(`http://127.0.0.1:${2_500 + 9_311}/metrics`)).text();
  expect(text).toMatch(/^evm_driver_transactions_refused_total 0$/m);
  const last = judged.at(-1)?.number ?? 0n;
  await eventually(
    'all of it to be final',
    async () => {
      const { number } = await world.reads.getBlock({ blockTag: 'finalized' });
      return number >= last && (await world.kv.heads()).firm >= last ? true : undefined;
    },
    60_000,
  );
  const seen = new Map<unknown, Set<unknown>>();
  for (const line of world.network.logOf('conductor@demo')) {
    if (line.msg !== 'soft block executed' && line.msg !== 'block finalized') continue;
    seen.set(line['number'], (seen.get(line['number']) ?? new Set()).add(line['hash']));
  }
  for (const [number, distinct] of seen) expect([number, distinct.size]).toEqual([number, 1]);
  for (const { number, hash } of judged) expect([...(seen.get(`${number}`) ?? [])]).toEqual([hash]);
});

it('comes out the same from the DA layer alone', async () => {
  const last = judged.at(-1)?.number ?? 0n;
  expect(recordPeaks('sequenced garbage', memory.peaks())).toEqual([]);
  memory[Symbol.dispose]();
  expect((await world.network.cli('stop')).code).toBe(0);
  await using again = await rederive(world.network);
  await eventually(
    'all of it to be final again',
    async () => {
      const { number } = await world.reads.getBlock({ blockTag: 'finalized' });
      return number >= last ? true : undefined;
    },
    60_000,
  );
  for (const { number, hash } of judged) {
    expect([number, (await world.reads.getBlock({ blockNumber: number })).hash]).toEqual([number, hash]);
  }
  expect(again.count).toBeGreaterThan(2);
  process.stdout.write(`${judged.length} judged blocks of ${last} came out the same\n`);
});
