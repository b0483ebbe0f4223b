import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollupNumber, toHex } from '@switchyard/primitives';
import { asError, createLogger, systemClock } from '@switchyard/service-kit';
import { ManualClock } from '@switchyard/testing';
import { expect, it, onTestFinished } from 'vitest';
import { listRoot } from '../../domain/list-root.ts';
import { type EvmHash, evmHash } from '../../domain/names.ts';
import { encodeRlp } from '../../domain/rlp.ts';
import { NodeDamagedError, NodeRefusedError, NodeUnavailableError } from '../../errors.ts';
import type { EngineBlock, JournalEntry } from '../../ports.ts';
import { secp256k1 } from '../../secp256k1.ts';
import { createAudit } from './audit.ts';

const { keccak256 } = secp256k1;
const blocks = 10;
type Block = { readonly hash: EvmHash; readonly parentHash: EvmHash; readonly raw: string };

/** Empty blocks, each with the hash of the one before. */
function chain(): readonly Block[] {
  const empty = listRoot([], keccak256);
  const made: Block[] = [];
  let parent: Uint8Array = new Uint8Array(32);
  for (let number = 0; number <= blocks; number++) {
    const header = [parent, new Uint8Array(), new Uint8Array(), new Uint8Array(), empty, empty];
    const hash = keccak256(encodeRlp(header));
    const raw = `0x${toHex(encodeRlp([header, [], []]))}`;
    made.push({ hash: evmHash(hash), parentHash: evmHash(parent), raw });
    parent = hash;
  }
  return made;
}

/** A node with these blocks, all firm, under audit; `answer` may say or throw something else. */
function audit(
  answer: (number: number) => string | undefined,
  ask = (): Promise<string> => Promise.resolve('/geth'),
) {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const over = new AbortController();
  const path = join(folder, 'ipc');
  writeFileSync(path, '');
  const made = chain();
  const read: number[] = [];
  const node = { head: blocks };
  const clock = new ManualClock();
  const call = (method: string, params: readonly unknown[]): Promise<unknown> => {
    if (method !== 'debug_getRawBlock') return Promise.resolve([]);
    const number = Number(params[0]);
    read.push(number);
    try {
      return Promise.resolve(answer(number) ?? made[number]?.raw);
    } catch (error) {
      return Promise.reject(asError(error));
    }
  };
  const heads = { soft: rollupNumber(blocks), firm: rollupNumber(blocks), searchHeight: undefined };
  let ended: unknown;
  const done = createAudit({
    rpc: { call, batch: () => Promise.reject(new Error('not asked')) },
    path,
    journal: { heads: () => heads, entry: (n) => ({ block: made[Number(n)] }) as unknown as JournalEntry },
    engine: {
      head: () => Promise.resolve(made[node.head] as unknown as EngineBlock),
      folder: ask,
    },
    keccak256,
    clock,
    log: createLogger('evm-driver', 'error'),
  })(over.signal).catch((error: unknown) => {
    ended = error;
  });
  onTestFinished(async () => {
    over.abort();
    await done;
    rmSync(folder, { recursive: true });
  });
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      await clock.advance(500);
      await systemClock.sleep(1, new AbortController().signal);
    }
  };
  return { path, read, node, pass, ended: () => ended };
}

const down = (from: number): readonly number[] => Array.from({ length: from }, (_, n) => from - n);

it('reads each firm block once', async () => {
  const { read, pass, ended } = audit(() => undefined);
  await pass(20_000);
  expect(read).toEqual(down(blocks));
  expect(ended()).toBeUndefined();
});

it('goes on where it was when the node did not answer in time', async () => {
  let late = 3;
  const { read, pass, ended } = audit((number) => {
    if (number === 4 && late-- > 0) throw new NodeUnavailableError('debug_getRawBlock', {});
    return undefined;
  });
  await pass(30_000);
  expect(read).toEqual([...down(blocks).slice(0, 6), 4, 4, 4, ...down(4)]);
  expect(ended()).toBeUndefined();
});

it('ends for a block that stays wrong, and not while the node is on its way', async () => {
  const { read, node, pass, ended } = audit((number) => (number === 4 ? '0x' : undefined));
  node.head = 5;
  await pass(10_000);
  expect(read).toEqual([]);
  node.head = blocks;
  await expect
    .poll(async () => {
      await pass(500);
      return read.includes(4);
    })
    .toBe(true);
  node.head = 5;
  await pass(10_000);
  expect(ended()).toBeUndefined();
  node.head = blocks;
  await pass(10_000);
  expect(ended()).toBeInstanceOf(NodeDamagedError);
  expect(ended()).toMatchObject({
    context: { file: '/geth', problem: 'the header of block 4 is not what was made' },
  });
});

it('names its socket when the node does not tell its folder', async () => {
  const { path, pass, ended } = audit(
    (number) => (number === 4 ? '0x' : undefined),
    () => Promise.reject(new NodeRefusedError('admin_datadir', { code: -32_601, message: 'no such method' })),
  );
  await pass(20_000);
  expect(ended()).toMatchObject({ context: { file: path } });
});

it('says nothing of the disk of a node without the methods', async () => {
  const { read, pass, ended } = audit(() => {
    throw new NodeRefusedError('debug_getRawBlock', { code: -32_601, message: 'the method does not exist' });
  });
  await pass(20_000);
  expect(read).toEqual([blocks]);
  expect(ended()).toBeUndefined();
});
