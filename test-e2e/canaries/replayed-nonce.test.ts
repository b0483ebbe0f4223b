import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, expect, it } from 'vitest';
import { sequencedBlock } from '../support/checker/consensus.ts';
import {
  type Accepted,
  type Evidence,
  gather,
  reportedHeight,
  type Target,
  targetIn,
} from '../support/checker/gather.ts';
import { get } from '../support/checker/json-rpc.ts';
import { violations } from '../support/checker/laws.ts';
import { head, watchHeads } from '../support/checker/rollup.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { skippedNonceCheck } from './bugs.ts';
import { type PlantedBug, plant } from './plant.ts';
import { send, signTransfer, usedNonces } from './wallets.ts';

// A stranger hands every sequenced bundle in again, as it stands in its block, by the public HTTP submit.
const account = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const TRANSACTIONS = 24;
const EVERY_MS = 500;
const TAKEN = '202';

let network: LocalNetwork | undefined;
// Here, because the function of a test that ran out of time is not left, and the next network must find its ports free.
afterEach(async () => {
  await network?.[Symbol.asyncDispose]();
  network = undefined;
});

type Outcome = { readonly evidence: Evidence; readonly answers: ReadonlyMap<string, number> };

async function replaying(portOffset: number, bug: PlantedBug | undefined): Promise<Outcome> {
  network = createLocalNetwork(portOffset);
  if (bug !== undefined) {
    network.override('sequencer-app', { program: plant(bug, join(network.folder, 'canaries')) });
  }
  const started = await network.start();
  expect(started).toMatchObject({ code: 0, stderr: '' });
  const target = targetIn(network.folder, 'demo');
  const watcher = watchHeads(target.frontUrl);
  const replayer = replay(target.consensusUrl, `http://127.0.0.1:${9_094 + portOffset}/v1/transactions`);
  try {
    const accepted: Accepted[] = [];
    for (let nonce = 0; nonce < TRANSACTIONS; nonce++) {
      const answer = await send(target.frontUrl, account, {
        raw: await signTransfer(account, { nonce }),
        nonce,
      });
      expect(answer.kind).toBe('accepted');
      if (answer.kind === 'accepted') accepted.push(answer.accepted);
      await sleep(EVERY_MS);
    }
    const answers = await replayer.stop();
    await settled(target);
    return { evidence: await gather(target, { accepted, watched: await watcher.stop() }), answers };
  } finally {
    await replayer.stop();
    await watcher.stop();
  }
}

/** Hands in again whatever new blocks hold; counts the answers. */
function replay(consensusUrl: string, submitUrl: string) {
  const answers = new Map<string, number>();
  const replayed = new Set<string>();
  const stopping = new AbortController();
  const again = async (bytes: Uint8Array): Promise<void> => {
    const response = await fetch(submitUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(bytes),
    });
    const { error } = (await response.json()) as { readonly error?: { readonly code: string } };
    const answer = error?.code ?? `${response.status}`;
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  };
  const replaying = (async () => {
    // Of what the application has committed: CometBFT shows a block before that, when its nonces are not yet used.
    type Info = { readonly result: { readonly response: { readonly last_block_height: string } } };
    for (let height = 1; !stopping.signal.aborted; ) {
      const { result } = await get<Info>(`${consensusUrl}/abci_info`);
      for (; height <= Number(result.response.last_block_height); height++) {
        const { submissions } = await sequencedBlock(consensusUrl, height);
        for (const bytes of submissions) {
          const name = Buffer.from(bytes).toString('base64');
          if (!replayed.has(name)) await again(bytes);
          replayed.add(name);
        }
      }
      await sleep(200);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await replaying;
      return answers;
    },
  };
}

/** Until all is executed, final and reported. */
async function settled(target: Target): Promise<void> {
  const last = await eventually('the last nonce to be used', async () =>
    (await usedNonces(target.frontUrl, account)) === TRANSACTIONS
      ? head(target.frontUrl, 'latest')
      : undefined,
  );
  await eventually('finality', async () =>
    (await head(target.frontUrl, 'finalized')) >= last ? true : undefined,
  );
  await eventually('the report', async () =>
    (await reportedHeight(target)) >= target.startHeight + last - 1 ? true : undefined,
  );
}

it('finds nothing when each replay is refused', async () => {
  const { evidence, answers } = await replaying(860, undefined);
  expect(violations(evidence)).toEqual([]);
  expect(answers.get(TAKEN)).toBeUndefined();
  expect([...answers.keys()]).toEqual(['SEQUENCER_NONCE_USED']);
});

it('names the law when nonces are not checked', async () => {
  const { evidence, answers } = await replaying(1_030, skippedNonceCheck);
  const found = violations(evidence);
  const laws = new Set(found.map(({ law }) => law));
  process.stdout.write(
    `${answers.get(TAKEN) ?? 0} replays taken in, ${found.length} violations of: ${[...laws].join('; ')}\n`,
  );
  expect(answers.get(TAKEN)).toBeGreaterThan(4);
  expect([...laws]).toEqual(['each account and nonce at most once in the sequence']);
});
