import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningLocalDa, rpc, startLocalDa } from './process.ts';

const client = fileURLToPath(new URL('../../../test-e2e/celestia-client/client.mjs', import.meta.url));
const fixtures = fileURLToPath(new URL('../../../test-e2e/celestia-client/fixtures', import.meta.url));

type Recorded = {
  readonly request?: { readonly method?: string };
  readonly http_status?: number;
  readonly content_type?: string;
  readonly response?: unknown;
  readonly raw?: string;
};

describe('the client that was run against a real celestia-node', () => {
  let folder: string;
  let da: RunningLocalDa;
  let printed = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-da-client-'));
    da = await startLocalDa(join(folder, 'data'), { SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: '100ms' });
    const poor = JSON.parse(await readFile(join(folder, 'data/genesis.json'), 'utf8')) as {
      accounts: { name: string; address: string }[];
    };
    const env = {
      PATH: process.env['PATH'],
      DA_URL: da.url,
      FIX: join(folder, 'recorded'),
      POOR: poor.accounts.find(({ name }) => name === 'poor')?.address,
    };
    const run = promisify(execFile)(process.execPath, [client], { env, maxBuffer: 16 * 1024 * 1024 });
    printed = await run.then(
      ({ stdout }) => stdout,
      (error: { stdout?: string; message: string }) => `${error.stdout}\n${error.message}`,
    );
  }, 180_000);

  afterAll(async () => {
    await da.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('passes all of its checks against local-da', () => {
    expect(printed.split('\n').filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(printed).toContain('33 passed, 0 failed');
  });

  it('records the same answers from local-da as from the real node, up to values', async () => {
    const names = (await readdir(fixtures)).filter((name) => !name.startsWith('auth.'));
    const compared: string[] = [];
    for (const name of names) {
      const real = await load(join(fixtures, name));
      const ours = await load(join(folder, 'recorded', name));
      if (name === 'ws.Subscribe.json') continue;
      expect({ name, ...outline(ours) }).toEqual({ name, ...outline(real) });
      compared.push(name);
    }
    expect(compared.length).toBeGreaterThan(110);
  });

  it('sends the frames of subscriptions in the same shape', async () => {
    const real = await load(join(fixtures, 'ws.Subscribe.json'));
    const ours = await load(join(folder, 'recorded', 'ws.Subscribe.json'));
    const frame = (recorded: object): unknown =>
      shapeOf((recorded as { frame_with_blob: unknown }).frame_with_blob);
    expect(frame(ours)).toEqual(frame(real));
  });

  it('gives the empty block the data hash that Celestia gives it', async () => {
    const real = await load(join(fixtures, 'header.Tail.json'));
    const { result } = await rpc(da, 'header.Tail');
    expect(dataHashOf(result)).toBe(dataHashOf((real.response as { result: unknown }).result));
  });
});

function dataHashOf(header: unknown): string {
  return (header as { header: { data_hash: string } }).header.data_hash;
}

async function load(path: string): Promise<Recorded> {
  return JSON.parse(await readFile(path, 'utf8')) as Recorded;
}

/** What must be the same: everything but hashes, heights, balances, bytes and times. */
function outline({ http_status, content_type, response, raw }: Recorded): object {
  return {
    http_status,
    content_type,
    shape: shapeOf(response),
    raw: raw === undefined ? undefined : mask(raw),
  };
}

/** Field names in their order, types, and the texts of errors. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const fields = value as Record<string, unknown>;
  return Object.entries(fields).map(([name, field]) =>
    name === 'message' ? [name, mask(String(field))] : [name, shapeOf(field)],
  );
}

function mask(text: string): string {
  return text
    .replace(/celestia1[a-z0-9]{38}/g, '<account>')
    .replace(/\b[0-9A-F]{64}\b/g, '<hash>')
    .replace(/signer [0-9A-F]{40}/g, 'signer <account>')
    .replace(/\[(?:\d+ ){27}\d+\]/, '[<id>]')
    .replace(/(networkHeight|requestedHeight|height)("?: ?)\d+/g, '$1$2<n>')
    .replace(/("result":)\d+/g, '$1<n>')
    .replace(/("amount":)"\d+"/g, '$1<n>');
}
