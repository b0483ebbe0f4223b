import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daHeight, rollupNumber } from '@switchyard/primitives';
import { noFailpoints } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { openFileJournal } from './adapters/file-journal.ts';
import { evmHash } from './domain/names.ts';
import type { RestoreDeps } from './restore.ts';
import { createSaving } from './saving.ts';

const { signal } = new AbortController();
const hash = (number: number) => evmHash(number.toString(16).padStart(64, '0'));

/** A journal of so many blocks over a client that keeps its chain on disk. */
async function saved(blocks: number, bytesEach: number, firm: number) {
  const folder = await mkdtemp(join(tmpdir(), 'saving-'));
  const journal = await openFileJournal(join(folder, 'journal.log'), { failpoints: noFailpoints });
  const transactions = bytesEach === 0 ? [] : [new Uint8Array(bytesEach)];
  const written: Promise<void>[] = [];
  for (let number = 1; number <= blocks; number++) {
    const block = {
      ...{ number: rollupNumber(number), hash: hash(number), parentHash: hash(number - 1) },
      ...{ timestamp: BigInt(number), baseFee: 1n, gasUsed: 0n, sequencerHash: hash(number) },
    };
    written.push(journal.execute({ block, inputs: '', transactions, buildMs: 1 }));
  }
  await Promise.all(written);
  await journal.commit({ soft: rollupNumber(blocks), firm: rollupNumber(firm), searchHeight: daHeight(1) });
  const saving = createSaving(
    { engine: { kind: 'geth', dumps: undefined }, journal } as unknown as RestoreDeps,
    {
      maxReplayMs: 0,
    },
  );
  return {
    journal,
    saving,
    async [Symbol.asyncDispose]() {
      await journal[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

it('keeps the bytes of recent blocks alone where the node keeps its own chain', async () => {
  await using few = await saved(300, 100_000, 290);
  await few.saving.whenDue(signal);
  expect(few.journal.replayCost(rollupNumber(0)).bytes).toBe(30_000_000);
  await using many = await saved(400, 100_000, 10);
  await many.saving.whenDue(signal);
  const { bytes, blocks } = many.journal.replayCost(rollupNumber(0));
  expect(bytes).toBeLessThanOrEqual(16 * 1024 * 1024);
  expect(bytes).toBeGreaterThanOrEqual(128 * 100_000);
  // What came out of each is still known.
  expect(blocks).toBe(400);
});

it('forgets old blocks that are firm, empty as they are', async () => {
  await using journalled = await saved(8_200, 0, 8_190);
  await journalled.saving.whenDue(signal);
  expect(journalled.journal.replayCost(rollupNumber(0)).blocks).toBeLessThan(4_200);
  expect(journalled.journal.entry(rollupNumber(4_105))).toBeDefined();
});
