import type { EvmAddress, EvmHash } from '../domain/names.ts';
import { addressParam, hashParam, isObject } from './params.ts';
import { invalidParams } from './rpc-error.ts';

/** Which logs a subscription wants. */
export type LogFilter = {
  /** Empty is any. */
  readonly addresses: readonly EvmAddress[];
  /** By position; an empty position is any. */
  readonly topics: readonly (readonly EvmHash[])[];
};

const maxAddresses = 1_000;
const maxTopics = 4;

/** The filter in an argument. @throws RpcError */
export function parseLogFilter(value: unknown): LogFilter {
  if (value === undefined || value === null) return { addresses: [], topics: [] };
  if (!isObject(value)) throw invalidParams('invalid argument: filter object expected');
  const topics = value['topics'] ?? [];
  if (!Array.isArray(topics) || topics.length > maxTopics) throw invalidParams('exceed max topics');
  return {
    addresses: oneOrMany(value['address'], addressParam),
    topics: topics.map((position) => oneOrMany(position, hashParam)),
  };
}

/** Whether a log of the node is wanted. */
export function matchesLog({ addresses, topics }: LogFilter, log: unknown): boolean {
  if (!isObject(log)) return false;
  const address = String(log['address']).toLowerCase();
  const found = Array.isArray(log['topics']) ? log['topics'].map((topic) => String(topic).toLowerCase()) : [];
  if (addresses.length > 0 && !addresses.some((wanted) => wanted === address)) return false;
  if (topics.length > found.length) return false;
  return topics.every(
    (wanted, index) => wanted.length === 0 || wanted.some((topic) => topic === found[index]),
  );
}

function oneOrMany<T>(value: unknown, parse: (item: unknown, index: number) => T): readonly T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [parse(value, 0)];
  if (value.length > maxAddresses) throw invalidParams('exceed max addresses or topics per search position');
  return value.map((item) => parse(item, 0));
}
