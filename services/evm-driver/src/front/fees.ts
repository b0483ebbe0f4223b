import { rollupNumber } from '@switchyard/primitives';
import type { Commitments } from '../domain/block.ts';
import { nextBaseFee } from '../domain/gas.ts';
import { quantityOf } from '../engines/wire.ts';
import type { JournalEntry } from '../ports.ts';
import { parseBlockTag } from './block-tag.ts';
import type { NodeCalls } from './node-calls.ts';
import { isObject, quantityParam } from './params.ts';
import { invalidParams } from './rpc-error.ts';

/** What a wallet is told to tip: the price of a place is the base fee, since order is the sequencer's. */
const SUGGESTED_TIP = 1_000_000_000n;

const maxBlocks = 1_024n;
const maxBlocksWithRewards = 128n;

/** Fees from what the driver knows of its blocks; the node's own history does not survive a rollback. */
export type Fees = {
  readonly gasPrice: (seen: Commitments) => string;
  readonly tip: () => string;
  readonly history: (params: readonly unknown[], seen: Commitments) => Promise<object>;
};

/** Fee methods over blocks and node. */
export function createFees({
  entry,
  genesisFee,
  gasLimit,
  calls,
}: {
  readonly entry: (number: ReturnType<typeof rollupNumber>) => JournalEntry | undefined;
  readonly genesisFee: () => bigint;
  readonly gasLimit: bigint;
  readonly calls: NodeCalls;
}): Fees {
  const feeOf = (number: bigint): { readonly baseFee: bigint; readonly gasUsed: bigint } | undefined => {
    if (number === 0n) return { baseFee: genesisFee(), gasUsed: 0n };
    return entry(rollupNumber(number))?.block;
  };

  return {
    gasPrice: ({ soft }) => quantityOf(nextBaseFee({ ...soft, gasLimit }) + SUGGESTED_TIP),
    tip: () => quantityOf(SUGGESTED_TIP),
    history: async ([count, newest, percentiles], seen) => {
      const wanted = percentilesParam(percentiles);
      const asked = quantityParam(count, 0);
      const limit = wanted.length === 0 ? maxBlocks : maxBlocksWithRewards;
      const block = parseBlockTag(newest, 1, seen, undefined);
      if (block.kind !== 'number') throw invalidParams('request beyond head block');
      const numbers: bigint[] = [];
      for (let number = block.number; number >= 0n && BigInt(numbers.length) < asked; number--) {
        if (BigInt(numbers.length) >= limit || feeOf(number) === undefined) break;
        numbers.unshift(number);
      }
      const fees = numbers.map((number) => feeOf(number) ?? { baseFee: 0n, gasUsed: 0n });
      const last = fees.at(-1);
      const after = last === undefined ? [] : [nextBaseFee({ ...last, gasLimit })];
      const base = [...fees.map(({ baseFee }) => baseFee), ...after];
      const rewards = wanted.length === 0 ? undefined : await rewardsOf(calls, numbers, fees, wanted, seen);
      return {
        oldestBlock: quantityOf(numbers[0] ?? 0n),
        baseFeePerGas: base.map(quantityOf),
        gasUsedRatio: fees.map(({ gasUsed }) => Number(gasUsed) / Number(gasLimit)),
        baseFeePerBlobGas: base.map(() => '0x1'),
        blobGasUsedRatio: fees.map(() => 0),
        ...(rewards === undefined ? {} : { reward: rewards }),
      };
    },
  };
}

function percentilesParam(value: unknown): readonly number[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > 100)
    throw invalidParams('invalid argument 2: percentiles expected');
  return value.map((percentile, index) => {
    const previous: unknown = value[index - 1] ?? 0;
    if (typeof percentile !== 'number' || !(percentile >= Number(previous)) || percentile > 100) {
      throw invalidParams('invalid reward percentile');
    }
    return percentile;
  });
}

async function rewardsOf(
  calls: NodeCalls,
  numbers: readonly bigint[],
  fees: readonly { readonly baseFee: bigint; readonly gasUsed: bigint }[],
  percentiles: readonly number[],
  seen: Commitments,
): Promise<string[][]> {
  const rewards: string[][] = [];
  for (const [index, number] of numbers.entries()) {
    const fee = fees[index];
    const receipts =
      fee === undefined || fee.gasUsed === 0n
        ? []
        : await calls.ask('eth_getBlockReceipts', [quantityOf(number)], seen);
    rewards.push(rewardsIn(Array.isArray(receipts) ? receipts : [], fee?.baseFee ?? 0n, percentiles));
  }
  return rewards;
}

/** Effective tips weighted by gas, as EIP-1559's fee history wants. */
function rewardsIn(receipts: readonly unknown[], baseFee: bigint, percentiles: readonly number[]): string[] {
  const paid = receipts
    .filter(isObject)
    .map((receipt) => ({
      gas: Number(receipt['gasUsed'] ?? 0),
      tip: priceOf(receipt['effectiveGasPrice'], baseFee) - baseFee,
    }))
    .toSorted((a, b) => (a.tip < b.tip ? -1 : a.tip > b.tip ? 1 : 0));
  const total = paid.reduce((sum, { gas }) => sum + gas, 0);
  return percentiles.map((percentile) => {
    let gas = 0;
    const found = paid.find((each) => {
      gas += each.gas;
      return gas >= (total * percentile) / 100;
    });
    return quantityOf((found ?? paid.at(-1))?.tip ?? 0n);
  });
}

function priceOf(price: unknown, otherwise: bigint): bigint {
  return typeof price === 'string' && /^0x[0-9a-f]{1,64}$/i.test(price) ? BigInt(price) : otherwise;
}
