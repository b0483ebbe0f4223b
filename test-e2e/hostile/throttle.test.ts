import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, fromHex, rollupIdOf, toHex } from '@switchyard/primitives';
import { type Params, publicKeyOf } from '@switchyard/protocol';
import type { Hash } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { get } from '../support/checker/json-rpc.ts';
import { hasEngine } from '../support/engines.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { expectedPrice, type MarketWatch, usageOf, watchMarket } from '../support/market-watch.ts';
import { type MemoryWatch, recordPeaks, watchMemory } from '../support/memory.ts';
import {
  type Actor,
  type Answer,
  answerByHttp,
  answerTo,
  dataFor,
  openSequencerChain,
  type SequencerChain,
} from '../support/sequencer-chain.ts';
import { openWallet, type Wallet } from '../support/wallet.ts';

// One network with small parameters and a price: the DA layer stops until the sequencer takes no data, and comes back.
const budget = 64n * 1024n;
const floor = 10n;
const maxFee = 100_000_000n;
const never = new AbortController().signal;
const classes = ['demo', 'throttle-0', 'throttle-1', 'nobody registered this'];
const accountsPerClass = 6;
const kept = 'kept';

let network: LocalNetwork;
let chain: SequencerChain;
let wallet: Wallet;
let market: MarketWatch;
let memory: MemoryWatch;
let params: Params;
let late: Actor;
let composer: Uint8Array;
let balancesAt: ReadonlyMap<string, { readonly balance: bigint; readonly height: bigint }>;
const hashes: Hash[] = [];
const restore: (() => void)[] = [];

beforeAll(async () => {
  network = createLocalNetwork(2_100);
  // With a queue between relayer and da-writer it is full long before the throttle, and holds nobody back.
  network.override('relayer', { env: { SWITCHYARD_RELAYER_NATS_MAX_BYTES: '512KiB' } });
  expect((await network.start()).code).toBe(0);
  chain = await openSequencerChain(network);
  wallet = openWallet(network.rpcUrl(0), 1337);
  late = chain.actor(kept);
  composer = addressOf(publicKeyOf(seedOf('composer-demo')));
  const own = chain.actor('reporter').address;
  const { params: before } = await chain.client.params(never);
  params = {
    ...before,
    rollupBudgetBytes: budget,
    transactionMaxBytes: budget,
    backlogLowBytes: 10n * budget,
    backlogHighBytes: 15n * budget,
    priceFloor: floor,
    priceCap: 4_096n * floor,
    reporters: [...before.reporters, own].sort((a, b) => Buffer.compare(a, b)),
  };
  await chain.operate([
    ...['throttle-0', 'throttle-1'].map(
      (name) => ({ kind: 'registerRollup', rollupId: rollupIdOf(name), weight: 1n }) as const,
    ),
    { kind: 'updateParams', params },
  ]);
  await chain.operate(
    [late, ...classes.flatMap(fillers)].map(({ address: to }) => ({
      kind: 'transfer',
      to,
      amount: 50_000_000_000n,
    })),
    maxFee,
  );
  balancesAt = await balances();
  market = await watchMarket(chain);
  memory = watchMemory(network);
});
afterAll(async () => {
  for (const each of restore) each();
  memory[Symbol.dispose]();
  await market[Symbol.asyncDispose]();
  chain.close();
  await network[Symbol.asyncDispose]();
});

it('lets a wallet and a composer go on at a price', async () => {
  expect(await wallet.transferMs()).toBeGreaterThan(0);
});

it('takes reports within 3 blocks with the queues of all classes full, and at a budget of 0', async () => {
  // Accepted before the throttle: must be executed after it.
  for (let nonce = 0n; nonce < 5n; nonce++)
    expect(await answerTo(chain.client, late.sign({ nonce, actions: [dataFor(kept, 300)], maxFee }))).toBe(
      'accepted',
    );
  const expiresAtHeight = (await chain.height()) + 150n;
  const full = await Promise.all(classes.map((name) => fill(name, expiresAtHeight)));
  const bytes = await poolBytes();
  process.stdout.write(
    `pool: ${full.map(({ accepted }) => accepted).join(' + ')} of 60 kB, ${Math.round(bytes / 1e6)} MB\n`,
  );
  for (const { refusal } of full) {
    expect(refusal.code).toBe('SEQUENCER_POOL_FULL');
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
  }
  const whileFull = await reportWaits(3);
  pauseChild('local-da');
  await eventually('a budget of 0', () => (market.latest().budget === 0n ? true : undefined), 90_000);
  const atZero = await reportWaits(3);
  process.stdout.write(
    `reports waited ${whileFull.join(' ')} blocks with a full pool, ${atZero.join(' ')} at a budget of 0\n`,
  );
  expect(Math.max(...whileFull, ...atZero)).toBeLessThanOrEqual(3);
});

if (hasEngine('nats'))
  it('has a full queue by now, and feeds it no further', async () => {
    await eventually('a full queue', async () =>
      (await queueProblem()) === 'QUEUE_FULL' ? true : undefined,
    );
  });

it('refuses by type and says when to come again, by gRPC and by HTTP', async () => {
  await chain.height();
  const bytes = chain.actor('refused').sign({ nonce: 0n, actions: [dataFor('demo', 100)], maxFee });
  const refused = { code: 'SEQUENCER_THROTTLED', retryAfterMs: 5_000 };
  expect(await answerTo(chain.client, bytes)).toEqual(refused);
  expect(await answerByHttp(chain.httpUrl, bytes)).toEqual(refused);
});

it('keeps what users send meanwhile, and says why it waits', async () => {
  for (let sent = 0; sent < 5; sent++) hashes.push(await wallet.send());
  const [first] = hashes;
  const why = await eventually('why to tell of the throttle', async () => {
    const { stdout } = await network.cli('why', first ?? '', '--json');
    const { waitingFor } = JSON.parse(stdout) as { waitingFor: string | null };
    return waitingFor?.includes('SEQUENCER_THROTTLED') === true ? waitingFor : undefined;
  });
  expect(why).toContain('no rollup data until then');
  const { stdout } = await network.cli('status');
  expect(stdout).toContain('waits for the DA layer');
  process.stdout.write(`why: ${why}\n`);
  // The price is lifted over what the composer has signed: it waits, and signs again when that has expired.
  const lifted = 20n * market.latest().price;
  params = { ...params, priceFloor: lifted, priceCap: 4_096n * lifted };
  await chain.operate([{ kind: 'updateParams', params }]);
});

it('executes all that was accepted once the DA layer is back, and has its full budget within 60 s', async () => {
  const began = performance.now();
  resumeAll();
  await eventually('the full budget', () => (market.latest().budget === budget ? true : undefined), 60_000);
  const fullAfter = performance.now() - began;
  for (const hash of hashes) expect((await wallet.receiptOf(hash, 120_000)).status).toBe('success');
  await eventually(
    'what was accepted before',
    async () => ((await chain.client.account(late.address, never)).nonce === 5n ? true : undefined),
    60_000,
  );
  const allAfter = performance.now() - began;
  process.stdout.write(
    `full budget ${Math.round(fullAfter / 1_000)} s, all executed ${Math.round(allAfter / 1_000)} s after the DA layer came back\n`,
  );
});

if (hasEngine('nats'))
  it('feeds the queue again', async () => {
    await eventually(
      'room in the queue',
      async () => ((await queueProblem()) === undefined ? true : undefined),
      60_000,
    );
  });

it('moves the price as the table says at each height, and takes exactly the fees', async () => {
  const end = await balances();
  const from = [...balancesAt.values()].reduce(
    (least, { height }) => (height < least ? height : least),
    1n << 60n,
  );
  const to = [...end.values()].reduce((most, { height }) => (height > most ? height : most), 0n);
  const seen = { checked: 0, held: 0, rose: 0, fell: 0 };
  const paid = new Map<string, bigint>();
  const gaps: bigint[] = [];
  for (let height = from + 1n; height <= to; height++) {
    const usage = await usageOf(chain, height);
    const before = market.points.get(height - 1n);
    const after = market.points.get(height);
    if (before === undefined) {
      if (usage.used > 0n) gaps.push(height);
      continue;
    }
    for (const [sender, bytes] of usage.bySender) {
      const [start, last] = [balancesAt.get(sender), end.get(sender)];
      if (start === undefined || last === undefined || height <= start.height || height > last.height)
        continue;
      paid.set(sender, (paid.get(sender) ?? 0n) + bytes * before.price);
    }
    if (after === undefined || usage.isAdministered) continue;
    expect([height, after.price]).toEqual([
      height,
      expectedPrice(
        before,
        usage.used,
        params.priceFloor <= before.price ? params : { ...params, priceFloor: floor },
      ),
    ]);
    seen.checked++;
    if (after.price > before.price) seen.rose++;
    else if (after.price < before.price) seen.fell++;
    if (4n * before.budget < budget && usage.used === 0n) seen.held++;
  }
  process.stdout.write(`price: ${JSON.stringify(seen)}\n`);
  expect(seen.checked).toBeGreaterThan(20);
  expect(Math.min(seen.held, seen.rose)).toBeGreaterThan(0);
  if (gaps.length > 0)
    process.stdout.write(`heights without a price: ${gaps.join(' ')}; fees are not compared\n`);
  else
    for (const [sender, { balance }] of balancesAt)
      expect([sender, balance - (end.get(sender)?.balance ?? 0n)]).toEqual([sender, paid.get(sender) ?? 0n]);
  expect(recordPeaks('a throttled sequencer', memory.peaks())).toEqual([]);
});

function seedOf(name: string): Uint8Array {
  return fromHex(readFileSync(join(network.folder, `keys/${name}.key`), 'utf8').trim());
}

function fillers(name: string): readonly Actor[] {
  return Array.from({ length: accountsPerClass }, (_, index) => chain.actor(`filler ${name} ${index}`));
}

/** Fills a class until it is refused, ready and behind a gap. */
async function fill(name: string, expiresAtHeight: bigint) {
  let accepted = 0;
  let refusal: Exclude<Answer, 'accepted'> = { code: '', retryAfterMs: undefined };
  const [behindGap, ...inOrder] = fillers(name);
  for (let nonce = 1n, answer: Answer = 'accepted'; answer === 'accepted' && nonce < 120n; nonce++) {
    const content = { nonce, actions: [dataFor(name, 60_000)], maxFee, expiresAtHeight };
    answer = await answerTo(chain.client, behindGap?.sign(content) ?? new Uint8Array());
  }
  for (const actor of inOrder) {
    for (let nonce = 0n; nonce < 120n; nonce++) {
      const bytes = actor.sign({ nonce, actions: [dataFor(name, 60_000)], maxFee, expiresAtHeight });
      const answer = await answerTo(chain.client, bytes);
      if (answer !== 'accepted') {
        refusal = answer;
        return { accepted, refusal };
      }
      accepted++;
    }
  }
  return { accepted, refusal };
}

/** Blocks from handing a report in to its block, for some reports, one after the other. */
async function reportWaits(count: number): Promise<readonly number[]> {
  const reporter = chain.actor('reporter');
  const waits: number[] = [];
  for (let n = 0; n < count; n++) {
    const sentAt = await chain.height();
    const { nonce } = await chain.client.account(reporter.address, never);
    // Far below what is reported already: it moves nothing.
    const action = { kind: 'reportDaProgress', sequencerHeight: nonce + 1n, daHeight: 1n } as const;
    const id = await chain.client.submit(reporter.sign({ nonce, actions: [action] }), 'client', never);
    const height = await eventually('the report', async () => {
      const status = await chain.client.status({ id }, never);
      return status.state === 'committed' ? status.height : undefined;
    });
    waits.push(Number(height - sentAt));
  }
  return waits;
}

async function balances() {
  const accounts = [
    composer,
    late.address,
    ...classes.flatMap((name) => fillers(name).map(({ address }) => address)),
  ];
  const entries = await Promise.all(
    accounts.map(async (address) => {
      const { balance, stateHeight } = await chain.client.account(address, never);
      return [toHex(address), { balance, height: stateHeight }] as const;
    }),
  );
  return new Map(entries);
}

async function poolBytes(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${9_100 + network.portOffset}/metrics`)).text();
  return [...text.matchAll(/^sequencer_app_pool_bytes\{.*\} (\S+)$/gm)].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
}

/** What the relayer says against the queue that it feeds. */
async function queueProblem(): Promise<string | undefined> {
  type Status = { readonly queue: { readonly problem?: string } };
  return (await get<Status>(`http://127.0.0.1:${9_102 + network.portOffset}/status`)).queue.problem;
}

function pauseChild(name: string): void {
  const pid = network.pidOf(name);
  process.kill(pid, 'SIGSTOP');
  restore.push(() => process.kill(pid, 'SIGCONT'));
}

function resumeAll(): void {
  for (const each of restore.splice(0)) each();
}
