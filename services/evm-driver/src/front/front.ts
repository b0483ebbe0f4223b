import { join } from 'node:path';
import { faultOf } from '@switchyard/primitives';
import {
  type Clock,
  createAllowance,
  type Facts,
  type Failpoints,
  type Logger,
  runTasks,
  type SocketAddress,
  type Task,
} from '@switchyard/service-kit';
import type { Secp256k1 } from '../domain/inspection.ts';
import type { JsonRpc } from '../engines/json-rpc.ts';
import type { Execution } from '../execution.ts';
import type { Failpoint } from '../failpoints.ts';
import type { DriverMetrics } from '../metrics.ts';
import type { Engine, Journal } from '../ports.ts';
import { createAccounts } from './accounts.ts';
import { type Call, createDispatch } from './dispatch.ts';
import { createFeed } from './feed.ts';
import { createFees } from './fees.ts';
import { createFilters } from './filters.ts';
import { follow } from './follow.ts';
import { createMethods } from './methods.ts';
import { createNodeCalls } from './node-calls.ts';
import { openPending } from './pending.ts';
import { RpcError, rpcCodes } from './rpc-error.ts';
import { serveFront } from './server.ts';

/** What the front is made of. */
export type FrontDeps = {
  readonly execution: Execution;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly rpc: JsonRpc;
  /** For what users ask; bounded to what they may be answered. */
  readonly userRpc: JsonRpc;
  /** For code that users have run for nothing; bounded to less. */
  readonly codeRpc: JsonRpc;
  readonly crypto: Secp256k1;
  readonly clock: Clock;
  readonly facts: Facts;
  readonly log: Logger;
  readonly metrics: DriverMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

/** How the front is set. */
export type FrontOptions = {
  readonly address: SocketAddress;
  readonly origins: readonly string[];
  readonly dataDir: string;
  readonly chainId: bigint;
  readonly gasLimit: bigint;
  readonly pendingBytes: number;
  readonly pendingPerAccount: number;
};

/** The RPC of users, and how it stands. */
export type Front = AsyncDisposable & {
  readonly run: Task;
  readonly notReady: () => string | undefined;
  readonly pending: () => { readonly count: number; readonly bytes: number };
};

/** Of messages that arrive or are being answered: three of the largest, or thousands of small ones. */
const bodyBytes = 16 * 1024 * 1024;
/** Of answers that are made or not read yet: one of the largest; each is in memory several times. */
const answerBytes = 32 * 1024 * 1024;

/** Opens the pending log and wires methods, subscriptions and servers. */
export async function openFront(deps: FrontDeps, options: FrontOptions, signal: AbortSignal): Promise<Front> {
  const { execution, engine, journal, userRpc, codeRpc, metrics, clock } = deps;
  const accounts = createAccounts(engine, signal);
  const pending = await openPending(
    { ...deps, accounts },
    {
      path: join(options.dataDir, 'pending.log'),
      mustExist: journal.heads().soft > 0n,
      chainId: options.chainId,
      bytes: options.pendingBytes,
      perAccount: options.pendingPerAccount,
    },
  );
  let isSwept = false;
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);

  const heads = createFeed<object>();
  const logs = createFeed<readonly unknown[]>();
  const { announced } = pending;
  const calls = createNodeCalls({ rpc: userRpc, codeRpc, making: execution.making }, signal);
  const genesisFee = (): bigint => execution.genesis()?.baseFee ?? 0n;
  const fees = createFees({ entry: journal.entry, genesisFee, gasLimit: options.gasLimit, calls });
  const filters = createFilters({ clock, calls, announced });
  const methods = createMethods(
    { ...deps, pending, accounts, calls, fees, filters, uncommitted: execution.uncommitted },
    options,
  );
  const call: Call = (method, params, seen) => {
    const answer = methods.get(method);
    if (answer !== undefined) return answer(params, seen);
    throw new RpcError(`the method ${method} does not exist/is not available`, {
      rpcCode: rpcCodes.methodNotFound,
    });
  };

  const notReady = (): string | undefined =>
    execution.view.value.notReady ??
    (isSwept ? undefined : 'pending transactions are being compared with the state');
  const bodies = createAllowance(bodyBytes);
  const answers = createAllowance(answerBytes);
  const dispatch = createDispatch({
    answers,
    seen: () => (isSwept ? execution.view.value.commitments : undefined),
    notReady,
    metrics,
    onFatal: (error) => broken.reject(error),
  });
  const feeds = { heads, logs, announced };
  const server = serveFront({ ...options, dispatch, call, feeds, metrics, bodies, answers });
  const following = follow({
    ...deps,
    pending,
    accounts,
    heads,
    logs,
    gasLimit: options.gasLimit,
    onReady: () => {
      isSwept = true;
    },
  });

  return {
    run: (ending) =>
      Promise.race([
        runTasks({ server, following }, ending),
        broken.promise.catch((error: unknown) => {
          if (faultOf(error) === 'fatal') throw error;
        }),
      ]),
    notReady,
    pending: () => pending.pool.totals(),
    [Symbol.asyncDispose]: () => pending[Symbol.asyncDispose](),
  };
}
