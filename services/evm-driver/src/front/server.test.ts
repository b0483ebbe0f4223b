import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createMetrics } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { createDriverMetrics } from '../metrics.ts';
import { createFeed } from './feed.ts';
import { serveFront } from './server.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

it('outlives a caller that resets its refused upgrade', async () => {
  const port = await freePort();
  const stopping = new AbortController();
  const serving = serveFront({
    address: { host: '127.0.0.1', port },
    origins: ['http://friend'],
    dispatch: async () => 'here',
    call: () => undefined,
    feeds: { heads: createFeed(), logs: createFeed(), announced: createFeed() },
    metrics: createDriverMetrics(createMetrics('evm_driver')),
  })(stopping.signal);
  const ask = (): Promise<string> =>
    fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).then((response) => response.text());
  await expect.poll(() => ask().catch(() => undefined)).toBe('here');
  const upgrade =
    'GET / HTTP/1.1\r\nHost: x\r\nOrigin: http://foe\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const seen: string[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (data) => seen.push(data.toString().slice(0, 12)));
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    socket.write(upgrade);
    // Now before its answer, now after it.
    await new Promise((resolve) => setTimeout(resolve, turn % 4));
    socket.resetAndDestroy();
    await closed;
  }
  expect(await ask()).toBe('here');
  expect(seen).toContain('HTTP/1.1 403');
  stopping.abort();
  await serving;
});
