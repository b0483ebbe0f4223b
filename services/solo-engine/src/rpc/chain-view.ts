import { formatTime } from '@switchyard/light';
import { upperHex } from '../adapters/json.ts';
import type { ChainState } from '../domain/chain.ts';
import type { Application, BlockStore, StoredBlock } from '../ports.ts';
import type { Arguments } from './arguments.ts';
import { internalError } from './errors.ts';
import type { Turn } from './turns.ts';

/** The block of one height in short, as JSON has it. */
export type BlockEnd = { readonly hash: string; readonly appHash: string; readonly time: string };

/** What the RPC reads. Blocks count once they are executed and committed. */
export type ChainView = {
  readonly store: BlockStore;
  /** Undefined until the application has been greeted once. */
  readonly state: () => ChainState | undefined;
  readonly application: () => Application | undefined;
  readonly genesisJson: object;
  readonly ownKey: Uint8Array;
  readonly rpcAddress: string;
  readonly turn: Turn;
  readonly end: (height: bigint) => BlockEnd | undefined;
};

const keptEnds = 4;

/** Reads the ends of the chain, of which the last few are kept: everybody asks for the same, and each is a whole block to read. */
export function createEnds(store: BlockStore): ChainView['end'] {
  const kept = new Map<bigint, BlockEnd>();
  return (height) => {
    const known = kept.get(height);
    if (known !== undefined) return known;
    const stored = store.block(height);
    if (stored === undefined) return undefined;
    const { header } = stored.block;
    const end = {
      hash: upperHex(stored.blockId.hash),
      appHash: upperHex(header.appHash),
      time: formatTime(header.time),
    };
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= keptEnds) kept.delete(oldest);
    kept.set(height, end);
    return end;
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
