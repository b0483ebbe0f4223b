import { setTimeout as sleep } from 'node:timers/promises';
import { type Accepted, gather, reportedHeight, type Target, targetIn } from './checker/gather.ts';
import { call } from './checker/json-rpc.ts';
import { type Violation, violations } from './checker/laws.ts';
import { head, watchHeads } from './checker/rollup.ts';
import { type DaNode, daNodeAt } from './da-node.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from './local-network.ts';
import { recordPeaks, watchMemory } from './memory.ts';
import { type SteadyOptions, type SteadyWallet, startSteadyWallet } from './steady-wallet.ts';

/** A rollup with a wallet that sends to it and eyes on its heads. */
export type BusyRollup = {
  readonly name: string;
  readonly target: Target;
  readonly wallet: SteadyWallet;
  readonly watcher: ReturnType<typeof watchHeads>;
};

/** A whole local network with traffic on each of its rollups, and what judges it in the end. */
export type BusyNetwork = {
  readonly network: LocalNetwork;
  readonly da: DaNode;
  readonly rollup: (name: string) => BusyRollup;
  /** Records the peaks of memory until now, for good. @returns the services above their limit. */
  readonly measureMemory: (attack: string) => readonly string[];
  /** Ends the traffic, waits until all is final and reported, and says what is wrong. */
  readonly judge: () => Promise<Judgement>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** What came out. */
export type Judgement = {
  readonly violations: readonly (Violation & { readonly rollup: string })[];
  readonly accepted: number;
  readonly executed: number;
  /** Executed, and the wallet never heard that they were accepted: some try of each got no answer. */
  readonly executedUnanswered: number;
  /** Hashes of executed transactions that no wallet sent, or that were refused each time. */
  readonly unaccounted: readonly string[];
  readonly blocks: number;
  /** Soft hashes, each seen when it was new, that were compared with what is final. */
  readonly compared: number;
  readonly daBlobs: number;
  readonly daIgnored: number;
};

/** Rollups in the order of their ports; the first is the one that a start brings up. */
const known: readonly { readonly name: string; readonly chainId: number }[] = [
  { name: 'demo', chainId: 1_337 },
  { name: 'gm', chainId: 7_777_777 },
];

/** How the network is made: how many rollups, and how often its DA layer makes a block (`1s`). */
export type BusyOptions = {
  readonly rollups?: number;
  readonly daBlockInterval?: string;
  /** Further arguments of the start. */
  readonly engines?: readonly string[];
  /** Environments of children from the first start on. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** Starts a network with a wallet on each of its rollups. */
export async function startBusyNetwork(
  portOffset: number,
  traffic: Pick<SteadyOptions, 'intervalMs' | 'payloadBytes'>,
  { rollups = known.length, daBlockInterval, engines = [], settings = {} }: BusyOptions = {},
): Promise<BusyNetwork> {
  const network = createLocalNetwork(portOffset);
  if (daBlockInterval !== undefined) {
    network.override('local-da', { env: { SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: daBlockInterval } });
  }
  for (const [child, env] of Object.entries(settings)) network.override(child, { env });
  const busy: BusyRollup[] = [];
  const watching = new DisposableStack();
  const dispose = async (): Promise<void> => {
    watching.dispose();
    for (const { wallet, watcher } of busy) await Promise.all([wallet.stop(), watcher.stop()]);
    await network[Symbol.asyncDispose]();
  };
  try {
    await succeeded(network.start(...engines));
    for (const [index, { name, chainId }] of known.slice(0, rollups).entries()) {
      if (index > 0) await succeeded(network.cli('rollup', 'add', name, `${chainId}`));
      const target = targetIn(network.folder, name);
      const watcher = watchHeads(target.frontUrl);
      const wallet = startSteadyWallet({ url: target.frontUrl, chainId, ...traffic });
      busy.push({ name, target, watcher, wallet });
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  const memory = watching.use(watchMemory(network));
  return {
    network,
    measureMemory: (attack) => {
      const peaks = memory.peaks();
      watching.dispose();
      return recordPeaks(attack, peaks);
    },
    da: daNodeAt(portOffset),
    rollup: (name) => {
      const found = busy.find((one) => one.name === name);
      if (found === undefined) throw new Error(`no rollup ${name}`);
      return found;
    },
    judge: () => judge(busy),
    [Symbol.asyncDispose]: dispose,
  };
}

/** How many blocks of a rollup are soft and not yet firm. */
export async function firmLag({ target }: BusyRollup): Promise<number> {
  const latest = await head(target.frontUrl, 'latest');
  return latest - (await head(target.frontUrl, 'finalized'));
}

/** The largest firm lag seen within a time. */
export async function worstFirmLag(rollup: BusyRollup, ms: number): Promise<number> {
  const end = performance.now() + ms;
  let worst = 0;
  while (performance.now() < end) {
    worst = Math.max(worst, await firmLag(rollup));
    await sleep(250);
  }
  return worst;
}

/** Waits until a rollup is at most so many blocks behind. @returns after how many seconds. */
export async function secondsUntilLag(rollup: BusyRollup, most: number, withinMs: number): Promise<number> {
  const began = performance.now();
  await eventually(
    `a firm lag of ${rollup.name} of at most ${most}`,
    async () => {
      if ((await firmLag(rollup)) <= most) return true;
      await sleep(200);
      return undefined;
    },
    withinMs,
  );
  return (performance.now() - began) / 1_000;
}

async function judge(rollups: readonly BusyRollup[]): Promise<Judgement> {
  const sum = { accepted: 0, executed: 0, executedUnanswered: 0, blocks: 0, compared: 0 };
  const da = { daBlobs: 0, daIgnored: 0 };
  const unaccounted: string[] = [];
  const found: (Violation & { rollup: string })[] = [];
  for (const rollup of rollups) {
    const accepted = await rollup.wallet.stop();
    await settled(rollup, accepted);
  }
  for (const { name, target, wallet, watcher } of rollups) {
    const watched = await watcher.stop();
    const evidence = await gather(target, { accepted: wallet.accepted(), watched });
    found.push(...violations(evidence).map((violation) => ({ ...violation, rollup: name })));
    sum.accepted += evidence.accepted.length;
    const executed = evidence.blocks.flatMap(({ transactions }) => transactions.map(({ hash }) => hash));
    sum.executed += executed.length;
    const known = new Set(evidence.accepted.map(({ hash }) => hash));
    const unanswered = wallet.unanswered();
    const unheard = executed.filter((hash) => !known.has(hash));
    for (const hash of unheard) {
      const why = unanswered.get(hash);
      if (why === undefined) unaccounted.push(hash);
      else sum.executedUnanswered += 1;
      process.stdout.write(`${name}: ${hash} was executed, no answer: ${why ?? 'never sent, or refused'}\n`);
    }
    sum.blocks += evidence.blocks.length;
    sum.compared += evidence.blocks.filter(({ number }) => watched.softHashes.has(number)).length;
    da.daBlobs = evidence.da.blobs;
    da.daIgnored = evidence.da.ignored;
  }
  return { ...sum, ...da, unaccounted, violations: found };
}

const SETTLED_WITHIN_MS = 120_000;

/** Until every accepted transaction is executed, final, and reported. */
async function settled({ name, target }: BusyRollup, accepted: readonly Accepted[]): Promise<void> {
  const last = accepted.at(-1);
  if (last === undefined) throw new Error(`nothing was accepted by ${name}`);
  const wait = <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> =>
    eventually(
      `${what} (${name})`,
      async () => {
        const answer = await ask();
        if (answer === undefined) await sleep(200);
        return answer;
      },
      SETTLED_WITHIN_MS,
    );
  const latest = await wait('the last nonce to be used', async () => {
    const used = await call<string>(target.frontUrl, 'eth_getTransactionCount', [last.from, 'latest']);
    return Number(used) > last.nonce ? head(target.frontUrl, 'latest') : undefined;
  });
  await wait('finality', async () =>
    (await head(target.frontUrl, 'finalized')) >= latest ? true : undefined,
  );
  await wait('the report', async () =>
    (await reportedHeight(target)) >= target.startHeight + latest - 1 ? true : undefined,
  );
}

async function succeeded(
  running: Promise<{ readonly code: number; readonly stderr: string }>,
): Promise<void> {
  const { code, stderr } = await running;
  if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`);
}
