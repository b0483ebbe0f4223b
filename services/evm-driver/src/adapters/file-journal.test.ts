import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daHeight, rollupNumber } from '@switchyard/primitives';
import { CorruptLogError, noFailpoints } from '@switchyard/service-kit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evmHash } from '../domain/names.ts';
import { UnreadableJournalError } from '../errors.ts';
import type { JournalEntry } from '../ports.ts';
import { openFileJournal } from './file-journal.ts';
import { decodeRecord, encodeRecord } from './journal-record.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'journal.log');
});

afterEach(() => rm(folder, { recursive: true }));

function anEntry(number: number, fork = 0): JournalEntry {
  const hash = (n: number) => evmHash((Math.max(n, 0) * 10 + fork).toString(16).padStart(64, '0'));
  return {
    block: {
      number: rollupNumber(number),
      hash: hash(number),
      parentHash: hash(number - 1),
      timestamp: BigInt(number),
      baseFee: (1n << 70n) + 1n,
      gasUsed: 5n,
      sequencerHash: hash(99),
    },
    inputs: `inputs ${number}.${fork}`,
    transactions: [Uint8Array.of(1, 2, 3), new Uint8Array(), Uint8Array.of(number)],
    buildMs: 10,
  };
}

const open = () => openFileJournal(path, { failpoints: noFailpoints });
const heads = (soft: number, firm: number, searchHeight: number) => ({
  soft: rollupNumber(soft),
  firm: rollupNumber(firm),
  searchHeight: daHeight(searchHeight),
});

describe('the journal', () => {
  it('is empty at first, and keeps everything over a restart', async () => {
    {
      await using journal = await open();
      expect(journal.genesis()).toBeUndefined();
      expect(journal.heads()).toEqual({ soft: 0n, firm: 0n, searchHeight: undefined });
      await journal.begin(anEntry(0).block.hash);
      for (const number of [1, 2, 3]) {
        await journal.execute(anEntry(number));
        await journal.commit(heads(number, number - 1, 100 + number));
      }
      await journal.execute(anEntry(4));
    }
    for (let reopened = 0; reopened < 2; reopened++) {
      await using journal = await open();
      expect(journal.genesis()).toBe(anEntry(0).block.hash);
      expect(journal.heads()).toEqual(heads(3, 2, 103));
      expect(journal.entry(rollupNumber(4))).toEqual(anEntry(4));
      expect(journal.entryOf(anEntry(2).block.hash)).toEqual(anEntry(2));
      expect(journal.replayCost(rollupNumber(2))).toEqual({ ms: 20, bytes: 8, blocks: 2 });
    }
  });

  it('replaces a block that was never committed', async () => {
    await using journal = await open();
    await journal.execute(anEntry(1));
    await journal.execute(anEntry(1, 7));
    expect(journal.entry(rollupNumber(1))).toEqual(anEntry(1, 7));
    expect(journal.entryOf(anEntry(1).block.hash)).toBeUndefined();
  });

  it('goes back with a node that lost its blocks, and still knows what came out of each', async () => {
    {
      await using journal = await open();
      await journal.begin(anEntry(0).block.hash);
      for (const number of [1, 2, 3, 4]) {
        await journal.execute(anEntry(number));
        await journal.commit(heads(number, number < 3 ? 0 : number - 1, 100 + number));
      }
      await journal.compact(rollupNumber(2));
      await journal.lose(rollupNumber(4));
      expect(journal.heads()).toEqual(heads(4, 3, 104));
      // Nothing was firm at 2: what is needed after 0 is needed then.
      await journal.lose(rollupNumber(2));
      expect(journal.heads()).toEqual(heads(2, 2, 103));
      await journal.lose(rollupNumber(1));
      expect(journal.heads()).toEqual(heads(1, 1, 102));
    }
    for (let reopened = 0; reopened < 2; reopened++) {
      await using journal = await open();
      expect(journal.heads()).toEqual(heads(1, 1, 102));
      expect(journal.promised()).toBe(3n);
      expect(journal.entry(rollupNumber(4))).toEqual(anEntry(4));
      // Made again, one that was forgotten takes nothing with it.
      await journal.execute(anEntry(2));
      expect(journal.entry(rollupNumber(4))).toEqual(anEntry(4));
    }
    await using journal = await open();
    await journal.commit(heads(3, 3, 200));
    await journal.execute(anEntry(4, 7));
    expect(journal.entryOf(anEntry(4).block.hash)).toBeUndefined();
    await journal.cut(rollupNumber(1));
    expect(journal.promised()).toBe(1n);
    expect(journal.entry(rollupNumber(3))).toBeUndefined();
  });

  it('has no search height before the first that is known, over a restart too', async () => {
    {
      await using journal = await open();
      await journal.execute(anEntry(1));
      await journal.commit(heads(1, 1, 50));
      await journal.lose(rollupNumber(0));
      expect(journal.heads()).toEqual({ soft: 0n, firm: 0n, searchHeight: undefined });
    }
    for (let reopened = 0; reopened < 2; reopened++) {
      await using journal = await open();
      expect(journal.heads()).toEqual({ soft: 0n, firm: 0n, searchHeight: undefined });
      expect(journal.entry(rollupNumber(1))).toEqual(anEntry(1));
      expect(journal.promised()).toBe(1n);
    }
  });

  it('cuts back to a firm block with the search height of that block', async () => {
    await using journal = await open();
    for (const number of [1, 2, 3, 4]) {
      await journal.execute(anEntry(number));
      await journal.commit(heads(number, Math.max(0, number - 2), 100 + number));
    }
    await journal.cut(rollupNumber(1));
    expect(journal.heads()).toEqual(heads(1, 1, 103));
    expect(journal.entry(rollupNumber(2))).toBeUndefined();
    await journal[Symbol.asyncDispose]();
    await using reopened = await open();
    expect(reopened.heads()).toEqual(heads(1, 1, 103));
    await reopened.cut(rollupNumber(0));
    expect(reopened.heads().searchHeight).toBe(102n);
  });

  it('forgets bytes that a dump covers, and nothing else', async () => {
    {
      await using journal = await open();
      for (const number of [1, 2, 3]) {
        await journal.execute(anEntry(number));
        await journal.commit(heads(number, number, 100));
      }
      await journal.compact(rollupNumber(2));
    }
    await using journal = await open();
    expect(journal.entry(rollupNumber(2))).toEqual({ ...anEntry(2), transactions: undefined });
    expect(journal.entry(rollupNumber(3))).toEqual(anEntry(3));
    expect(journal.heads()).toEqual(heads(3, 3, 100));
  });

  it('cuts off a torn end and refuses damage before it', async () => {
    {
      await using journal = await open();
      for (const number of [1, 2, 3]) await journal.execute(anEntry(number));
    }
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, whole.length - 5));
    {
      await using journal = await open();
      expect(journal.tornBytes).toBeGreaterThan(0);
      expect(journal.entry(rollupNumber(2))).toEqual(anEntry(2));
      expect(journal.entry(rollupNumber(3))).toBeUndefined();
      for (const number of [3, 4, 5]) await journal.execute(anEntry(number));
    }
    const damaged = await readFile(path);
    damaged[damaged.length - 500] = (damaged[damaged.length - 500] ?? 0) ^ 1;
    await writeFile(path, damaged);
    await expect(open()).rejects.toThrow(CorruptLogError);
  });

  it('reads any bytes as a record or refuses them with a remedy', () => {
    expect(decodeRecord(encodeRecord({ kind: 'executed', entry: anEntry(3) }))).toEqual({
      kind: 'executed',
      entry: anEntry(3),
    });
    const sample = encodeRecord({ kind: 'executed', entry: anEntry(3) });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.nat(sample.length).map((end) => sample.slice(0, end)),
        ),
        (bytes) => {
          try {
            decodeRecord(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableJournalError);
          }
        },
      ),
    );
  });
});
