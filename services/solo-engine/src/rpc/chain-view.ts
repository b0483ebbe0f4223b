import type { ChainState } from '../domain/chain.ts';
import type { Application, BlockStore, StoredBlock } from '../ports.ts';
import type { Arguments } from './arguments.ts';
import { internalError } from './errors.ts';

/** What the RPC reads. Blocks count once they are executed and committed. */
export type ChainView = {
  readonly store: BlockStore;
  /** Undefined until the application has been greeted once. */
  readonly state: () => ChainState | undefined;
  readonly application: () => Application | undefined;
  readonly genesisJson: object;
  readonly ownKey: Uint8Array;
  readonly rpcAddress: string;
  /** Resolves when the next answer may be made. */
  readonly turn: () => Promise<void>;
};

/**
 * One answer at a time, in the order in which they were asked for, and a turn of the event loop between two: a large one takes many
 * milliseconds, and blocks are made meanwhile.
 */
export function createTurns(): ChainView['turn'] {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  };
}

/** The highest height that is served; 0 before the first block. */
export function committedHeight({ state, store }: ChainView): bigint {
  return (state() ?? store.state())?.height ?? 0n;
}

/**
 * The height that a call asks for, the newest when it names none.
 *
 * @throws RpcError in CometBFT's words, which light clients recognise.
 */
export function heightOf(view: ChainView, args: Arguments, ahead = 0n): bigint {
  const newest = committedHeight(view) + ahead;
  const height = args.integer('height');
  if (height === undefined) return newest;
  if (height <= 0n) throw internalError(`height must be greater than 0, but got ${height}`);
  if (height > newest) {
    throw internalError(
      `height ${height} must be less than or equal to the current blockchain height ${newest}`,
    );
  }
  if (height < view.store.base) {
    throw internalError(`height ${height} is not available, lowest height is ${view.store.base}`);
  }
  return height;
}

/** @throws RpcError when it is not there, as before the first block. */
export function blockAt({ store }: ChainView, height: bigint): StoredBlock {
  const stored = store.block(height);
  if (stored === undefined) throw internalError(`block of height ${height} is missing`);
  return stored;
}
