import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Blob, blobCommitment, userNamespace } from '@switchyard/celestia';
import {
  CelestiaOutcomeUnknownError,
  createCelestiaClient,
  createVerifiedDaReader,
  DaDataUnavailableError,
} from '@switchyard/clients';
import type { Anchor } from '@switchyard/light';
import { type DaHeight, daHeight, toHex } from '@switchyard/primitives';
import { sweepsFaults } from '@switchyard/testing/program';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failpoints } from '../src/failpoints.ts';
import { type RunningLocalDa, rpc, spawnLocalDa, startLocalDa, turn } from './process.ts';

let folder: string;
let dataDir: string;
const running: RunningLocalDa[] = [];
/** Of each test its own. */
let signal: AbortSignal;

beforeEach(async () => {
  signal = AbortSignal.timeout(100_000);
  folder = await mkdtemp(join(tmpdir(), 'local-da-'));
  dataDir = join(folder, 'data');
});

afterEach(async () => {
  for (const da of running.splice(0)) await da[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function start(settings?: Readonly<Record<string, string>>): Promise<RunningLocalDa> {
  const da = await startLocalDa(dataDir, settings);
  running.push(da);
  return da;
}

async function spawned(settings?: Readonly<Record<string, string>>): Promise<RunningLocalDa> {
  const da = await spawnLocalDa(dataDir, settings);
  running.push(da);
  return da;
}

function aBlob(length = 1_000): Blob {
  return {
    namespace: userNamespace(randomBytes(10)),
    data: new Uint8Array(randomBytes(length)),
    shareVersion: 0,
  };
}

async function daAnchor({ url }: RunningLocalDa): Promise<Anchor['da']> {
  const { header, headerHash } = await createCelestiaClient({ url }).headerByHeight(daHeight(1), signal);
  return { chainId: header.chainId, height: 1n, headerHash };
}

const reader = async (da: RunningLocalDa, mode: 'complete' | 'inclusion' = 'complete') =>
  createVerifiedDaReader({ client: createCelestiaClient({ url: da.url }), anchor: await daAnchor(da), mode });

describe('local-da', () => {
  it('gives back what was submitted, proven from the first header on', async () => {
    const da = await start();
    const client = createCelestiaClient({ url: da.url });
    const signer = await client.signer(signal);
    const blob = aBlob(300_000);
    const signed: Blob = { ...aBlob(2_000), shareVersion: 1, signer };
    const height = await client.submit([blob, signed, blob], {}, signal);
    for (const mode of ['complete', 'inclusion'] as const) {
      const absent = userNamespace(new Uint8Array([7]));
      const read = await (await reader(da, mode)).readBlock(
        height,
        [blob.namespace, signed.namespace, absent],
        signal,
      );
      expect(read.blobs.get(toHex(blob.namespace))).toEqual([blob, blob]);
      expect(read.blobs.get(toHex(signed.namespace))).toEqual([signed]);
      expect(read.blobs.get(toHex(absent))).toEqual([]);
    }
    expect(await client.getAll(height, [signed.namespace], signal)).toEqual([signed]);
    expect(await client.balance(signal)).toBeLessThan(1_000_000_000_000_000n);
  });

  it('goes on from where it was after SIGTERM, and exits with 0', async () => {
    const first = await start();
    const client = createCelestiaClient({ url: first.url });
    const blob = aBlob();
    const height = await client.submit([blob], {}, signal);
    const before = await client.networkHead(signal);
    expect(await first.stop()).toBe(0);
    const second = await start();
    const read = await (await reader(second)).readBlock(height, [blob.namespace], signal);
    expect(read.blobs.get(toHex(blob.namespace))).toEqual([blob]);
    const after = await createCelestiaClient({ url: second.url }).networkHead(signal);
    expect(after.height).toBeGreaterThanOrEqual(before.height);
    expect(after.header.chainId).toBe(before.header.chainId);
    expect((await (await reader(second)).head(signal)).height).toBeGreaterThanOrEqual(before.height);
  });

  it.each(sweepsFaults ? failpoints : (['sign.after'] as const))(
    'never changes a height when it is killed at %s',
    async (failpoint) => {
      const first = await spawned({ SWITCHYARD_FAILPOINT: `local-da/${failpoint}:4` });
      const seen = new Map<DaHeight, string>();
      const client = createCelestiaClient({ url: first.url });
      const blob = aBlob();
      while (first.isRunning()) {
        const head = await client.networkHead(signal).catch(() => undefined);
        if (head !== undefined) seen.set(head.height, toHex(head.headerHash));
        if (head?.height === 2n) client.submit([blob], { deadlineMs: 5_000 }, signal).catch(() => undefined);
      }
      await first.ended;
      const second = await start();
      const verified = await reader(second);
      for (const [height, hash] of seen) {
        expect(toHex((await verified.readBlock(height, [], signal)).headerHash)).toBe(hash);
      }
      const reached = await createCelestiaClient({ url: second.url }).waitForHeight(daHeight(6), signal);
      await verified.readBlock(reached.height, [], signal);
    },
    120_000,
  );

  it('survives kill -9 at any moment without losing what it answered', async () => {
    const landed: { blob: Blob; height: DaHeight }[] = [];
    for (let round = 0; round < (sweepsFaults ? 4 : 2); round++) {
      const da = await start({ SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: '20ms' });
      const client = createCelestiaClient({ url: da.url });
      const working = Array.from({ length: 4 }, async () => {
        for (;;) {
          const blob = aBlob(50_000);
          landed.push({ blob, height: await client.submit([blob], { deadlineMs: 5_000 }, signal) });
        }
      });
      const over = Promise.allSettled(working);
      const before = landed.length;
      await expect.poll(() => landed.length - before, { timeout: 30_000, interval: 5 }).toBeGreaterThan(10);
      await new Promise((resolve) => setTimeout(resolve, 37 * round));
      await da.stop('SIGKILL');
      await over;
    }
    const verified = await reader(await start());
    expect(landed.length).toBeGreaterThan(20);
    for (const { blob, height } of landed) {
      const { blobs } = await verified.readBlock(height, [blob.namespace], signal);
      expect(blobs.get(toHex(blob.namespace))).toEqual([blob]);
    }
  });

  it('tells every problem of its configuration and exits with 78', async () => {
    const da = await spawned({
      SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: 'often',
      SWITCHYARD_LOCAL_DA_TYPO: '1',
      SWITCHYARD_LOCAL_DA_MAX_PENDING: '',
    });
    expect(await da.ended).toBe(78);
    expect(da.output()).toContain('SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: expected a duration');
    expect(da.output()).toContain('SWITCHYARD_LOCAL_DA_TYPO: no such setting');
    expect(da.output()).toContain('SWITCHYARD_LOCAL_DA_MAX_PENDING: required');
  });

  it('refuses a folder that another process uses, and a port that is taken', async () => {
    const first = await start();
    const second = await spawned();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('FOLDER_IN_USE');
    dataDir = join(folder, 'other');
    const third = await spawned({ SWITCHYARD_LOCAL_DA_RPC_ADDRESS: new URL(first.url).host });
    expect(await third.ended).toBe(1);
    expect(third.output()).toContain('ADDRESS_UNAVAILABLE');
  });

  it('cuts an unfinished record at the end and goes on', async () => {
    const first = await start();
    await createCelestiaClient({ url: first.url }).submit([aBlob()], {}, signal);
    await first.stop('SIGKILL');
    const log = join(dataDir, 'blocks.log');
    const { size } = await stat(log);
    await writeFile(log, new Uint8Array([0x53, 0x59, 0x44, 0x41, 9, 9]), { flag: 'a' });
    const second = await start();
    await second.stop();
    expect((await stat(log)).size).toBeGreaterThanOrEqual(size);
  });
});

describe('a chain that was stopped', () => {
  let stopped: string;

  beforeAll(async () => {
    stopped = await mkdtemp(join(tmpdir(), 'local-da-stopped-'));
    await using da = await startLocalDa(join(stopped, 'data'));
    await createCelestiaClient({ url: da.url }).waitForHeight(daHeight(3), AbortSignal.timeout(20_000));
    await da.stop();
  });

  afterAll(() => rm(stopped, { recursive: true, force: true }));

  it.each(['blocks.log', 'signing-state.json', 'genesis.json', 'validator-key'])(
    'with a damaged %s is refused, with what to do',
    async (file) => {
      await cp(join(stopped, 'data'), dataDir, { recursive: true });
      await damage(join(dataDir, file));
      const da = await spawned();
      expect(await da.ended).toBe(78);
      expect(da.output()).toMatch(/restore/);
    },
    60_000,
  );

  it('never signs with a fresh signing state', async () => {
    await cp(join(stopped, 'data'), dataDir, { recursive: true });
    await rm(join(dataDir, 'signing-state.json'));
    const da = await spawned();
    expect(await da.ended).toBe(78);
    expect(da.output()).toContain('LOCAL_DA_CORRUPT_CHAIN');
  });
});

describe('knobs', () => {
  let folderOfAll: string;
  let da: RunningLocalDa;

  beforeAll(async () => {
    folderOfAll = await mkdtemp(join(tmpdir(), 'local-da-knobs-'));
    da = await startLocalDa(join(folderOfAll, 'data'));
  });

  afterEach(async () => {
    const none = { pause: false, dropEvery: 0, dropAnswer: 'evicted', delayBlocks: 0, doubleEvery: 0 };
    expect((await turn(da, none)).status).toBe(200);
  });

  afterAll(async () => {
    await da[Symbol.asyncDispose]();
    await rm(folderOfAll, { recursive: true, force: true });
  });

  it('stops making blocks and goes on', async () => {
    expect((await turn(da, { pause: true })).status).toBe(200);
    const client = createCelestiaClient({ url: da.url });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { height } = await client.networkHead(signal);
    const blob = aBlob();
    const submitted = client.submit([blob], {}, signal);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await client.networkHead(signal)).height).toBe(height);
    await turn(da, { pause: false });
    expect(await submitted).toBeGreaterThan(height);
  });

  it('drops every n-th accepted transaction, counted from its start', async () => {
    const da = await start();
    await turn(da, { dropEvery: 3 });
    const client = createCelestiaClient({ url: da.url });
    const outcomes: string[] = [];
    for (let i = 0; i < 6; i++) {
      const outcome = client.submit([aBlob()], {}, signal).then(
        () => 'landed',
        (error: unknown) => (error instanceof CelestiaOutcomeUnknownError ? 'unknown' : 'other'),
      );
      outcomes.push(await outcome);
    }
    expect(outcomes).toEqual(['landed', 'landed', 'unknown', 'landed', 'landed', 'unknown']);
    await turn(da, { dropEvery: 1, dropAnswer: 'height' });
    const lost = aBlob();
    const height = await client.submit([lost], {}, signal);
    expect(await client.getAll(height, [lost.namespace], signal)).toEqual([]);
  });

  it('withholds one blob, and only that', async () => {
    const client = createCelestiaClient({ url: da.url });
    const [hidden, shown] = [aBlob(), aBlob()];
    const height = await client.submit([hidden, shown], {}, signal);
    await turn(da, { withholdCommitment: Buffer.from(blobCommitment(hidden)).toString('base64') });
    const verified = await reader(da);
    await expect(verified.readBlock(height, [hidden.namespace], signal)).rejects.toBeInstanceOf(
      DaDataUnavailableError,
    );
    expect((await verified.readBlock(height, [shown.namespace], signal)).blobs.size).toBe(1);
    await turn(da, { withholdCommitment: [] });
    const read = await verified.readBlock(height, [hidden.namespace], signal);
    expect(read.blobs.get(toHex(hidden.namespace))).toEqual([hidden]);
  });

  it('lands late, and twice', async () => {
    const client = createCelestiaClient({ url: da.url });
    await turn(da, { delayBlocks: 4, doubleEvery: 1 });
    const before = (await client.networkHead(signal)).height;
    const blob = aBlob();
    const height = await client.submit([blob], {}, signal);
    expect(height).toBeGreaterThanOrEqual(before + 5n);
    await client.waitForHeight(daHeight(height + 1n), signal);
    expect(await client.getAll(daHeight(height + 1n), [blob.namespace], signal)).toEqual([blob]);
  });

  it('refuses what it does not know', async () => {
    expect((await turn(da, { dropEvry: 3 })).status).toBe(400);
    expect((await turn(da, { delayBlocks: 31 })).status).toBe(400);
  });
});

describe('hostile callers', () => {
  it('bounds bodies, depth, batches and pending bytes, and lives on', async () => {
    const da = await start({ SWITCHYARD_LOCAL_DA_MAX_PENDING: '1MiB' });
    await turn(da, { pause: true });
    const post = (body: string): Promise<Response> => fetch(da.url, { method: 'POST', body });
    expect((await post('['.repeat(1_000_000))).status).toBe(500);
    expect(await (await post(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`)).text()).toContain(
      'Parse error',
    );
    expect((await post(JSON.stringify(new Array(2_000).fill({ id: 1 })))).status).toBe(400);
    expect((await post('x'.repeat(16_777_217))).status).toBe(500);
    const blob = (length: number): object => ({
      namespace: Buffer.from(aBlob().namespace).toString('base64'),
      data: randomBytes(length).toString('base64'),
    });
    rpc(da, 'blob.Submit', [[blob(900_000)], {}]).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { error } = await rpc(da, 'blob.Submit', [[blob(200_000)], {}]);
    expect(error?.message).toMatch(/mempool is full code: 20$/);
    expect((await rpc(da, 'node.Ready')).result).toBe(true);
  });
});

describe('tokens', () => {
  it('answers each kind of token as the real node does', async () => {
    const secretFile = join(folder, 'secret');
    await writeFile(secretFile, randomBytes(32).toString('hex'));
    const da = await start({ SWITCHYARD_LOCAL_DA_TOKEN_SECRET_FILE: secretFile });
    const fixtures = new URL('../../../test-e2e/celestia-client/fixtures/', import.meta.url);
    const methods: Readonly<Record<string, readonly [string, readonly unknown[]]>> = {
      read: ['header.SyncState', []],
      submit: [
        'blob.Submit',
        [[{ namespace: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQA=', data: 'aGk=' }], {}],
      ],
      admin: ['node.LogLevelSet', ['blob', 'INFO']],
      info: ['node.Info', []],
      balance: ['state.Balance', []],
    };
    for (const [token, kinds] of [
      ['none', ['read', 'submit', 'info', 'balance']],
      ['read', ['read', 'submit', 'admin']],
      ['write', ['read', 'submit', 'admin']],
      ['admin', ['read', 'submit', 'admin']],
    ] as const) {
      const headers: Record<string, string> =
        token === 'none'
          ? {}
          : {
              authorization: `Bearer ${(await readFile(join(dataDir, 'tokens', `${token}.jwt`), 'utf8')).trim()}`,
            };
      for (const kind of kinds) {
        const [method, params] = methods[kind] ?? ['', []];
        const real = JSON.parse(await readFile(new URL(`auth.${token}.${kind}.json`, fixtures), 'utf8')) as {
          response: { error?: object; result?: unknown };
        };
        const ours = await rpc(da, method, params, headers);
        expect({ token, kind, error: ours.error }).toEqual({ token, kind, error: real.response.error });
      }
    }
    for (const authorization of ['Bearer xyz', 'Basic eDp5']) {
      const response = await fetch(da.url, { method: 'POST', headers: { authorization }, body: '{}' });
      expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
        401,
        null,
        '',
      ]);
    }
  });
});

/** One flipped bit in the middle. */
async function damage(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const at = path.endsWith('genesis.json') ? 0 : Math.floor(size / 3);
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    await file.write(Buffer.from([(buffer[0] ?? 0) ^ 0x80]), 0, 1, at);
  } finally {
    await file.close();
  }
}
