import { InconsistentHistoryError } from './errors.ts';

/** Where application, block store and chain state stand when they meet. */
export type Heights = {
  readonly app: bigint;
  /** Lowest and highest block of the store; 0 when it is empty. */
  readonly storeBase: bigint;
  readonly store: bigint;
  readonly state: bigint;
  readonly initial: bigint;
};

/** How the last stored block, which the chain's state does not know yet, is applied. */
export type LastBlock =
  /** There is none. */
  | 'none'
  /** By the application: it has not committed it. */
  | 'application'
  /** With the stored results: the application has committed it. */
  | 'results';

/** What brings the three to one height. */
export type HandshakePlan = {
  readonly initChain: boolean;
  /** Blocks that the application executes again, while the chain's state knows them already. */
  readonly replay: { readonly from: bigint; readonly to: bigint } | undefined;
  readonly lastBlock: LastBlock;
};

/**
 * CometBFT's table of crash windows: the store is never behind the state nor more than one block ahead, and the
 * application is anywhere up to the store.
 *
 * @throws InconsistentHistoryError when they are not of one history, or the blocks that the application lacks are pruned.
 */
export function planHandshake(heights: Heights): HandshakePlan {
  const { app, storeBase, store, state, initial } = heights;
  const initChain = app === 0n;
  if (store === 0n && app === 0n) return { initChain, replay: undefined, lastBlock: 'none' };
  assertOneHistory(heights);
  const pending = store > state;
  if (app === store) {
    return { initChain, replay: undefined, lastBlock: pending ? 'results' : 'none' };
  }
  const from = app === 0n ? initial : app + 1n;
  const to = pending ? store - 1n : store;
  if (from < storeBase) {
    throw new InconsistentHistoryError(
      'application needs blocks that were pruned',
      { ...heights },
      'application',
    );
  }
  return {
    initChain,
    replay: from > to ? undefined : { from, to },
    lastBlock: pending ? 'application' : 'none',
  };
}

function assertOneHistory(heights: Heights): void {
  const { app, store, state } = heights;
  if (app > store) {
    throw new InconsistentHistoryError('application is ahead of the block store', { ...heights });
  }
  if (store < state || store > state + 1n) {
    const isFirst = state === 0n && store === heights.initial;
    if (!isFirst) {
      throw new InconsistentHistoryError('block store and chain state do not fit', {
        ...heights,
      });
    }
  }
}

/** How far a key and the blocks that it signed have come. */
export type SigningHeights = {
  readonly store: bigint;
  /** The height that is decided after the store's. */
  readonly next: bigint;
  readonly signed: bigint;
};

/**
 * Refuses to sign on after a store or a signing state was lost: a key whose state is older than its blocks, or blocks
 * older than the key's state, could sign a second block at a height.
 *
 * @throws InconsistentHistoryError
 */
export function assertSigningFits(heights: SigningHeights): void {
  if (heights.signed < heights.store) {
    throw new InconsistentHistoryError(
      'signing state is older than the blocks',
      { ...heights },
      'signing-state',
    );
  }
  if (heights.signed > heights.next) {
    throw new InconsistentHistoryError('blocks are older than the signing state', { ...heights });
  }
}
