import { setTimeout as sleep } from 'node:timers/promises';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchSequencer } from '../support/checker/consensus.ts';
import {
  type Accepted,
  type Evidence,
  gather,
  reportedHeight,
  type Target,
  targetIn,
} from '../support/checker/gather.ts';
import { call, RpcAnswerError } from '../support/checker/json-rpc.ts';
import { outcomes, violations } from '../support/checker/laws.ts';
import { head, watchHeads } from '../support/checker/rollup.ts';
import type { Unexecuted } from '../support/checker/unexecuted.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';

// A wallet that behaves as badly as wallets may; then the network is judged from outside.
const account = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const TRANSACTIONS = 60;
const SENDING_MS = 20_000;

let network: LocalNetwork;
let evidence: Evidence;
let refusals: readonly string[];

beforeAll(async () => {
  network = createLocalNetwork(4_200);
  const started = await network.start();
  expect(started.stderr).toBe('');
  expect(started.code).toBe(0);
  const target = targetIn(network.folder, 'demo');
  const watcher = watchHeads(target.frontUrl);
  const sequencer = watchSequencer(target.consensusUrl);
  try {
    const { accepted, refused } = await sendBadly(target.frontUrl);
    refusals = refused;
    await settled(target);
    const sequencerHashes = await sequencer.stop();
    evidence = await gather(target, { accepted, watched: await watcher.stop(), sequencerHashes });
  } finally {
    await sequencer.stop();
    await watcher.stop();
  }
});
afterAll(() => network[Symbol.asyncDispose]());

/** Until all is executed, final and reported. */
async function settled(target: Target): Promise<void> {
  const last = await eventually('the last nonce to be used', async () => {
    const used = await call<string>(target.frontUrl, 'eth_getTransactionCount', [account.address, 'latest']);
    return Number(used) === TRANSACTIONS ? head(target.frontUrl, 'latest') : undefined;
  });
  await eventually('finality', async () =>
    (await head(target.frontUrl, 'finalized')) >= last ? true : undefined,
  );
  await eventually('the report', async () =>
    (await reportedHeight(target)) >= target.startHeight + last - 1 ? true : undefined,
  );
}

/** Every nonce once, in pairs the wrong way round; each fifth is replaced at once, each seventh sent twice. */
async function sendBadly(
  url: string,
): Promise<{ readonly accepted: readonly Accepted[]; readonly refused: readonly string[] }> {
  const accepted: Accepted[] = [];
  const refused: string[] = [];
  const sign = (nonce: number, tipGwei: number): Promise<`0x${string}`> =>
    account.signTransaction({
      type: 'eip1559',
      chainId: 1337,
      to: '0x00000000000000000000000000000000000a11ce',
      value: 1n,
      nonce,
      gas: 21_000n,
      maxFeePerGas: 10_000_000_000n + BigInt(tipGwei) * 1_000_000_000n,
      maxPriorityFeePerGas: BigInt(tipGwei) * 1_000_000_000n,
    });
  const send = async (raw: `0x${string}`, nonce: number): Promise<void> => {
    try {
      const hash = await call<string>(url, 'eth_sendRawTransaction', [raw]);
      accepted.push({ hash, from: account.address, nonce });
    } catch (error) {
      if (!(error instanceof RpcAnswerError)) throw error;
      refused.push(error.message);
    }
  };
  const began = performance.now();
  for (let pair = 0; pair < TRANSACTIONS; pair += 2) {
    for (const nonce of [pair + 1, pair]) {
      const raw = await sign(nonce, 1);
      await send(raw, nonce);
      if (nonce % 5 === 0) await send(await sign(nonce, 3), nonce);
      if (nonce % 7 === 0) await send(raw, nonce);
    }
    await sleep(Math.max(0, (SENDING_MS * (pair + 2)) / TRANSACTIONS - (performance.now() - began)));
  }
  return { accepted, refused };
}

it('keeps every law that a stranger can check', async () => {
  expect(violations(evidence)).toEqual([]);
});

it('had something to keep them with', async () => {
  const { accepted, watched, blocks, sequenced, da, reported } = evidence;
  const nonces = new Set(accepted.map(({ nonce }) => nonce));
  const executed = blocks.flatMap(({ transactions }) => transactions);
  const compared = blocks.filter(({ number }) => watched.softHashes.has(number)).length;
  process.stdout.write(
    `${accepted.length} accepted for ${nonces.size} nonces, ${refusals.length} refused; ${executed.length} executed in ` +
      `${blocks.length} rollup blocks; ${sequenced.size} sequencer heights, ${reported} reported; ` +
      `${da.roots.size} heights in ${da.blobs} blobs (${da.bytes} B, ${da.ignored} ignored) of ${da.head} DA blocks; ` +
      `${compared} soft hashes compared; ${watched.samples.length} samples (${watched.failures} failed), ` +
      `${(sequenced.size / (evidence.gatheringMs / 1_000)).toFixed(0)} heights/s judged\n`,
  );
  expect(nonces.size).toBe(TRANSACTIONS);
  expect(executed.length).toBe(TRANSACTIONS);
  expect(compared).toBeGreaterThan(15);
  expect(watched.samples.length).toBeGreaterThan(50);
  expect(watched.failures).toBe(0);
  expect(new Set(watched.samples.map(({ life }) => life)).size).toBe(1);
  expect(watched.samples[0]?.life).toBeGreaterThan(1_000_000_000);
  expect(evidence.sequencerHashes.size).toBeGreaterThan(15);
  expect(evidence.skipped.every(({ reason }) => reason !== undefined)).toBe(true);
});

it('refuses a wallet for reasons that wallets know', () => {
  for (const reason of refusals) {
    expect(reason).toMatch(/already known|nonce too low|replacement transaction underpriced/);
  }
});

describe('a transaction that is in no block and breaks no law', () => {
  it.each([
    ['parked', { isKnown: true, nextNonce: TRANSACTIONS, isParked: true }],
    ['behind a gap', { isKnown: true, nextNonce: TRANSACTIONS - 1, isParked: false }],
  ] as const)('is named: %s', (outcome, where) => {
    const found = waiting(where);
    expect(violations(found)).toEqual([]);
    expect(outcomes(found).get(LATE.hash)).toBe(outcome);
  });
});

/** The same evidence with one more accepted transaction, of the nonce after the last. */
const LATE: Accepted = { hash: `0x${'1a'.repeat(32)}`, from: account.address, nonce: TRANSACTIONS };
function waiting(where: Unexecuted): Evidence {
  return {
    ...evidence,
    accepted: [...evidence.accepted, LATE],
    unexecuted: new Map([...evidence.unexecuted, [LATE.hash, where]]),
  };
}

describe('a planted fault', () => {
  const busy = (): number => evidence.blocks.findIndex(({ transactions }) => transactions.length > 1);
  const replaceBlock = (
    change: (block: Evidence['blocks'][number]) => Evidence['blocks'][number],
  ): Evidence => ({
    ...evidence,
    blocks: evidence.blocks.map((block, index) => (index === busy() ? change(block) : block)),
  });
  const faults: Readonly<Record<string, readonly [law: RegExp, plant: () => Evidence]>> = {
    'an accepted transaction that is nowhere': [
      /accepted/,
      () => replaceBlock((block) => ({ ...block, transactions: block.transactions.slice(1) })),
    ],
    'an accepted transaction that nobody executes though nothing is before it': [
      /accepted/,
      () => waiting({ isKnown: true, nextNonce: TRANSACTIONS, isParked: false }),
    ],
    'an accepted transaction that the front forgot': [
      /accepted/,
      () => waiting({ isKnown: false, nextNonce: TRANSACTIONS, isParked: false }),
    ],
    'a block executed at another height than it was sequenced at': [
      /order/,
      () => ({ ...evidence, target: { ...evidence.target, startHeight: evidence.target.startHeight + 1 } }),
    ],
    'a transaction in order that was skipped': [
      /skipped has a reason/,
      () => ({ ...evidence, skipped: [{ height: 7, hash: '0x07', reason: undefined }] }),
    ],
    'a block with another hash after a restart': [
      /keeps its hash/,
      () => ({ ...evidence, watched: { ...evidence.watched, changedHashes: ['7 0x07 0x70'] } }),
    ],
    'a sequencer block that does not link to the one before': [
      /sequencer blocks form one chain/,
      () => ({
        ...evidence,
        sequenced: new Map(
          [...evidence.sequenced].map(([height, block]) => [
            height,
            height === 3 ? { ...block, previousHash: '00' } : block,
          ]),
        ),
      }),
    ],
    'two sequencer hashes at one height': [
      /one sequencer hash/,
      () => ({ ...evidence, sequencerHashes: new Map([[3, new Set(['00'])]]) }),
    ],
    'data that the block roots do not commit to': [
      /block roots/,
      () => ({
        ...evidence,
        sequenced: new Map(
          [...evidence.sequenced].map(([height, block]) => [height, { ...block, expectedRoots: '00' }]),
        ),
      }),
    ],
    'a transaction executed twice': [
      /accepted/,
      () =>
        replaceBlock((block) => ({ ...block, transactions: [...block.transactions, ...block.transactions] })),
    ],
    'transactions executed in another order': [
      /order/,
      () => replaceBlock((block) => ({ ...block, transactions: block.transactions.toReversed() })),
    ],
    'a firm block with another hash': [
      /soft hash/,
      () => replaceBlock((block) => ({ ...block, hash: `0x${'00'.repeat(32)}` })),
    ],
    'a head that goes back': [
      /never back/,
      () => ({
        ...evidence,
        watched: { ...evidence.watched, samples: evidence.watched.samples.toReversed() },
      }),
    ],
    'a height that is reported and not posted': [
      /DA layer/,
      () => ({
        ...evidence,
        da: {
          ...evidence.da,
          roots: new Map([...evidence.da.roots].filter(([height]) => height !== evidence.reported)),
        },
      }),
    ],
    'a section that is reported and not posted': [
      /DA layer/,
      () => ({ ...evidence, da: { ...evidence.da, sections: new Map([...evidence.da.sections].slice(1)) } }),
    ],
    'a nonce that is sequenced twice': [
      /account and nonce/,
      () => ({
        ...evidence,
        sequenced: new Map(
          [...evidence.sequenced].map(([height, block]) => [
            height,
            { ...block, nonces: [...block.nonces, ...block.nonces] },
          ]),
        ),
      }),
    ],
  };
  it.each(Object.entries(faults))('is named: %s', (_, [law, plant]) => {
    expect(violations(plant()).map((violation) => violation.law)).toContainEqual(expect.stringMatching(law));
  });
});
