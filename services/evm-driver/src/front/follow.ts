import { rollupNumber } from '@switchyard/primitives';
import { type Clock, type Logger, retrying, type Task } from '@switchyard/service-kit';
import type { Commitments } from '../domain/block.ts';
import type { EvmAddress } from '../domain/names.ts';
import type { JsonRpc } from '../engines/json-rpc.ts';
import { quantityOf } from '../engines/wire.ts';
import { NodeMovedError } from '../errors.ts';
import type { Execution } from '../execution.ts';
import type { Accounts } from './accounts.ts';
import type { Feed } from './feed.ts';
import { isObject } from './params.ts';
import type { Pending, SoftBlock } from './pending.ts';

/** What follows the soft head. */
export type FollowDeps = {
  readonly execution: Execution;
  readonly pending: Pending;
  readonly accounts: Accounts;
  readonly rpc: JsonRpc;
  readonly clock: Clock;
  readonly log: Logger;
  readonly heads: Feed<object>;
  readonly logs: Feed<readonly unknown[]>;
  readonly gasLimit: bigint;
  /** Called once what waited before a restart has been compared with the state. */
  readonly onReady: () => void;
};

const sendersPerSweep = 1_000;

/** Lets used nonces leave the pool, and tells subscribers of new blocks, each soft block once and in order. */
export function follow(deps: FollowDeps): Task {
  const { execution, clock, log, onReady } = deps;
  return async (signal) => {
    let last: bigint | undefined;
    for await (const { commitments } of execution.view.changes(signal)) {
      if (commitments === undefined) continue;
      const { soft } = commitments;
      if (last === undefined || soft.number < last) {
        await retrying({ clock, log, operation: 'sweep' }, () => sweep(deps, commitments), signal);
        onReady();
        last = soft.number;
      }
      for (; last < soft.number; last++) {
        const number = rollupNumber(last + 1n);
        await retrying({ clock, log, operation: 'settle' }, () => settle(deps, number, commitments), signal);
        await retrying({ clock, log, operation: 'announce' }, () => announce(deps, number, signal), signal);
      }
    }
  };
}

/** Compares every waiting sender with the state. */
async function sweep({ accounts, pending, gasLimit }: FollowDeps, { soft }: Commitments): Promise<void> {
  const at = { ...soft, gasLimit };
  const senders = pending.pool.senders();
  for (let start = 0; start < senders.length || start === 0; start += sendersPerSweep) {
    const part = senders.slice(start, start + sendersPerSweep);
    const nonces = await Promise.all(
      part.map(async (sender) => [sender, (await accounts.read(at, sender)).nonce] as const),
    );
    await pending.settle(new Map(nonces), at);
  }
}

/** Takes the nonces that a block used. */
async function settle(
  deps: FollowDeps,
  number: ReturnType<typeof rollupNumber>,
  commitments: Commitments,
): Promise<void> {
  const included = deps.execution.included(number);
  if (included === undefined) return sweep(deps, commitments);
  const nonces = new Map<EvmAddress, bigint>();
  for (const { sender, nonce } of included) nonces.set(sender, nonce + 1n);
  const at: SoftBlock = { ...commitments.soft, gasLimit: deps.gasLimit };
  await deps.pending.settle(nonces, at);
}

async function announce(
  { rpc, heads, logs, execution }: FollowDeps,
  number: bigint,
  signal: AbortSignal,
): Promise<void> {
  if (heads.listeners() + logs.listeners() === 0) return;
  const block = await rpc.call('eth_getBlockByNumber', [quantityOf(number), false], signal);
  if (!isObject(block)) {
    const soft = execution.view.value.commitments?.soft.number;
    if (soft !== undefined && soft < number) return;
    throw new NodeMovedError({ what: 'a committed block is not there yet', number });
  }
  const {
    transactions,
    uncles: _uncles,
    withdrawals: _withdrawals,
    size: _size,
    totalDifficulty: _total,
    ...header
  } = block;
  heads.publish(header);
  if (logs.listeners() === 0 || !Array.isArray(transactions) || transactions.length === 0) return;
  const found = await rpc.call('eth_getLogs', [{ blockHash: block['hash'] }], signal);
  if (Array.isArray(found) && found.length > 0) logs.publish(found);
}
