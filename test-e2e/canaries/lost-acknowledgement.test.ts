import { join } from 'node:path';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { afterEach, expect, it } from 'vitest';
import { type Accepted, type Evidence, gather, targetIn } from '../support/checker/gather.ts';
import { call } from '../support/checker/json-rpc.ts';
import { violations } from '../support/checker/laws.ts';
import { head, watchHeads } from '../support/checker/rollup.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { acknowledgedBeforePersisted } from './bugs.ts';
import { type PlantedBug, plant } from './plant.ts';
import { type Answer, send, signTransfer, usedNonces } from './wallets.ts';

// The front is killed under bursts of transactions that nobody else can know: each waits behind the burst's first nonce,
// which is sent last. What was answered must be there afterwards. The window is as wide as an fsync is long.
const funder = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const SEED = Number(process.env['SWITCHYARD_SEED'] ?? 1);
// One less than what the supervisor calls a crash loop.
const KILLS = 4;
const BURST = 120;
const DATA_BYTES = 2_048;
const DRIVER = 'evm-driver@demo';

let network: LocalNetwork | undefined;
// Here, because the function of a test that ran out of time is not left, and the next network must find its ports free.
afterEach(async () => {
  await network?.[Symbol.asyncDispose]();
  network = undefined;
});

type Outcome = { readonly evidence: Evidence; readonly answeredBeforeKill: readonly number[] };

async function killing(portOffset: number, bug: PlantedBug | undefined): Promise<Outcome> {
  network = createLocalNetwork(portOffset);
  if (bug !== undefined) {
    network.override(DRIVER, { program: plant(bug, join(network.folder, 'canaries')) });
  }
  const started = await network.start();
  expect(started).toMatchObject({ code: 0, stderr: '' });
  const target = targetIn(network.folder, 'demo');
  const watcher = watchHeads(target.frontUrl);
  try {
    const accounts = Array.from({ length: KILLS }, () => privateKeyToAccount(generatePrivateKey()));
    const accepted: Accepted[] = [...(await fund(target.frontUrl, accounts))];
    const answeredBeforeKill: number[] = [];
    for (const [index, account] of accounts.entries()) {
      const { answered, ...burst } = await killInBurst(network, target.frontUrl, account, killAfter(index));
      answeredBeforeKill.push(answered);
      accepted.push(...burst.accepted);
    }
    await settled(target.frontUrl, accounts, accepted);
    return {
      evidence: await gather(target, { accepted, watched: await watcher.stop() }),
      answeredBeforeKill,
    };
  } finally {
    await watcher.stop();
  }
}

/** The answers of a burst after which the front is killed: seeded, in the first half of it. */
function killAfter(index: number): number {
  return 1 + (((SEED * 1_103_515_245 + index * 12_345 + 12_345) >>> 8) % (BURST / 2));
}

async function fund(url: string, accounts: readonly PrivateKeyAccount[]): Promise<readonly Accepted[]> {
  const accepted: Accepted[] = [];
  for (const [nonce, { address }] of accounts.entries()) {
    const raw = await signTransfer(funder, { nonce, to: address, value: 10n ** 18n });
    const answer = await send(url, funder, { raw, nonce });
    expect(answer.kind).toBe('accepted');
    if (answer.kind === 'accepted') accepted.push(answer.accepted);
  }
  await eventually('the accounts to be funded', async () =>
    (await usedNonces(url, funder)) === accounts.length ? true : undefined,
  );
  return accepted;
}

/** Sends all but the first nonce at once, kills the front after so many answers, then does what a wallet does. */
async function killInBurst(
  network: LocalNetwork,
  url: string,
  account: PrivateKeyAccount,
  after: number,
): Promise<{ readonly accepted: readonly Accepted[]; readonly answered: number }> {
  const signed = await Promise.all(
    Array.from({ length: BURST }, async (_, nonce) => ({
      nonce,
      raw: await signTransfer(account, { nonce, dataBytes: DATA_BYTES }),
    })),
  );
  const [first, ...behind] = signed;
  if (first === undefined) throw new Error('a burst of nothing');
  const driver = network.pidOf(DRIVER);
  const accepted: Accepted[] = [];
  let answered = 0;
  const unanswered = [first];
  await Promise.all(
    behind.map(async (one) => {
      const answer = await send(url, account, one);
      if (answer.kind === 'accepted') {
        accepted.push(answer.accepted);
        answered += 1;
        if (answered === after) process.kill(driver, 'SIGKILL');
      } else unanswered.push(one);
    }),
  );
  for (const one of unanswered) {
    const answer = await eventually(
      'the front to answer again',
      async (): Promise<Answer | undefined> => {
        const said = await send(url, account, one);
        return said.kind === 'unanswered' || (said.kind === 'refused' && !/already known/.test(said.reason))
          ? undefined
          : said;
      },
      60_000,
    );
    if (answer.kind === 'accepted') accepted.push(answer.accepted);
  }
  return { accepted, answered };
}

/** Until each account's transactions are final, or the front knows no more of the one that all others wait behind. */
async function settled(
  url: string,
  accounts: readonly PrivateKeyAccount[],
  accepted: readonly Accepted[],
): Promise<void> {
  for (const account of accounts) {
    await eventually(
      'an account to be done',
      async () => {
        const used = await usedNonces(url, account);
        if (used === BURST) return true;
        const next = accepted.find(({ from, nonce }) => from === account.address && nonce === used);
        if (next === undefined) return undefined;
        const known = await call<unknown>(url, 'eth_getTransactionByHash', [next.hash]);
        return known === null && (await usedNonces(url, account)) === used ? true : undefined;
      },
      60_000,
    );
  }
  const last = await head(url, 'latest');
  await eventually('finality', async () => ((await head(url, 'finalized')) >= last ? true : undefined));
}

const LAW = 'each accepted transaction in exactly one block';

it('finds nothing when the front answers after its fsync', async () => {
  const { evidence, answeredBeforeKill } = await killing(620, undefined);
  expect(violations(evidence)).toEqual([]);
  expect(Math.min(...answeredBeforeKill)).toBeGreaterThan(0);
});

it('names the law when the front answers first', async () => {
  const { evidence, answeredBeforeKill } = await killing(740, acknowledgedBeforePersisted);
  const found = violations(evidence);
  process.stdout.write(
    `seed ${SEED}: ${answeredBeforeKill.join(', ')} answers before the kills, ${found.length} violations; ` +
      `${found[0]?.what ?? 'none'}\n`,
  );
  expect([...new Set(found.map(({ law }) => law))]).toEqual([LAW]);
});
