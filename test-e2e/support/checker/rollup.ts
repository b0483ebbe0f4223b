import { setTimeout as sleep } from 'node:timers/promises';
import { call, callAll, getText, isRefusal } from './json-rpc.ts';

/** A block of a rollup, as its public RPC tells it. */
export type RollupBlock = {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  readonly baseFeePerGas: bigint;
  readonly gasLimit: bigint;
  readonly transactions: readonly { readonly hash: string; readonly from: string; readonly nonce: number }[];
};

/** Heads, read within a moment of one life of the front's process. */
export type HeadSample = {
  /** When the process started, in seconds; without an admin port, how often the front refused connections until then. */
  readonly life: number;
  readonly finalized: number;
  readonly safe: number;
  readonly latest: number;
};

/** What a watcher has seen until now. */
export type Watched = {
  readonly samples: readonly HeadSample[];
  /** Hash by number, as it was first seen when the block was the latest or just below it. */
  readonly softHashes: ReadonlyMap<number, string>;
  /** Blocks that were seen with another hash later on, such as after a restart: `<number> <first> <later>`. */
  readonly changedHashes: readonly string[];
  /** Readings without an answer: outages, which are no regressions. */
  readonly failures: number;
};

type Wire = {
  readonly number: string;
  readonly hash: string;
  readonly parentHash: string;
  readonly baseFeePerGas: string;
  readonly gasLimit: string;
  readonly transactions: readonly { readonly hash: string; readonly from: string; readonly nonce: string }[];
};

const BATCH = 50;

/** The blocks from..to, with their transactions. */
export async function rollupBlocks(url: string, from: number, to: number): Promise<readonly RollupBlock[]> {
  const blocks: RollupBlock[] = [];
  for (let first = from; first <= to; first += BATCH) {
    const numbers = range(first, Math.min(to, first + BATCH - 1));
    const parameters = numbers.map((number) => [`0x${number.toString(16)}`, true]);
    for (const [index, wire] of (
      await callAll<Wire | null>(url, 'eth_getBlockByNumber', parameters)
    ).entries()) {
      if (wire === null) throw new Error(`rollup block ${numbers[index]} is not there`);
      blocks.push({
        number: Number(wire.number),
        hash: wire.hash,
        parentHash: wire.parentHash,
        baseFeePerGas: BigInt(wire.baseFeePerGas),
        gasLimit: BigInt(wire.gasLimit),
        transactions: wire.transactions.map(({ hash, from: sender, nonce }) => ({
          hash,
          from: sender.toLowerCase(),
          nonce: Number(nonce),
        })),
      });
    }
  }
  return blocks;
}

/** The number of the block that a tag names. */
export async function head(url: string, tag: 'latest' | 'safe' | 'finalized'): Promise<number> {
  const block = await call<Wire | null>(url, 'eth_getBlockByNumber', [tag, false]);
  return block === null ? 0 : Number(block.number);
}

/** Locally a driver's admin port is so far above the port of its front. */
const ADMIN_DISTANCE = 9_311 - 8_545;
const POLL_MS = 200;

/**
 * Reads the heads until it is stopped, and each new soft block as it comes. It goes on through restarts and outages: what is not
 * answered is a failure, and heads are compared within one life of the process.
 */
export function watchHeads(
  url: string,
  adminUrl: string = adminUrlOf(url),
): {
  readonly seen: () => Watched;
  readonly stop: () => Promise<Watched>;
} {
  const samples: HeadSample[] = [];
  const softHashes = new Map<number, string>();
  const changed = new Set<string>();
  let failures = 0;
  let refusals = 0;
  const stopping = new AbortController();
  const seen = (): Watched => ({
    samples: [...samples],
    softHashes: new Map(softHashes),
    changedHashes: [...changed],
    failures,
  });
  const look = async (): Promise<void> => {
    const life = (await startOf(adminUrl)) ?? refusals;
    // In this order, so that no head may honestly be above one that is read after it.
    const finalized = await head(url, 'finalized');
    const safe = await head(url, 'safe');
    const latest = await head(url, 'latest');
    const from = Math.max(1, Math.min(samples.at(-1)?.latest ?? latest, latest) - 1);
    for (const { number, hash } of await rollupBlocks(url, from, latest)) {
      const first = softHashes.get(number);
      if (first === undefined) softHashes.set(number, hash);
      else if (first !== hash) changed.add(`${number} ${first} ${hash}`);
    }
    // Heads of two processes say nothing about each other.
    if (((await startOf(adminUrl)) ?? refusals) === life) samples.push({ life, finalized, safe, latest });
  };
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await look();
      } catch (error) {
        failures += 1;
        if (isRefusal(error)) refusals += 1;
      }
      await sleep(POLL_MS);
    }
  })();
  return {
    seen,
    stop: async () => {
      stopping.abort();
      await watching;
      return seen();
    },
  };
}

function adminUrlOf(url: string): string {
  const admin = new URL(url);
  admin.port = `${Number(admin.port) + ADMIN_DISTANCE}`;
  return admin.origin;
}

/** When the process behind an admin port started; undefined when nobody tells. */
async function startOf(adminUrl: string): Promise<number | undefined> {
  try {
    const found = /^process_start_time_seconds (\S+)$/m.exec(await getText(`${adminUrl}/metrics`));
    return found?.[1] === undefined ? undefined : Number(found[1]);
  } catch {
    return undefined;
  }
}

/** The integers from..to. */
export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
