import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daHeight, sequencerHeight, sha256, utf8 } from '@switchyard/primitives';
import { CorruptLogError, createLogger } from '@switchyard/service-kit';
import { aValidator, setOf } from '@switchyard/testing';
import { expect, it, onTestFinished } from 'vitest';
import type { Intent } from '../domain/submission.ts';
import { WrongChainStateError } from '../errors.ts';
import type { Confirmed } from '../ports.ts';
import { openFileWriterStore } from './file-writer-store.ts';

const log = createLogger('test', 'error', { write: () => undefined });
const chainId = 'yard-00c0ffee';
const confirmed: Confirmed = {
  height: sequencerHeight(7),
  headerHash: sha256(utf8('seven')),
  nextValidatorsHash: sha256(utf8('set')),
  nextValidators: setOf([aValidator('a')]),
  searchHeight: daHeight(12),
};

function intent(from: number, to: number, attempt = 1): Intent {
  return {
    id: `${from}-${to}`,
    from: BigInt(from),
    to: BigInt(to),
    attempt,
    part: from === 30 ? { index: 1, of: 2 } : undefined,
    blobs: [{ namespace: 'aa', commitment: 'bb', bytes: 100 }],
    daHeadBefore: daHeight(11),
  };
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'da-writer-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('is what it was when it is opened again', async () => {
  const folder = await aFolder();
  {
    await using store = await openFileWriterStore(folder, { chainId, log });
    expect(store.confirmed).toBeUndefined();
    expect(store.intents).toEqual([]);
    await store.appendIntent(intent(1, 7));
    await store.appendIntent(intent(8, 9));
    await store.appendOutcome({ id: '8-9', attempt: 1, daHeight: daHeight(13) });
    await store.appendIntent(intent(30, 30));
    await store.saveConfirmed(confirmed);
  }
  await using again = await openFileWriterStore(folder, { chainId, log });
  expect(again.confirmed).toMatchObject({ ...confirmed, nextValidators: [setOf([aValidator('a')])[0]] });
  expect(again.intents).toEqual([intent(1, 7), intent(8, 9), intent(30, 30)]);
  expect(again.outcomes).toEqual([{ id: '8-9', attempt: 1, daHeight: 13n }]);
});

it('keeps a confirmed block whose next set is not known', async () => {
  const folder = await aFolder();
  const unknown = { ...confirmed, nextValidators: undefined };
  {
    await using store = await openFileWriterStore(folder, { chainId, log });
    await store.saveConfirmed(unknown);
  }
  await using again = await openFileWriterStore(folder, { chainId, log });
  expect(again.confirmed).toEqual(unknown);
});

it('forgets what is confirmed when the log is long', async () => {
  const folder = await aFolder();
  const blobs = Array.from({ length: 300 }, () => ({
    namespace: 'aa'.repeat(29),
    commitment: 'bb',
    bytes: 1,
  }));
  {
    await using store = await openFileWriterStore(folder, { chainId, log });
    for (let i = 1; i <= 60; i++) await store.appendIntent({ ...intent(i, i), blobs });
    await store.appendOutcome({ id: '60-60', attempt: 1, daHeight: daHeight(13) });
    await store.saveConfirmed({ ...confirmed, height: sequencerHeight(58) });
  }
  await using again = await openFileWriterStore(folder, { chainId, log });
  expect(again.intents.map(({ id }) => id)).toEqual(['59-59', '60-60']);
  expect(again.outcomes).toHaveLength(1);
});

it.each([
  ['a flipped bit', (text: string) => text.replace('"height', '"heighu')],
  ['another number', (text: string) => text.replace(/\\"7\\"/, '\\"8\\"')],
  ['half of it', (text: string) => text.slice(0, 100)],
  ['nothing', () => ''],
  ['zeros', (text: string) => '\0'.repeat(text.length)],
])('starts anew from the anchor when its state has %s', async (_, damage) => {
  const folder = await aFolder();
  {
    await using store = await openFileWriterStore(folder, { chainId, log });
    await store.saveConfirmed(confirmed);
  }
  const path = join(folder, 'state.json');
  const text = await readFile(path, 'utf8');
  expect(damage(text)).not.toBe(text);
  await writeFile(path, damage(text));
  await using again = await openFileWriterStore(folder, { chainId, log });
  expect(again.confirmed).toBeUndefined();
});

it('refuses the folder of another chain, and a damaged log', async () => {
  const folder = await aFolder();
  {
    await using store = await openFileWriterStore(folder, { chainId, log });
    await store.saveConfirmed(confirmed);
    await store.appendIntent(intent(8, 9));
    await store.appendIntent(intent(10, 11));
  }
  await expect(openFileWriterStore(folder, { chainId: 'other', log })).rejects.toThrow(WrongChainStateError);
  const path = join(folder, 'intents.log');
  const bytes = await readFile(path);
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  await writeFile(path, bytes);
  await expect(openFileWriterStore(folder, { chainId, log })).rejects.toThrow(CorruptLogError);
});
