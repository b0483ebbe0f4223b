import { toHex } from '@switchyard/primitives';
import type { Commitments } from '../domain/block.ts';
import type { Secp256k1 } from '../domain/inspection.ts';
import type { EvmHash } from '../domain/names.ts';
import { quantityOf } from '../engines/wire.ts';
import type { Accounts } from './accounts.ts';
import { parseBlockTag } from './block-tag.ts';
import { gasCaps, withGasCap } from './call-gas.ts';
import type { Fees } from './fees.ts';
import type { Filters } from './filters.ts';
import { parseLogFilter } from './logs.ts';
import { blockParam, type NodeCalls } from './node-calls.ts';
import { addressParam, bytesParam, hashParam, isObject } from './params.ts';
import type { Pending } from './pending.ts';
import { invalidParams, RpcError, rpcCodes } from './rpc-error.ts';
import { pendingObject } from './transaction-object.ts';
import { txpoolMethods } from './txpool.ts';

/** Answers a call of a user. @throws RpcError */
export type Method = (params: readonly unknown[], seen: Commitments) => unknown;

/** What the methods need. */
export type MethodDeps = {
  readonly pending: Pending;
  readonly accounts: Accounts;
  readonly calls: NodeCalls;
  readonly fees: Fees;
  readonly filters: Filters;
  readonly crypto: Secp256k1;
  readonly uncommitted: () => EvmHash | undefined;
};

/** The chain's constants. */
export type MethodOptions = { readonly chainId: bigint; readonly gasLimit: bigint };

/** Methods that the node answers, with the place of their block argument. */
const atBlock = {
  eth_getBalance: 1,
  eth_getCode: 1,
  eth_getStorageAt: 2,
  eth_getProof: 2,
} as const;

/** Methods about a block by number or tag: above soft there is none. */
const ofBlock = [
  'eth_getBlockByNumber',
  'eth_getBlockReceipts',
  'eth_getBlockTransactionCountByNumber',
  'eth_getTransactionByBlockNumberAndIndex',
  'eth_getUncleCountByBlockNumber',
  'eth_getUncleByBlockNumberAndIndex',
] as const;

/** Methods about a block or transaction by hash. */
const byHash = [
  'eth_getBlockByHash',
  'eth_getBlockTransactionCountByHash',
  'eth_getTransactionByBlockHashAndIndex',
  'eth_getTransactionReceipt',
  'eth_getUncleCountByBlockHash',
  'eth_getUncleByBlockHashAndIndex',
] as const;

const maxLogRange = 10_000n;

/** Every method that users have; what is not here does not exist. */
export function createMethods(
  deps: MethodDeps,
  { chainId, gasLimit }: MethodOptions,
): ReadonlyMap<string, Method> {
  const { pending, accounts, calls, fees, filters, crypto, uncommitted } = deps;

  const stateMethod =
    (name: string, index: number): Method =>
    (params, seen) => {
      const block = parseBlockTag(params[index], index, seen, uncommitted());
      if (block.kind === 'unknown') throw new RpcError('header not found', { rpcCode: rpcCodes.server });
      const tag =
        block.kind === 'number' ? quantityOf(block.number) : blockParam(block.hash, block.requireCanonical);
      return calls.ask(name, [...padded(params, index), tag, ...params.slice(index + 1)], seen);
    };

  const runMethod =
    (name: keyof typeof gasCaps): Method =>
    ([request, ...rest], seen) =>
      stateMethod(name, 1)([withGasCap(request, gasCaps[name]), ...rest], seen);

  const blockMethod =
    (name: string): Method =>
    (params, seen) => {
      const [first, ...rest] = params;
      const asHash = typeof first === 'string' && first.length === 66 ? { blockHash: first } : first;
      const block = parseBlockTag(asHash ?? 'latest', 0, seen, uncommitted());
      if (block.kind === 'unknown') return null;
      return calls.ask(
        name,
        [block.kind === 'number' ? quantityOf(block.number) : block.hash, ...rest],
        seen,
      );
    };

  const hashMethod =
    (name: string): Method =>
    (params, seen) => {
      const hash = hashParam(params[0], 0);
      return hash === uncommitted() ? null : calls.ask(name, [hash, ...params.slice(1)], seen);
    };

  /** In a block, that is: what a node has in a pool of its own is not what users sent here. */
  const mined = async (hash: EvmHash, seen: Commitments): Promise<object | undefined> => {
    const found = await calls.ask('eth_getTransactionByHash', [hash], seen);
    return isObject(found) && typeof found['blockHash'] === 'string' ? found : undefined;
  };

  const getLogs = async (filter: unknown, seen: Commitments): Promise<unknown> => {
    if (!isObject(filter)) throw invalidParams('invalid argument 0: filter object expected');
    parseLogFilter(filter);
    const { fromBlock, toBlock, blockHash, ...what } = filter;
    if (blockHash !== undefined) {
      if (fromBlock !== undefined || toBlock !== undefined) {
        throw invalidParams('cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other');
      }
      const hash = hashParam(blockHash, 0);
      const block =
        hash === uncommitted() ? null : await calls.ask('eth_getBlockTransactionCountByHash', [hash], seen);
      if (block === null) throw new RpcError('unknown block', { rpcCode: rpcCodes.server });
      return calls.ask('eth_getLogs', [{ ...what, blockHash: hash }], seen);
    }
    const first = numberOf(fromBlock, seen);
    const last = numberOf(toBlock, seen) ?? seen.soft.number;
    if (first === undefined) return [];
    if (first > last) throw invalidParams('invalid block range params');
    if (last - first >= maxLogRange) {
      throw new RpcError(`exceed maximum block range: ${maxLogRange}`, { rpcCode: rpcCodes.limitExceeded });
    }
    return calls.ask(
      'eth_getLogs',
      [{ ...what, fromBlock: quantityOf(first), toBlock: quantityOf(last) }],
      seen,
    );
  };

  const numberOf = (tag: unknown, seen: Commitments): bigint | undefined => {
    const block = parseBlockTag(tag, 0, seen, undefined);
    if (block.kind === 'hash') throw invalidParams('invalid argument 0: block number expected');
    return block.kind === 'number' ? block.number : undefined;
  };

  const own: Record<string, Method> = {
    eth_chainId: () => quantityOf(chainId),
    net_version: () => chainId.toString(),
    net_listening: () => true,
    net_peerCount: () => '0x0',
    web3_clientVersion: () => 'Switchyard/v0.1.0/evm-driver',
    web3_sha3: ([data]) => `0x${toHex(crypto.keccak256(bytesParam(data, 0)))}`,
    rpc_modules: () => ({ eth: '1.0', net: '1.0', rpc: '1.0', txpool: '1.0', web3: '1.0' }),
    eth_syncing: () => false,
    eth_accounts: () => [],
    eth_mining: () => false,
    eth_hashrate: () => '0x0',
    eth_blockNumber: (_params, { soft }) => quantityOf(soft.number),
    eth_gasPrice: (_params, seen) => fees.gasPrice(seen),
    eth_maxPriorityFeePerGas: () => fees.tip(),
    eth_blobBaseFee: () => '0x1',
    eth_feeHistory: (params, seen) => fees.history(params, seen),
    eth_sendRawTransaction: ([raw], { soft }) => pending.accept(bytesParam(raw, 0), { ...soft, gasLimit }),
    eth_getTransactionCount: async (params, seen) => {
      const address = addressParam(params[0], 0);
      if (params[1] !== 'pending') return stateMethod('eth_getTransactionCount', 1)(params, seen);
      const { nonce } = await accounts.read({ ...seen.soft, gasLimit }, address);
      return quantityOf(pending.pool.nextNonce(address, nonce));
    },
    eth_getTransactionByHash: async ([value], seen) => {
      const hash = hashParam(value, 0);
      const found = await mined(hash, seen);
      if (found !== undefined) return found;
      const waiting = pending.pool.get(hash);
      return waiting === undefined ? null : pendingObject(waiting.candidate);
    },
    eth_getRawTransactionByHash: async ([value], seen) => {
      const hash = hashParam(value, 0);
      const waiting = pending.pool.get(hash);
      if (waiting !== undefined) return `0x${toHex(waiting.candidate.bytes)}`;
      if ((await mined(hash, seen)) === undefined) return null;
      return calls.ask('eth_getRawTransactionByHash', [hash], seen);
    },
    eth_getLogs: ([filter], seen) => getLogs(filter, seen),
    eth_newBlockFilter: (_params, seen) => filters.newBlocks(seen),
    eth_newPendingTransactionFilter: () => filters.newPending(),
    eth_newFilter: ([filter], seen) => {
      parseLogFilter(filter);
      return filters.newLogs(isObject(filter) ? filter : {}, seen);
    },
    eth_getFilterChanges: ([id], seen) => filters.changes(id, seen),
    eth_getFilterLogs: ([id], seen) => filters.logs(id, (filter) => getLogs(filter, seen)),
    eth_uninstallFilter: ([id]) => filters.uninstall(id),
  };

  return new Map<string, Method>([
    ...Object.entries(atBlock).map(([name, index]) => [name, stateMethod(name, index)] as const),
    ...(Object.keys(gasCaps) as (keyof typeof gasCaps)[]).map((name) => [name, runMethod(name)] as const),
    ...ofBlock.map((name) => [name, blockMethod(name)] as const),
    ...byHash.map((name) => [name, hashMethod(name)] as const),
    ...Object.entries(own),
    ...Object.entries(txpoolMethods(pending.pool)),
  ]);
}

/** The arguments before an index; absent ones are null. */
function padded(params: readonly unknown[], length: number): readonly unknown[] {
  return Array.from({ length }, (_, index) => params[index] ?? null);
}
