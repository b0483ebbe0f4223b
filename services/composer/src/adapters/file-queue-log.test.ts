import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { QueueEvent } from '../domain/queue.ts';
import { openQueueLog } from './file-queue-log.ts';

// Forty of these are more than one record of the log may hold.
const limits = { maxRecordBytes: 64 * 1024, compactAboveBytes: 1024 };
const large = (index: number): QueueEvent => ({
  kind: 'taken',
  transaction: {
    hash: `0x${index}`,
    raw: new Uint8Array(2_000),
    sender: '0xa',
    nonce: BigInt(index),
    gasLimit: 21_000n,
  },
});

it('holds all of a long queue when it is written anew', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'queue-')), 'queue.log');
  const events = Array.from({ length: 40 }, (_, index) => large(index));
  {
    await using log = await openQueueLog(path, limits);
    for (const event of events) await log.append([event]);
    await log.compact(() => [...events, { kind: 'nonce', next: 7n }]);
  }
  await using log = await openQueueLog(path, limits);
  const loaded = log.load();
  expect(loaded.length).toBe(41);
  expect(loaded.at(-1)).toEqual({ kind: 'nonce', next: 7n });
  expect(loaded.map((event) => (event.kind === 'taken' ? event.transaction.nonce : undefined))).toEqual([
    ...events.map((_, index) => BigInt(index)),
    undefined,
  ]);
});
