import { toHex } from '@switchyard/primitives';
import { extendedHeader, height, text } from './decode.ts';
import { MethodError } from './errors.ts';
import { type Methods, method, subscription } from './method.ts';
import { blockAt, type NodeDeps, newHeights } from './node.ts';

/** The longest range that is answered at once. */
const MAX_RANGE = 1_000n;

/** `header.*` */
export function headerMethods(node: NodeDeps): Methods {
  const { chain, store } = node;
  const at = async (wanted: bigint, signal: AbortSignal): Promise<string> =>
    (await blockAt(node, wanted, signal)).extendedHeader;
  const head = method('read', [], async (_, { signal }) => {
    const reached = await chain.height.until((value) => value > 0n, signal);
    return at(reached, signal);
  });
  return {
    'header.LocalHead': head,
    'header.NetworkHead': head,
    'header.Tail': method('read', [], (_, { signal }) => at(1n, signal)),
    'header.GetByHeight': method('read', [height], ([wanted], { signal }) => at(wanted, signal)),
    'header.WaitForHeight': method('read', [height], async ([wanted], { signal }) => {
      if (wanted > 0n) await chain.height.until((reached) => reached >= wanted, signal);
      return at(wanted, signal);
    }),
    'header.GetByHash': method('read', [text], async ([hash], { signal }) => {
      const isHash = /^[0-9a-fA-F]{64}$/.test(hash);
      const found = isHash ? await store.heightOf(new Uint8Array(Buffer.from(hash, 'hex'))) : undefined;
      if (found === undefined) {
        const asNodeWrites = toHex(new TextEncoder().encode(hash)).toUpperCase();
        throw new MethodError(`hash ${asNodeWrites}: header: not found`);
      }
      return at(found, signal);
    }),
    'header.GetRangeByHeight': method('read', [extendedHeader, height], async ([from, to], { signal }) => {
      if (to <= from + 1n || to - from > MAX_RANGE) throw new MethodError('header: invalid range');
      const headers: string[] = [];
      for (let next = from + 1n; next < to; next++) headers.push(await at(next, signal));
      return `[${headers.join(',')}]`;
    }),
    'header.SyncState': method('read', [], () => {
      const never = '0001-01-01T00:00:00Z';
      const bounds = { from_height: 0, to_height: 0, from_hash: '', to_hash: '', start: never, end: never };
      return Promise.resolve(JSON.stringify({ id: 0, height: Number(chain.height.value), ...bounds }));
    }),
    'header.SyncWait': method('read', [], () => Promise.resolve('null')),
    'header.Subscribe': subscription('read', [], async function* (_, { signal }) {
      for await (const next of newHeights(node, signal)) yield await at(next, signal);
    }),
  };
}
