import { rollupIdOf, toHex } from '@switchyard/primitives';
import type { Action } from '@switchyard/protocol';
import { createPublicClient, http } from 'viem';
import { type KvRollup, startKvRollup } from '../../support/kv-network.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../../support/local-network.ts';
import { openSequencerAccount } from '../../support/sequencer-account.ts';
import { admittedOf, childBaseFee, type ParentAccount } from './oracle.ts';

/** The rollups that the same bytes go to. */
type Target = 'demo' | 'kv';

/** A block as the rules want it and as it is. */
export type Judged = {
  readonly number: bigint;
  readonly hash: string;
  readonly baseFee: bigint;
  readonly wanted: readonly string[];
  readonly found: readonly string[];
  readonly kvWanted: readonly string[];
  readonly kvFound: readonly string[];
};

/** A network with an EVM and a key-value rollup, and what was sequenced for them past every composer. */
export type GarbageWorld = AsyncDisposable & {
  readonly network: LocalNetwork;
  readonly kv: KvRollup;
  readonly reads: ReturnType<typeof readsOf>;
  /** Has items ordered, as atomic bundles of both rollups unless they are for one; the heights. */
  readonly sequence: (
    items: readonly Uint8Array[],
    targets?: readonly Target[],
  ) => Promise<readonly bigint[]>;
  /** Hands items in, and does not wait for their block. */
  readonly submit: (items: readonly Uint8Array[], targets?: readonly Target[]) => Promise<void>;
  /** Waits until all that was handed in has its block. */
  readonly settled: () => Promise<readonly bigint[]>;
  /** Judges all blocks of these heights. */
  readonly judge: (heights: readonly bigint[]) => Promise<readonly Judged[]>;
};

/** Of senders that nobody ever paid, so many are asked after; the rest have nothing. */
const askedStrangers = 50;
/** Every action counts its id and framing. */
const actionBytes = 48;
const mostBytes = 1_040_000;

const readsOf = (url: string) =>
  createPublicClient({
    transport: http(url, { retryCount: 0, timeout: 30_000, batch: { batchSize: 50 } }),
    cacheTime: 0,
  });

/** Starts it. Only the accounts that are named, in lower case, ever get funds. */
export async function openGarbageWorld(
  portOffset: number,
  funded: ReadonlySet<string>,
): Promise<GarbageWorld> {
  await using opened = new AsyncDisposableStack();
  const network = opened.use(createLocalNetwork(portOffset));
  const started = await network.start();
  if (started.code !== 0) throw new Error(started.stderr);
  const kv = opened.use(await startKvRollup(network));
  const account = opened.use(await openSequencerAccount(network));
  const reads = readsOf(network.rpcUrl(0));
  const pending: { id: Uint8Array; items: readonly Uint8Array[]; targets: readonly Target[] }[] = [];
  const sections = new Map<Target, Map<bigint, Uint8Array[]>>([
    ['demo', new Map()],
    ['kv', new Map()],
  ]);

  const accountsAt = async (
    blockNumber: bigint,
    addresses: readonly string[],
  ): Promise<Map<string, ParentAccount>> => {
    const read = async (of: string): Promise<[string, ParentAccount]> => {
      const address = of as `0x${string}`;
      const [nonce, balance, code] = await Promise.all([
        reads.getTransactionCount({ address, blockNumber }),
        reads.getBalance({ address, blockNumber }),
        reads.getCode({ address, blockNumber }),
      ]);
      return [of, { nonce: BigInt(nonce), balance, hasCode: code !== undefined }];
    };
    const nothing: ParentAccount = { nonce: 0n, balance: 0n, hasCode: false };
    const accounts = new Map(addresses.map((address) => [address, nothing]));
    const strangers = addresses.filter((address) => !funded.has(address)).slice(0, askedStrangers);
    const asked = [...addresses.filter((address) => funded.has(address)), ...strangers];
    for (let at = 0; at < asked.length; at += 100) {
      for (const [of, found] of await Promise.all(asked.slice(at, at + 100).map(read))) {
        accounts.set(of, found);
      }
    }
    return accounts;
  };

  const judge = async (height: bigint): Promise<Judged> => {
    const number = height - kv.startHeight + 1n;
    const [block, kvFound] = await Promise.all([
      eventually('the EVM rollup to have the block', () => reads.getBlock({ blockNumber: number }), 90_000),
      eventually('the key-value rollup to have the block', () => kv.items(number), 90_000),
    ]);
    const parent = await reads.getBlock({ blockNumber: number - 1n });
    const { gasUsed, gasLimit } = parent;
    const baseFee = childBaseFee({ baseFee: parent.baseFeePerGas ?? 0n, gasUsed, gasLimit });
    const wanted = await admittedOf(sections.get('demo')?.get(height) ?? [], {
      chainId: 1337n,
      baseFee,
      gasLimit,
      accounts: (addresses) => accountsAt(number - 1n, addresses),
    });
    const kvWanted = (sections.get('kv')?.get(height) ?? []).map(toHex);
    return { number, hash: block.hash, baseFee, wanted, found: block.transactions, kvWanted, kvFound };
  };

  const submit: GarbageWorld['submit'] = async (items, targets = ['demo', 'kv']) => {
    for (const part of parts(items, targets.length)) {
      const actions = part.flatMap((data) =>
        targets.map((name): Action => ({ kind: 'submitRollupData', rollupId: rollupIdOf(name), data })),
      );
      pending.push({ id: await account.submit(actions), items: part, targets });
    }
  };
  const settled = async (): Promise<readonly bigint[]> => {
    const heights = new Set<bigint>();
    for (const { id, items, targets } of pending.splice(0)) {
      const height = await account.heightOf(id);
      heights.add(height);
      for (const target of targets) {
        const section = sections.get(target);
        section?.set(height, [...(section.get(height) ?? []), ...items]);
      }
    }
    return [...heights];
  };
  const all = opened.move();
  return {
    network,
    kv,
    reads,
    submit,
    settled,
    sequence: async (items, targets) => {
      await submit(items, targets);
      return settled();
    },
    judge: async (heights) => {
      const judged: Judged[] = [];
      for (const height of heights) judged.push(await judge(height));
      return judged;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Cuts items so that each part fits in one sequencer transaction. */
function parts(items: readonly Uint8Array[], copies: number): readonly (readonly Uint8Array[])[] {
  const all: Uint8Array[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = copies * (item.length + actionBytes);
    if (bytes + size > mostBytes) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(item);
    bytes += size;
  }
  return all;
}
