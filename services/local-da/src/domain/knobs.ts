import { type Namespace, toHex } from '@switchyard/primitives';

/** How a submission whose transaction was dropped is answered. */
type DropAnswer = 'evicted' | 'height' | 'never';

/** Faults that tests ask for. Zero, false and empty mean none. */
export type Knobs = {
  /** No blocks are made; submissions wait. */
  readonly pause: boolean;
  /** Every n-th accepted transaction never lands. */
  readonly dropEvery: number;
  readonly dropAnswer: DropAnswer;
  /** Every n-th accepted transaction lands a second time in the next block. */
  readonly doubleEvery: number;
  /** Transactions land so many blocks late. */
  readonly delayBlocks: number;
  /** Blobs whose bytes the node does not give, by commitment in lower-case hex. */
  readonly withholdCommitments: readonly string[];
  /** Namespaces whose bytes the node does not give, in lower-case hex. */
  readonly withholdNamespaces: readonly string[];
};

export const noFaults: Knobs = {
  pause: false,
  dropEvery: 0,
  dropAnswer: 'evicted',
  doubleEvery: 0,
  delayBlocks: 0,
  withholdCommitments: [],
  withholdNamespaces: [],
};

/** What happens to the n-th accepted transaction, counted from 1. */
export type Fate = 'lands' | 'lands twice' | 'is dropped';

/** The fate of the n-th accepted transaction. */
export function fateOf({ dropEvery, doubleEvery }: Knobs, nth: number): Fate {
  if (dropEvery > 0 && nth % dropEvery === 0) return 'is dropped';
  return doubleEvery > 0 && nth % doubleEvery === 0 ? 'lands twice' : 'lands';
}

/** What of a block a request wants to see. */
export type Wanted = { readonly namespace: Namespace; readonly commitment: Uint8Array };

/** Whether the node pretends not to have a blob. */
export function isWithheld({ withholdCommitments, withholdNamespaces }: Knobs, wanted: Wanted): boolean {
  return (
    withholdCommitments.includes(toHex(wanted.commitment)) ||
    withholdNamespaces.includes(toHex(wanted.namespace))
  );
}
