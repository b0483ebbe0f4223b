import { concatBytes, daHeight, rollupNumber, utf8 } from '@switchyard/primitives';
import { z } from 'zod';
import { evmHash } from '../domain/names.ts';
import { UnreadableJournalError } from '../errors.ts';
import type { JournalEntry, JournalHeads } from '../ports.ts';

/** One record of the journal's file. */
export type JournalRecord =
  | { readonly kind: 'genesis'; readonly hash: JournalEntry['block']['hash'] }
  | { readonly kind: 'executed'; readonly entry: JournalEntry }
  | { readonly kind: 'committed'; readonly heads: CommittedHeads }
  | { readonly kind: 'cut'; readonly to: JournalHeads['soft'] }
  | ({ readonly kind: 'lost' } & Omit<JournalHeads, 'searchHeight'>);

/** Heads that were committed. */
export type CommittedHeads = JournalHeads & {
  readonly searchHeight: NonNullable<JournalHeads['searchHeight']>;
};

/**
 * A record is: length of the head (u32 LE), head (JSON, u64 as decimal strings), then for each transaction its length
 * (u32 LE) and bytes.
 */
export function encodeRecord(record: JournalRecord): Uint8Array {
  const transactions = record.kind === 'executed' ? record.entry.transactions : undefined;
  const head = utf8(
    JSON.stringify(headOf(record), (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    ),
  );
  return concatBytes(
    u32(head.length),
    head,
    ...(transactions ?? []).flatMap((bytes) => [u32(bytes.length), bytes]),
  );
}

/** The record in the bytes. @throws UnreadableJournalError */
export function decodeRecord(bytes: Uint8Array): JournalRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const headEnd = 4 + view.getUint32(0, true);
    const head = headSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(4, headEnd))));
    switch (head.kind) {
      case 'genesis':
      case 'cut':
      case 'lost':
        return head;
      case 'committed':
        return {
          kind: 'committed',
          heads: { soft: head.soft, firm: head.firm, searchHeight: head.searchHeight },
        };
      case 'executed': {
        const transactions: Uint8Array[] = [];
        for (let at = headEnd; at < bytes.length; ) {
          const end = at + 4 + view.getUint32(at, true);
          if (end > bytes.length) throw new RangeError('a transaction ends past its record');
          transactions.push(bytes.slice(at + 4, end));
          at = end;
        }
        const { inputs, buildMs, hasTransactions, block } = head;
        return {
          kind: 'executed',
          entry: { block, inputs, buildMs, transactions: hasTransactions ? transactions : undefined },
        };
      }
    }
  } catch (error) {
    throw new UnreadableJournalError({ length: bytes.length }, { cause: error });
  }
}

const u64 = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform((text) => BigInt(text));
const number = u64.transform((value) => rollupNumber(value));
const hash = z.string().transform((text) => evmHash(text));

const headSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('genesis'), hash }),
  z.object({
    kind: z.literal('executed'),
    block: z.object({
      number,
      hash,
      parentHash: hash,
      timestamp: u64,
      baseFee: u64,
      gasUsed: u64,
      sequencerHash: hash,
    }),
    inputs: z.string(),
    buildMs: z.number(),
    hasTransactions: z.boolean(),
  }),
  z.object({
    kind: z.literal('committed'),
    soft: number,
    firm: number,
    searchHeight: u64.transform((value) => daHeight(value)),
  }),
  z.object({ kind: z.literal('cut'), to: number }),
  z.object({ kind: z.literal('lost'), soft: number, firm: number }),
]);

function headOf(record: JournalRecord): object {
  switch (record.kind) {
    case 'genesis':
    case 'cut':
    case 'lost':
      return record;
    case 'committed':
      return { kind: 'committed', ...record.heads };
    case 'executed': {
      const { block, inputs, buildMs, transactions } = record.entry;
      return { kind: 'executed', block, inputs, buildMs, hasTransactions: transactions !== undefined };
    }
  }
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
