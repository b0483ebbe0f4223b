import { toHex } from '@switchyard/primitives';
import type { Params } from '@switchyard/protocol';
import type { SequencerChain } from './sequencer-chain.ts';

/** What the public API said after a height. */
export type MarketPoint = {
  readonly height: bigint;
  readonly price: bigint;
  readonly budget: bigint;
  readonly credit: bigint;
  readonly backlog: bigint;
};

/** Writes down, while it lives, what each committed state says of price and budget. */
export type MarketWatch = AsyncDisposable & {
  readonly points: ReadonlyMap<bigint, MarketPoint>;
  readonly latest: () => MarketPoint;
};

const pollMs = 150;
const never = new AbortController().signal;

/** Watches from the state that is committed now. */
export async function watchMarket(chain: SequencerChain): Promise<MarketWatch> {
  const points = new Map<bigint, MarketPoint>();
  const stopping = new AbortController();
  const ask = async (): Promise<MarketPoint> => {
    const { stateHeight, price, budgetBytes, creditBytes, backlogBytes } =
      await chain.client.daProgress(never);
    const point = {
      ...{ height: stateHeight, price, budget: budgetBytes },
      ...{ credit: creditBytes, backlog: backlogBytes },
    };
    points.set(stateHeight, point);
    return point;
  };
  let latest = await ask();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      latest = await ask();
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  })();
  return {
    points,
    latest: () => latest,
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await watching;
    },
  };
}

/** The price after a block, written anew from specs/05-state-machine.md §6. */
export function expectedPrice({ price, budget }: MarketPoint, used: bigint, params: Params): bigint {
  const target = budget / 2n;
  let next = price;
  if (4n * budget >= params.rollupBudgetBytes) {
    const distance = used > target ? used - target : target - used;
    const step = (price * distance) / (target * 64n);
    if (used > target) next += step > 1n ? step : 1n;
    else next -= step;
  }
  if (next < params.priceFloor) return params.priceFloor;
  if (next > params.priceCap) return params.priceCap;
  return next;
}

/** What ordinary transactions took of a height, in all and by sender. */
export async function usageOf(
  chain: SequencerChain,
  height: bigint,
): Promise<{
  readonly used: bigint;
  readonly bySender: ReadonlyMap<string, bigint>;
  readonly isAdministered: boolean;
}> {
  const { transactions } = await chain.block(height);
  const ordinary = transactions.filter(({ lane }) => lane === 'ordinary');
  const bySender = new Map<string, bigint>();
  for (const { sender, bytes } of ordinary) {
    const name = toHex(sender);
    bySender.set(name, (bySender.get(name) ?? 0n) + BigInt(bytes.length));
  }
  return {
    used: [...bySender.values()].reduce((sum, bytes) => sum + bytes, 0n),
    bySender,
    isAdministered: transactions.some(({ lane }) => lane === 'sudo'),
  };
}
