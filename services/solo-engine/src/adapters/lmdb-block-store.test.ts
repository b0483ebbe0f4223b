import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyCommit } from '@switchyard/light';
import { createLogger, type Logger } from '@switchyard/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildBlock } from '../domain/block.ts';
import { afterBlock, type Genesis, genesisState } from '../domain/chain.ts';
import { defaultParams } from '../domain/params.ts';
import type { PendingBlock } from '../ports.ts';
import { openBlockStore } from './lmdb-block-store.ts';

const genesis: Genesis = {
  chainId: 'yard-1',
  time: { seconds: 1_000n, nanos: 5 },
  initialHeight: 1n,
  params: defaultParams,
  validators: [{ publicKey: new Uint8Array(32).fill(1), power: 10n }],
  appHash: Uint8Array.of(7),
  appState: new Uint8Array(),
};
const state = genesisState(genesis, 3n);
const items = [new Uint8Array(100_000).fill(0xee)];
const built = buildBlock(state, { items, lastCommit: emptyCommit, proposerAddress: new Uint8Array(20) });
const pending: PendingBlock = {
  height: 1n,
  round: 0,
  voteTime: { seconds: 1_001n, nanos: 0 },
  blockId: built.blockId,
  bytes: built.bytes,
};
const next = afterBlock(
  state,
  { blockId: built.blockId, header: built.block.header },
  { results: [], validatorUpdates: [], paramsUpdate: undefined, appHash: Uint8Array.of(9) },
);

const opening = { log: createLogger('solo-engine', 'error'), signal: new AbortController().signal };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function fill(): Promise<void> {
  await using store = await openBlockStore(
    folder,
    { path: 'config/genesis.json', fingerprint: 'genesis' },
    opening,
  );
  await store.saveState(state);
  await store.savePending(pending);
  const { bytes, ...rest } = store.pending() ?? { bytes: new Uint8Array() };
  expect({ ...rest, bytes: built.bytes }).toEqual(pending);
  expect(Buffer.compare(bytes, built.bytes)).toBe(0);
  await store.saveBlock(pending, emptyCommit);
  await store.saveResults(1n, new Uint8Array());
  await store.saveState(next);
}

it('is empty at first', async () => {
  await using store = await openBlockStore(
    folder,
    { path: 'config/genesis.json', fingerprint: 'genesis' },
    opening,
  );
  expect([store.base, store.height, store.state(), store.pending(), store.block(1n)]).toEqual([
    0n,
    0n,
    undefined,
    undefined,
    undefined,
  ]);
});

it('gives back what was saved, after it was opened again', async () => {
  await fill();
  await using store = await openBlockStore(
    folder,
    { path: 'config/genesis.json', fingerprint: 'genesis' },
    opening,
  );
  expect([store.base, store.height]).toEqual([1n, 1n]);
  expect(plain(store.state())).toEqual(plain(next));
  expect(store.pending()).toBeUndefined();
  const stored = store.block(1n);
  expect(plain(stored?.blockId)).toEqual(plain(built.blockId));
  expect(plain(stored?.block.header)).toEqual(plain(built.block.header));
  expect(Buffer.compare(stored?.block.items[0] ?? new Uint8Array(), items[0] ?? new Uint8Array())).toBe(0);
  expect(plain(store.validators(2n))).toEqual(plain(next.validators));
  expect(plain(store.validators(3n))).toEqual(plain(next.nextValidators));
  expect(store.params(2n)).toEqual(next.params);
  expect(store.seenCommit(1n)).toEqual(emptyCommit);
});

it('forgets what is pruned', async () => {
  await fill();
  await using store = await openBlockStore(
    folder,
    { path: 'config/genesis.json', fingerprint: 'genesis' },
    opening,
  );
  await store.prune({ from: 1n, to: 2n });
  expect([store.base, store.block(1n), store.validators(1n)]).toEqual([2n, undefined, undefined]);
});

/** Byte strings of any kind as hex, so that only their content is compared. */
function plain(value: object | undefined): unknown {
  return JSON.parse(
    JSON.stringify(value ?? {}, (_name, item: unknown) => {
      if (item instanceof Uint8Array) return Buffer.from(item).toString('hex');
      return typeof item === 'bigint' ? `${item}` : item;
    }),
  );
}

describe('refuses, with the remedy,', () => {
  it('the blocks of another genesis', async () => {
    await fill();
    await expect(
      openBlockStore(folder, { path: 'config/genesis.json', fingerprint: 'other' }, opening),
    ).rejects.toMatchObject({
      code: 'SOLO_STORE',
      fault: 'fatal',
    });
  });

  it('a flipped bit', async () => {
    await fill();
    const path = join(folder, 'data.mdb');
    const bytes = await readFile(path);
    const at = bytes.lastIndexOf(Buffer.alloc(50_000, 0xee)) + 25_000;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(path, bytes);
    const told: unknown[] = [];
    const log = { ...opening.log, error: (context: unknown) => told.push(context) } as unknown as Logger;
    await using store = await openBlockStore(
      folder,
      { path: 'config/genesis.json', fingerprint: 'genesis' },
      { ...opening, log },
    );
    for (let n = 0; n < 3; n++) expect(() => store.block(1n)).toThrow('a record is damaged');
    expect(told).toMatchObject([{ err: { context: { file: folder, record: 'block,1' } } }]);
    expect(told).toMatchObject([{ err: { context: { remedy: expect.stringContaining('copy') as string } } }]);
  });

  it.each([0, 5_000, 16_384])('a file cut to %i bytes', async (length) => {
    await fill();
    await truncate(join(folder, 'data.mdb'), length);
    await expect(
      openBlockStore(folder, { path: 'config/genesis.json', fingerprint: 'genesis' }, opening),
    ).rejects.toMatchObject({ code: 'SOLO_STORE' });
  });

  it('a file of zeros', async () => {
    await fill();
    const path = join(folder, 'data.mdb');
    await writeFile(path, Buffer.alloc((await readFile(path)).length));
    await expect(
      openBlockStore(folder, { path: 'config/genesis.json', fingerprint: 'genesis' }, opening),
    ).rejects.toMatchObject({ code: 'SOLO_STORE' });
  });
});
