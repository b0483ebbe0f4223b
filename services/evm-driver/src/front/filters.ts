import { randomBytes } from 'node:crypto';
import type { Clock } from '@switchyard/service-kit';
import type { Commitments } from '../domain/block.ts';
import type { Candidate } from '../domain/inspection.ts';
import { quantityOf } from '../engines/wire.ts';
import type { Feed } from './feed.ts';
import type { NodeCalls } from './node-calls.ts';
import { isObject } from './params.ts';
import { RpcError, rpcCodes } from './rpc-error.ts';

/** Filters that HTTP users poll; they are forgotten five minutes after the last question. */
export type Filters = {
  readonly newBlocks: (seen: Commitments) => string;
  readonly newPending: () => string;
  readonly newLogs: (filter: Readonly<Record<string, unknown>>, seen: Commitments) => string;
  readonly changes: (id: unknown, seen: Commitments) => Promise<unknown>;
  readonly logs: (id: unknown, query: LogQuery) => Promise<unknown>;
  readonly uninstall: (id: unknown) => boolean;
};

/** Asks for logs within what is visible. */
type LogQuery = (filter: Readonly<Record<string, unknown>>) => Promise<unknown>;

type Filter = { usedAt: number } & (
  | { readonly kind: 'blocks'; next: bigint }
  | { readonly kind: 'pending'; hashes: string[]; readonly stop: () => void }
  | { readonly kind: 'logs'; next: bigint; readonly query: Readonly<Record<string, unknown>> }
);

const maxFilters = 1_024;
const maxPendingHashes = 10_000;
const maxBlocksAtOnce = 1_000n;
const idleMs = 5 * 60_000;

/** No filters yet. */
export function createFilters({
  clock,
  calls,
  announced,
}: {
  readonly clock: Clock;
  readonly calls: NodeCalls;
  readonly announced: Feed<Candidate>;
}): Filters {
  const filters = new Map<string, Filter>();

  const drop = (id: string): boolean => {
    const filter = filters.get(id);
    if (filter?.kind === 'pending') filter.stop();
    return filters.delete(id);
  };

  const install = (filter: Filter): string => {
    for (const [id, { usedAt }] of filters) if (usedAt + idleMs < clock.elapsed()) drop(id);
    if (filters.size >= maxFilters) {
      if (filter.kind === 'pending') filter.stop();
      throw new RpcError('too many filters', { rpcCode: rpcCodes.limitExceeded });
    }
    const id = `0x${randomBytes(16).toString('hex')}`;
    filters.set(id, filter);
    return id;
  };

  const find = (id: unknown): Filter => {
    const filter = typeof id === 'string' ? filters.get(id) : undefined;
    if (filter === undefined) throw new RpcError('filter not found', { rpcCode: rpcCodes.server });
    filter.usedAt = clock.elapsed();
    return filter;
  };

  return {
    newBlocks: ({ soft }) => install({ kind: 'blocks', usedAt: clock.elapsed(), next: soft.number + 1n }),
    newLogs: (query, { soft }) =>
      install({ kind: 'logs', usedAt: clock.elapsed(), next: soft.number + 1n, query }),
    newPending: () => {
      const hashes: string[] = [];
      const stop = announced.subscribe(({ hash }) => {
        if (hashes.length < maxPendingHashes) hashes.push(hash);
      });
      return install({ kind: 'pending', usedAt: clock.elapsed(), hashes, stop });
    },
    changes: async (id, seen) => {
      const filter = find(id);
      if (filter.kind === 'pending') return filter.hashes.splice(0);
      const first = filter.next;
      const last =
        seen.soft.number < first + maxBlocksAtOnce ? seen.soft.number : first + maxBlocksAtOnce - 1n;
      if (last < first) return [];
      filter.next = last + 1n;
      if (filter.kind === 'logs') {
        const range = { fromBlock: quantityOf(first), toBlock: quantityOf(last) };
        return calls.ask('eth_getLogs', [{ ...filter.query, ...range }], seen);
      }
      const hashes: unknown[] = [];
      for (let number = first; number <= last; number++) {
        const block = await calls.ask('eth_getBlockByNumber', [quantityOf(number), false], seen);
        if (isObject(block)) hashes.push(block['hash']);
      }
      return hashes;
    },
    logs: (id, query) => {
      const filter = find(id);
      if (filter.kind !== 'logs') throw new RpcError('filter not found', { rpcCode: rpcCodes.server });
      return query(filter.query);
    },
    uninstall: (id) => typeof id === 'string' && drop(id),
  };
}
