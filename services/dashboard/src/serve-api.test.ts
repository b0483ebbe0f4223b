import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealJson } from '@switchyard/primitives';
import { createLogger, createMetrics, parseEnvFile } from '@switchyard/service-kit';
import { expect, it, onTestFinished } from 'vitest';
import { fileTopology } from './adapters/file-topology.ts';
import { createAdmins } from './adapters/http-admins.ts';
import { dashboardConfig } from './config.ts';
import { dashboardMetrics } from './metrics.ts';
import { createApi } from './serve-api.ts';

const hash = `0x${'ab'.repeat(32)}`;
const never = new AbortController().signal;

/** An admin API that knows these traces and says this of itself. */
async function anAdmin(
  traces: Readonly<Record<string, readonly object[]>>,
  status: object = {},
): Promise<string> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const id = path.replace('/trace/', '');
    if (path === '/status') response.end(JSON.stringify(status));
    else if (path === '/readyz') response.end('{"ready":false,"why":"no peers"}');
    else response.end(JSON.stringify({ events: traces[id] ?? [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function anApi(services: readonly object[] | undefined) {
  const path = join(await mkdtemp(join(tmpdir(), 'dashboard-')), 'topology.json');
  if (services !== undefined) {
    await writeFile(path, JSON.stringify({ network: { chainId: 'yard-1' }, rollups: [], services }));
  }
  return anApiOf(path);
}

function anApiOf(path: string) {
  const log = createLogger('dashboard', 'error', { write: () => undefined });
  const { refused, onCut } = dashboardMetrics(createMetrics('dashboard'));
  const api = createApi(
    { log, refused, onCut, topology: fileTopology(path), admins: createAdmins(log) },
    { host: '127.0.0.1' },
    never,
  );
  onTestFinished(() => api.close());
  return api;
}

const event = (at: string, service: string, msg: string, fields: object = {}): object => ({
  at,
  service,
  msg,
  fields,
});

it('follows a transaction from its composer through its bundle to its height', async () => {
  const composer = await anAdmin({
    [`tx:${hash}`]: [
      event('1', 'composer', 'bundle submitted', { id: 'b1' }),
      event('3', 'composer', 'bundle included', { id: 'b1', height: '7' }),
    ],
  });
  const app = await anAdmin({
    'bundle:b1': [event('2', 'sequencer-app', 'transaction admitted')],
    'height:7': [event('4', 'sequencer-app', 'block committed')],
  });
  const api = await anApi([
    { service: 'composer', rollup: 'demo', adminUrl: composer },
    { service: 'sequencer-app', adminUrl: app },
    { service: 'relayer', adminUrl: 'http://127.0.0.1:1' },
  ]);
  const { events, ...way } = (await api.inject(`/api/why/${hash.toUpperCase().replace('0X', '0x')}`)).json<{
    events: { msg: string; rollup?: string }[];
  }>();
  expect(way).toEqual({
    id: hash,
    kind: 'transaction',
    rollup: 'demo',
    height: '7',
    waitingFor: 'the relayer to relay height 7',
  });
  expect(events.map(({ msg }) => msg)).toEqual([
    'bundle submitted',
    'transaction admitted',
    'bundle included',
    'block committed',
  ]);
  expect((await api.inject('/api/why/7')).json()).toMatchObject({
    kind: 'height',
    events: [{ msg: 'block committed' }],
  });
});

it('shows a service that does not answer, and one that is not ready', async () => {
  const api = await anApi([
    { service: 'sequencer-app', adminUrl: await anAdmin({}, { height: '7' }) },
    { service: 'relayer', adminUrl: 'http://127.0.0.1:1' },
  ]);
  const status = (await api.inject('/api/status')).json<object>();
  expect(status).toMatchObject({
    network: { chainId: 'yard-1', height: '7' },
    services: [
      { service: 'sequencer-app', why: 'no peers' },
      { service: 'relayer', why: 'it does not answer' },
    ],
  });
});

it.each([
  ['/api/why/nonsense', 400, 'DASHBOARD_BAD_ID'],
  [`/api/why/${hash}`, 404, 'DASHBOARD_UNKNOWN_ID'],
  ['/api/why/12', 404, 'DASHBOARD_UNKNOWN_ID'],
])('answers %s with %i', async (path, code, name) => {
  const response = await (await anApi([])).inject(path);
  expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([code, name]);
});

it('waits for a topology', async () => {
  const response = await (await anApi(undefined)).inject('/api/status');
  expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([503, 'DASHBOARD_TOPOLOGY']);
});

it('refuses a topology that was changed, with file, problem and remedy', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'dashboard-')), 'topology.json');
  const content = sealJson({ network: { chainId: 'yard-1' }, rollups: [], services: [] });
  await writeFile(path, content);
  const api = anApiOf(path);
  expect((await api.inject('/api/rollups')).statusCode).toBe(200);
  for (const damaged of [content.replace('yard-1', 'yard-3'), content.slice(0, 20), '{}']) {
    await writeFile(path, damaged);
    const response = await api.inject('/api/rollups');
    expect(response.statusCode).toBe(503);
    const { file, message, problem, remedy } = response.json<Readonly<Record<string, string>>>();
    expect([file, message]).toEqual([path, `${path}: ${problem}; ${remedy}`]);
    expect(remedy).toContain('npm start');
  }
});

it('documents every setting', async () => {
  const example = await readFile(new URL('../local.env.example', import.meta.url), 'utf8');
  expect(dashboardConfig(parseEnvFile(example))).toMatchObject({ logLevel: 'info' });
});
