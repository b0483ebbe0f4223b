import type { Brand } from './brand.ts';
import { maxU64 } from './bytes.ts';
import { MalformedError } from './errors.ts';

/** A height of the sequencer chain. */
export type SequencerHeight = Brand<bigint, 'SequencerHeight'>;

/** A height of the data availability layer. */
export type DaHeight = Brand<bigint, 'DaHeight'>;

/** The number of a rollup's block. */
export type RollupNumber = Brand<bigint, 'RollupNumber'>;

type AnyHeight = SequencerHeight | DaHeight | RollupNumber;

/** The checked height. @throws MalformedError outside u64. */
export function sequencerHeight(value: bigint | number): SequencerHeight {
  return checked(value) as SequencerHeight;
}

/** The checked height. @throws MalformedError outside u64. */
export function daHeight(value: bigint | number): DaHeight {
  return checked(value) as DaHeight;
}

/** The checked number. @throws MalformedError outside u64. */
export function rollupNumber(value: bigint | number): RollupNumber {
  return checked(value) as RollupNumber;
}

/** The height that follows, in the same chain. */
export function next<H extends AnyHeight>(height: H): H {
  return checked(height + 1n) as H;
}

function checked(value: bigint | number): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new MalformedError('height is not an integer');
  const height = BigInt(value);
  if (height < 0n || height > maxU64) throw new MalformedError('height is outside u64', { height });
  return height;
}
