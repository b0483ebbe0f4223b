import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveAbci } from '@switchyard/abci';
import { createKvApplication } from '@switchyard/testing';
import { findEngine, freePort } from '@switchyard/testing/program';
import { afterEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { makeHome } from './engine-home.ts';
import { startEngine } from './process.ts';

const resources: AsyncDisposable[] = [];

afterEach(async () => {
  for (const resource of resources.splice(0).reverse()) await resource[Symbol.asyncDispose]();
});

async function world() {
  const home = await makeHome({ genesisTime: new Date(Date.now() - 60_000).toISOString() });
  resources.push(home);
  const kv = createKvApplication();
  const serve = async () => {
    const server = await serveAbci({ address: home.socket, app: kv.app, onFatal: () => undefined });
    resources.push(server);
    return server;
  };
  const start = async (env: Readonly<Record<string, string>> = {}) => {
    const engine = await startEngine(home, env);
    resources.push(engine);
    return engine;
  };
  return { home, kv, serve, start };
}

async function ask(url: string, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/${path}`);
  return ((await response.json()) as { readonly result: Record<string, unknown> }).result;
}

it('waits for its application, makes heights, serves them, and goes on where it stopped', async () => {
  const { kv, serve, start } = await world();
  kv.submit('a=1');
  const engine = await start();
  await serve();
  await engine.decided(4);
  expect((await fetch(`${engine.adminUrl}/readyz`)).status).toBe(200);
  expect(await ask(engine.rpcUrl, 'abci_query?data="a"')).toMatchObject({
    response: { code: 0, value: Buffer.from('1').toString('base64') },
  });
  expect(await engine.stop()).toBe(0);
  const last = engine.height();

  const again = await start();
  await again.decided(last + 3);
  // A height that was under way when the engine stopped is finished by the handshake.
  const first = Number(again.lines.find(({ msg }) => msg === 'height decided')?.['height']);
  expect(first - last).toBeGreaterThanOrEqual(1);
  expect(first - last).toBeLessThanOrEqual(2);
});

it('tells subscribers of each height', async () => {
  const { serve, start } = await world();
  await serve();
  const engine = await start();
  await engine.decided(1);
  const socket = new WebSocket(`${engine.rpcUrl.replace('http', 'ws')}/websocket`);
  const heights: number[] = [];
  socket.on('message', (data: Buffer) => {
    const { result } = JSON.parse(data.toString()) as {
      result: { data?: { value: { header: { height: string } } } };
    };
    if (result.data !== undefined) heights.push(Number(result.data.value.header.height));
  });
  await once(socket, 'open');
  const query = "tm.event='NewBlockHeader'";
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscribe', params: { query } }));
  await expect.poll(() => heights.length).toBeGreaterThan(4);
  socket.terminate();
  expect(heights).toEqual(heights.map((_, index) => (heights[0] ?? 0) + index));
});

it('is killed between signature and block, and signs nothing twice', async () => {
  const { home, kv, serve, start } = await world();
  await serve();
  const killed = await start({ SWITCHYARD_FAILPOINT: 'solo-engine/sign.after:3' });
  expect(await killed.ended).toBe('SIGKILL');
  const left = JSON.parse(await readFile(join(home.path, 'data/priv_validator_state.json'), 'utf8')) as {
    height: string;
    signature: string;
  };
  const engine = await start();
  await engine.decided(Number(left.height) + 2);
  const { signed_header: signed } = (await ask(engine.rpcUrl, `commit?height=${left.height}`)) as {
    signed_header: { commit: { signatures: { signature: string }[] } };
  };
  expect(signed.commit.signatures[0]?.signature).toBe(left.signature);
  const hashes = new Map(kv.executed.map(({ height, hash }) => [height, hash]));
  expect(new Set(kv.executed.map(({ height, hash }) => `${height} ${hash}`)).size).toBe(hashes.size);
});

it('shakes hands again when its application comes back', async () => {
  const { kv, serve, start } = await world();
  const server = await serve();
  const engine = await start();
  await engine.decided(3);
  await server[Symbol.asyncDispose]();
  kv.wipe();
  await serve();
  const seen = engine.height();
  await engine.decided(seen + 3);
  expect(engine.lines.some(({ msg }) => msg === 'application lost')).toBe(true);
});

it('refuses a signing state that is older than its blocks, and says so', async () => {
  const { home, serve, start } = await world();
  await serve();
  const engine = await start();
  await engine.decided(3);
  await engine.stop('SIGKILL');
  await writeFile(join(home.path, 'data/priv_validator_state.json'), '{"height":"0","round":0,"step":0}');
  const refused = await start();
  expect(await refused.ended).toBe(78);
  expect(JSON.stringify(refused.lines.at(-1))).toContain('signing state is older than the blocks');
});

it('exits 78 and names every problem of its configuration', async () => {
  const { start } = await world();
  const engine = await start({ SWITCHYARD_SOLO_ENGINE_RPC_ADDRESS: 'x', SWITCHYARD_SOLO_ENGINE_RCP: 'y' });
  expect(await engine.ended).toBe(78);
});

const cometbft = findEngine('cometbft');

it('is followed by the light client of CometBFT for ten heights', async ({ skip }) => {
  if (cometbft === undefined) skip('not run: cometbft is missing');
  if (cometbft === undefined) return;
  const { home, kv, serve, start } = await world();
  await serve();
  const engine = await start();
  await engine.decided(2);
  kv.submit(`power=${Buffer.from(home.publicKey).toString('base64')}:25`);
  const { signed_header: trusted } = (await ask(engine.rpcUrl, 'commit?height=1')) as {
    signed_header: { commit: { block_id: { hash: string } } };
  };
  const port = await freePort();
  const light = spawn(
    cometbft,
    [
      ...['light', home.chainId, '--sequential', '-p', engine.rpcUrl, '-w', engine.rpcUrl],
      ...['--height', '1', '--hash', trusted.commit.block_id.hash],
      ...['--home-dir', join(home.path, 'light'), '--laddr', `tcp://127.0.0.1:${port}`],
    ],
    { stdio: 'ignore' },
  );
  resources.push({
    async [Symbol.asyncDispose]() {
      light.kill('SIGKILL');
      if (light.exitCode === null && light.signalCode === null) await once(light, 'exit');
    },
  });
  await engine.decided(13);
  const verified: string[] = [];
  for (let height = 2; height <= 12; height++) verified.push(await verifiedHash(port, height));
  const own = await Promise.all(
    verified.map(async (_, index) => {
      const { block_id: id } = await ask(engine.rpcUrl, `block?height=${index + 2}`);
      return (id as { readonly hash: string }).hash;
    }),
  );
  expect(verified).toEqual(own);
  expect(execFileSync(cometbft, ['version'], { encoding: 'utf8' })).toContain('0.38');
});

/** What the light client says after it has verified a height. */
async function verifiedHash(port: number, height: number): Promise<string> {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/commit?height=${height}`);
      const { result } = (await response.json()) as {
        result: { signed_header: { commit: { block_id: { hash: string } } } };
      };
      return result.signed_header.commit.block_id.hash;
    } catch {
      await sleep(100);
    }
  }
}
