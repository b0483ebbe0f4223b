import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAccount } from '@switchyard/celestia';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layoutOf } from '../../cli/src/network/layout.ts';
import { thisMachine } from '../../cli/src/network/machine.ts';
import { planOfDa, planOfRollup } from '../../cli/src/network/plan.ts';
import { loadNetwork } from '../../cli/src/network/state.ts';
import { launch, type Running } from '../../cli/src/supervisor/child.ts';
import { head, rollupBlocks } from '../support/checker/rollup.ts';
import { junkFor, largestJunk, type Observed, signedBy } from '../support/da-junk/junk.ts';
import { type DaBlob, namespaceText } from '../support/da-node.ts';
import { eventually } from '../support/local-network.ts';
import { recordPeaks, watchMemory } from '../support/memory.ts';
import {
  type BusyNetwork,
  firmLag,
  secondsUntilLag,
  startBusyNetwork,
} from '../support/network-under-traffic.ts';

// A thousand blobs of junk among those of a rollup that goes on working, then the same way again from the DA layer alone.
let busy: BusyNetwork;
let seen: Observed;
const running: (Running & { readonly name: string })[] = [];

/** Firm blocks behind soft ones, at the worst moment: an honest reader's work among junk is bounded. */
const MOST_BEHIND = 40;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

beforeAll(async () => {
  busy = await startBusyNetwork(
    Number(process.env['SWITCHYARD_TEST_OFFSET'] ?? 900),
    { intervalMs: 250, payloadBytes: 500 },
    { rollups: 1, daBlockInterval: '1s' },
  );
  seen = await eventually('some blobs of ours', observe, 60_000);
});
afterAll(async () => {
  for (const child of running.reverse()) {
    child.kill('SIGTERM');
    await child.exited;
  }
  await busy[Symbol.asyncDispose]();
});

/** What a stranger finds in the chain's namespaces. */
async function observe(): Promise<Observed | undefined> {
  await sleep(1_000);
  const { chainId } = busy.rollup('demo').target;
  const namespaces = { chain: namespaceText(chainId), rollup: namespaceText(chainId, 'demo') };
  const found: { metadata: Uint8Array[]; data: Uint8Array[] } = { metadata: [], data: [] };
  for (let height = 1; height <= (await busy.da.head()); height++) {
    for (const { namespace, data } of await busy.da.blobsAt(height, Object.values(namespaces))) {
      found[namespace === namespaces.chain ? 'metadata' : 'data'].push(Buffer.from(data, 'base64'));
    }
  }
  return found.data.length < 5 ? undefined : { chainId, rollup: 'demo', namespaces, ...found };
}

it('goes on among a thousand blobs of junk', async () => {
  const stranger = accountNamed('stranger');
  const rollup = busy.rollup('demo');
  const lagBefore = await firmLag(rollup);
  const kinds = junkFor(seen);
  for (const { kind, blobs } of kinds) say(`  ${blobs.length} × ${kind}`);
  const blobs = mixed(kinds.flatMap((junk) => junk.blobs));
  expect(blobs.length).toBeGreaterThan(1_000);
  await expect(
    busy.da.submit([{ namespace: seen.namespaces.chain, data: '', share_version: 0 }]),
  ).rejects.toThrow('data can not be empty');
  const before = rollup.watcher.seen().samples.length;
  let submissions = 0;
  const batches = Array.from({ length: 12 }, (_, i) => blobs.filter((_blob, at) => at % 12 === i));
  for (const [index, batch] of batches.entries()) {
    // Every other submission is a stranger's; the rest come from the account that the network itself uses.
    const isStranger = index % 2 === 0;
    const sent = busy.da.submit(
      isStranger ? batch.map((blob) => signedBy(blob, stranger)) : batch,
      isStranger ? 'stranger' : undefined,
    );
    submissions += 1;
    await sent;
  }
  for (const blob of largestJunk(seen)) {
    await busy.da.submit([blob], 'stranger');
    submissions += 1;
  }
  const seconds = await secondsUntilLag(rollup, lagBefore + 8, 60_000);
  const samples = rollup.watcher.seen().samples.slice(before);
  const worst = Math.max(...samples.map(({ latest, finalized }) => latest - finalized));
  say(
    `${blobs.length} blobs in ${submissions} submissions; firm was at most ${worst} blocks behind (${lagBefore} before), ` +
      `as before ${seconds.toFixed(1)} s after the last (${samples.length} readings)`,
  );
  expect(worst).toBeLessThanOrEqual(MOST_BEHIND);
});

it('kept every law', async () => {
  const { violations, ...figures } = await busy.judge();
  say(JSON.stringify(figures));
  expect(violations).toEqual([]);
  // An answer may be lost on a busy machine; whatever else is executed, nobody sent.
  expect(figures.unaccounted).toEqual([]);
  expect(figures.executed).toBe(figures.accepted + figures.executedUnanswered);
  expect(figures.daIgnored).toBeGreaterThan(500);
  expect(busy.measureMemory('junk on the DA layer')).toEqual([]);
});

it('derives the same blocks again through all of it', async () => {
  const { network } = busy;
  const { target } = busy.rollup('demo');
  const last = await head(target.frontUrl, 'finalized');
  const hashes = (await rollupBlocks(target.frontUrl, 1, last)).map(({ hash }) => hash);
  expect((await network.cli('stop')).code).toBe(0);

  // Nothing of the sequencer runs. The node, the driver and the conductor start from their genesis and anchor files.
  const layout = layoutOf(join(import.meta.dirname, '../..'), network.folder);
  const state = await loadNetwork(layout);
  const rollup = state?.rollups[0];
  if (state === undefined || rollup === undefined) throw new Error('the network has no rollup');
  for (const [part, kept] of [
    ['node', 'genesis.json'],
    ['conductor', 'anchor.json'],
    ['evm-driver'],
  ] as const) {
    const folder = join(layout.data, `${part}@demo`);
    if (kept !== undefined) cpSync(join(folder, kept), join(layout.data, `${part}-${kept}`));
    rmSync(folder, { recursive: true });
    if (kept !== undefined) cpSync(join(layout.data, `${part}-${kept}`), join(folder, kept));
  }
  const machine = thisMachine(layout, process.env);
  const parts = planOfRollup(machine, state, { ...rollup, mode: 'firm-only' });
  const began = performance.now();
  for (const spec of [
    planOfDa(machine, state.portOffset),
    ...parts.filter(({ name }) => !name.startsWith('composer')),
  ]) {
    running.push({ ...launch(spec), name: spec.name });
  }
  using memory = watchMemory({ children: () => running });
  await eventually(
    `block ${last} to be final again`,
    async () => {
      await sleep(200);
      return (await head(target.frontUrl, 'finalized')) >= last ? true : undefined;
    },
    90_000,
  );
  say(`derived ${last} blocks again in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  expect((await rollupBlocks(target.frontUrl, 1, last)).map(({ hash }) => hash)).toEqual(hashes);
  expect(recordPeaks('the same junk, read from the beginning', memory.peaks())).toEqual([]);
});

/** The 20 bytes of a key of local-da's keyring. */
function accountNamed(wanted: string): Uint8Array {
  type Genesis = { readonly accounts: readonly { readonly name: string; readonly address: string }[] };
  const file = readFileSync(join(busy.network.folder, 'data/local-da/genesis.json'), 'utf8');
  const found = (JSON.parse(file) as Genesis).accounts.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`local-da has no key ${wanted}`);
  return parseAccount(found.address);
}

/** The same mixture each time: a kind never comes alone. */
function mixed(blobs: readonly DaBlob[]): readonly DaBlob[] {
  return blobs
    .map((blob, i) => ({ blob, place: (i * 7_919) % 104_729 }))
    .sort((a, b) => a.place - b.place)
    .map(({ blob }) => blob);
}
