import { setTimeout as sleep } from 'node:timers/promises';
import { call, callAll } from './json-rpc.ts';

/** A block of a rollup, as its public RPC tells it. */
export type RollupBlock = {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  readonly transactions: readonly { readonly hash: string; readonly from: string; readonly nonce: number }[];
};

/** Heads, read within a moment. A failed reading begins a new life: the front may have been restarted. */
export type HeadSample = {
  readonly life: number;
  readonly finalized: number;
  readonly safe: number;
  readonly latest: number;
};

/** What a watcher has seen until now. */
export type Watched = {
  readonly samples: readonly HeadSample[];
  /** Hash by number, read when the block was the latest or just below it. */
  readonly softHashes: ReadonlyMap<number, string>;
  readonly failures: number;
};

type Wire = {
  readonly number: string;
  readonly hash: string;
  readonly parentHash: string;
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

/** Reads the heads until it is stopped, and each new soft block as it comes. */
export function watchHeads(url: string): {
  readonly seen: () => Watched;
  readonly stop: () => Promise<Watched>;
} {
  const samples: HeadSample[] = [];
  const softHashes = new Map<number, string>();
  let failures = 0;
  let life = 0;
  const stopping = new AbortController();
  const seen = (): Watched => ({ samples: [...samples], softHashes: new Map(softHashes), failures });
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      try {
        // In this order, so that no head may honestly be above one that is read after it.
        const finalized = await head(url, 'finalized');
        const safe = await head(url, 'safe');
        const latest = await head(url, 'latest');
        const last = samples.at(-1)?.latest ?? latest - 1;
        for (const block of await rollupBlocks(url, last + 1, latest)) {
          softHashes.set(block.number, block.hash);
        }
        samples.push({ life, finalized, safe, latest });
      } catch {
        failures += 1;
        life += 1;
      }
      await sleep(200);
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

/** The integers from..to. */
export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
