import { type RollupNumber, rollupNumber } from '@switchyard/primitives';
import { type AppendLog, type Failpoints, type Logger, openAppendLog } from '@switchyard/service-kit';
import type { EvmHash } from '../domain/names.ts';
import type { Failpoint } from '../failpoints.ts';
import type { Journal, JournalEntry, JournalHeads } from '../ports.ts';
import { type CommittedHeads, decodeRecord, encodeRecord, type JournalRecord } from './journal-record.ts';

/** A section is at most 1.5 MiB; the rest is its head and lengths. */
const maxRecordBytes = 8 * 1024 * 1024;

/** So many blocks can be asked for. */
const keptEntries = 4_096n;

/** The journal in one append log: every record is durable before its call resolves. */
export async function openFileJournal(
  path: string,
  { failpoints, log: logger }: { readonly failpoints: Failpoints<Failpoint>; readonly log?: Logger },
): Promise<Journal & AsyncDisposable & { readonly tornBytes: number }> {
  const log = await openAppendLog(path, {
    log: logger,
    maxRecordBytes,
    remedy: `\`rm ${path}\` and start again: every block is derived again from the DA layer`,
  });
  const state = new JournalState();
  for (const bytes of log.records) state.apply(decodeRecord(bytes));
  const tornBytes = log.tornBytes;
  // The log holds what it read until it is rewritten; the state has its own copies.
  await log.rewrite(state.records().map(encodeRecord));

  const write = async (record: JournalRecord): Promise<void> => {
    await log.append(encodeRecord(record));
    state.apply(record);
  };

  return {
    tornBytes,
    genesis: () => state.genesis,
    begin: (hash) => write({ kind: 'genesis', hash }),
    heads: () => state.heads,
    entry: (number) => state.entries.get(number),
    entryOf: (hash) => state.entryOf(hash),
    execute: async (entry) => {
      failpoints.hit('journal.before');
      await write({ kind: 'executed', entry });
      failpoints.hit('journal.after');
    },
    commit: async (heads) => {
      failpoints.hit('commitment.before');
      await write({ kind: 'committed', heads });
      failpoints.hit('commitment.after');
    },
    cut: (to) => write({ kind: 'cut', to }),
    lose: async (to) => {
      const { soft, firm } = state.heads;
      await write({ kind: 'lost', soft: lower(soft, to), firm: lower(firm, to) });
    },
    promised: () => state.promised,
    compact: (covered) => compact(log, state, covered, failpoints),
    replayCost: (above) => state.replayCost(above),
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

function lower(one: RollupNumber, other: RollupNumber): RollupNumber {
  if (one < other) return one;
  return other;
}

async function compact(
  log: AppendLog,
  state: JournalState,
  covered: RollupNumber,
  failpoints: Failpoints<Failpoint>,
): Promise<void> {
  state.compact(covered);
  failpoints.hit('compact.before');
  await log.rewrite(state.records().map(encodeRecord));
  failpoints.hit('compact.after');
}

/** What the records say, one after the other. */
class JournalState {
  genesis: EvmHash | undefined;
  heads: JournalHeads = { soft: rollupNumber(0), firm: rollupNumber(0), searchHeight: undefined };
  /** The highest block that was ever firm, also when it has been lost. */
  promised: RollupNumber = rollupNumber(0);
  readonly entries = new Map<RollupNumber, JournalEntry>();
  readonly #numbers = new Map<EvmHash, RollupNumber>();
  /** Where a reader goes on after each firm block. */
  readonly #commits = new Map<RollupNumber, CommittedHeads>();

  apply(record: JournalRecord): void {
    switch (record.kind) {
      case 'genesis':
        this.genesis = record.hash;
        return;
      case 'executed':
        // What was firm comes out as it was, and so does what was made on it.
        if (record.entry.block.number > this.promised)
          this.#forgetAbove(rollupNumber(record.entry.block.number - 1n));
        this.entries.set(record.entry.block.number, record.entry);
        this.#numbers.set(record.entry.block.hash, record.entry.block.number);
        return;
      case 'committed':
        this.heads = record.heads;
        if (record.heads.firm > this.promised) this.promised = record.heads.firm;
        this.#commits.set(record.heads.firm, record.heads);
        return;
      case 'cut':
        this.#forgetAbove(record.to);
        this.heads = { soft: record.to, firm: record.to, searchHeight: this.#searchHeightAt(record.to) };
        this.promised = record.to;
        for (const number of this.#commits.keys()) if (number > record.to) this.#commits.delete(number);
        return;
      case 'lost':
        this.heads = {
          soft: record.soft,
          firm: record.firm,
          searchHeight: this.#searchHeightBelow(record.firm),
        };
        return;
    }
  }

  entryOf(hash: EvmHash): JournalEntry | undefined {
    const number = this.#numbers.get(hash);
    return number === undefined ? undefined : this.entries.get(number);
  }

  /** The same state in as few records as possible. */
  records(): readonly JournalRecord[] {
    const records: JournalRecord[] = [];
    if (this.genesis !== undefined) records.push({ kind: 'genesis', hash: this.genesis });
    for (const entry of this.entries.values()) records.push({ kind: 'executed', entry });
    for (const heads of this.#commits.values()) records.push({ kind: 'committed', heads });
    const { searchHeight } = this.heads;
    if (searchHeight !== undefined)
      records.push({ kind: 'committed', heads: { ...this.heads, searchHeight } });
    else if (this.#commits.size > 0) records.push({ kind: 'lost', ...this.heads });
    else if (this.heads.soft > 0n) records.push({ kind: 'cut', to: this.heads.soft });
    return records;
  }

  compact(covered: RollupNumber): void {
    const { soft, firm } = this.heads;
    for (const [number, entry] of this.entries) {
      if (number <= covered) this.entries.set(number, { ...entry, transactions: undefined });
      if (number < firm && number + keptEntries < soft && number <= covered) {
        this.entries.delete(number);
        this.#numbers.delete(entry.block.hash);
        this.#commits.delete(number);
      }
    }
  }

  replayCost(above: RollupNumber): ReturnType<Journal['replayCost']> {
    let ms = 0;
    let bytes = 0;
    let blocks = 0;
    for (const [number, { buildMs, transactions }] of this.entries) {
      if (number <= above) continue;
      blocks++;
      ms += buildMs;
      for (const transaction of transactions ?? []) bytes += transaction.length;
    }
    return { ms, bytes, blocks };
  }

  #searchHeightAt(firm: RollupNumber): JournalHeads['searchHeight'] {
    return this.#commits.get(firm)?.searchHeight;
  }

  /** Of this firm block or the highest below it: a reader that starts earlier misses nothing. */
  #searchHeightBelow(firm: RollupNumber): JournalHeads['searchHeight'] {
    let highest: RollupNumber | undefined;
    for (const number of this.#commits.keys()) {
      if (number <= firm && (highest === undefined || number > highest)) highest = number;
    }
    return highest === undefined ? undefined : this.#searchHeightAt(highest);
  }

  #forgetAbove(number: RollupNumber): void {
    for (const [at, { block }] of this.entries) {
      if (at <= number) continue;
      this.entries.delete(at);
      this.#numbers.delete(block.hash);
    }
  }
}
