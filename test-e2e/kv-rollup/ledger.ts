import { createHash } from 'node:crypto';
import { type AppendLog, openAppendLog } from '@switchyard/service-kit';

/** A block of the ledger. Hashes are base64url of SHA-256: deliberately not 0x hex, since hashes are opaque. */
export type LedgerBlock = {
  readonly number: bigint;
  readonly hash: string;
  readonly parentHash: string;
  readonly timestamp: bigint;
  readonly sequencerHash: string;
  /** Every item as it was sequenced, garbage included. */
  readonly items: readonly Uint8Array[];
};

/** What readers see. */
export type Heads = { readonly soft: bigint; readonly firm: bigint; readonly searchHeight: bigint };

/** Why a request is not taken. */
export class LedgerRefusal extends Error {
  readonly reason: 'parent' | 'timestamp' | 'unknown' | 'order';

  constructor(reason: LedgerRefusal['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * A rollup that is a list of key-value pairs: an item `key=value` sets a key, anything else is kept and ignored. The
 * log on disk has one record per executed block and one per commitment; what was executed but never committed is
 * dropped by the next execution on the same parent.
 */
export type Ledger = AsyncDisposable & {
  readonly block: (id: { readonly number: bigint } | { readonly hash: string }) => LedgerBlock | undefined;
  readonly heads: () => Heads;
  readonly execute: (
    block: Pick<LedgerBlock, 'parentHash' | 'timestamp' | 'sequencerHash' | 'items'>,
  ) => Promise<LedgerBlock>;
  /** @throws LedgerRefusal unless both are known and neither decreases; `rollBack` lets soft go down to firm. */
  readonly commit: (
    heads: { readonly soft: LedgerId; readonly firm: LedgerId; readonly searchHeight: bigint },
    rule: 'forward' | 'roll-back',
  ) => Promise<void>;
  readonly get: (key: string) => string | undefined;
};

/** A block by number and hash. */
export type LedgerId = { readonly number: bigint; readonly hash: string };

type Entry =
  | { readonly kind: 'block'; readonly block: LedgerBlock }
  | { readonly kind: 'heads'; readonly heads: Heads };

const maxRecordBytes = 24 * 1024 * 1024;

/** Opens or creates the ledger of a rollup whose first block has this number. */
export async function openLedger(
  path: string,
  {
    name,
    startNumber,
    searchHeight,
  }: {
    readonly name: string;
    readonly startNumber: bigint;
    readonly searchHeight: bigint;
  },
): Promise<Ledger> {
  const log: AppendLog = await openAppendLog(path, { maxRecordBytes });
  const genesis: LedgerBlock = {
    number: startNumber - 1n,
    hash: digest('genesis', name),
    parentHash: '',
    timestamp: 0n,
    sequencerHash: '',
    items: [],
  };
  let chain: LedgerBlock[] = [genesis];
  let heads: Heads = { soft: genesis.number, firm: genesis.number, searchHeight };

  const at = (number: bigint): LedgerBlock | undefined => chain[Number(number - genesis.number)];
  const put = (block: LedgerBlock): void => {
    chain = [...chain.slice(0, Number(block.number - genesis.number)), block];
  };
  for (const record of log.records) {
    const entry = decode(record);
    if (entry.kind === 'block') put(entry.block);
    else heads = entry.heads;
  }

  return {
    block: (id) => ('number' in id ? at(id.number) : chain.find(({ hash }) => hash === id.hash)),
    heads: () => heads,

    execute: async ({ parentHash, timestamp, sequencerHash, items }) => {
      const parent = at(heads.soft);
      if (parent === undefined || parent.hash !== parentHash) {
        throw new LedgerRefusal('parent', 'parent is not the soft block');
      }
      if (timestamp <= parent.timestamp) throw new LedgerRefusal('timestamp', 'timestamp does not grow');
      const hash = digest(parentHash, String(timestamp), sequencerHash, ...items);
      const known = at(parent.number + 1n);
      if (known?.hash === hash) return known;
      const block = { number: parent.number + 1n, hash, parentHash, timestamp, sequencerHash, items };
      await log.append(encode({ kind: 'block', block }));
      put(block);
      return block;
    },

    commit: async ({ soft, firm, searchHeight: search }, rule) => {
      for (const id of [soft, firm]) {
        if (at(id.number)?.hash !== id.hash) throw new LedgerRefusal('unknown', 'block is not known');
      }
      const isForward = soft.number >= heads.soft && firm.number >= heads.firm;
      const isBack = rule === 'roll-back' && soft.number === heads.firm && firm.number === heads.firm;
      if (soft.number < firm.number || !(isForward || isBack) || search < heads.searchHeight) {
        throw new LedgerRefusal('order', 'soft is below firm, or something goes back');
      }
      const next = { soft: soft.number, firm: firm.number, searchHeight: search };
      await log.append(encode({ kind: 'heads', heads: next }));
      heads = next;
    },

    get: (key) => {
      for (let number = heads.soft; number >= startNumber; number--) {
        for (const item of (at(number)?.items ?? []).toReversed()) {
          const [found, value] = new TextDecoder().decode(item).split('=', 2);
          if (found === key && value !== undefined) return value;
        }
      }
      return undefined;
    },

    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

/** SHA-256 over length-prefixed parts, as base64url. */
function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64url');
}

function encode(entry: Entry): Uint8Array {
  const text = JSON.stringify(entry, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { $n: `${value}` };
    return value instanceof Uint8Array ? { $b: Buffer.from(value).toString('base64') } : value;
  });
  return new TextEncoder().encode(text);
}

function decode(record: Uint8Array): Entry {
  return JSON.parse(new TextDecoder().decode(record), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$n' in value) return BigInt(String(value.$n));
    return '$b' in value ? new Uint8Array(Buffer.from(String(value.$b), 'base64')) : value;
  }) as Entry;
}
