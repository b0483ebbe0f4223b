import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { limitConnections } from './connections.ts';

const most = 8;

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  upgrade: (stream: Duplex) => void = () => undefined,
): Promise<number> {
  const server = createServer(answer);
  server.on('upgrade', (_request: IncomingMessage, stream: Duplex) => upgrade(stream));
  limitConnections(server, most);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function say(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  socket.write(text);
  onTestFinished(() => {
    socket.destroy();
  });
  return socket;
}

const closed = (sockets: readonly Socket[]): number => sockets.filter((socket) => socket.closed).length;

it.each([
  ['say nothing', ''],
  ['never end their head', 'GET / HTTP/1.1\r\nX: '],
  ['never end their body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1'],
  ['asked before', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
])('lets others in when all connections are held by some who %s', async (_who, text) => {
  const port = await serve((request, response) => {
    request.resume().on('end', () => response.end('ok'));
  });
  const held = await Promise.all(Array.from({ length: most }, () => say(port, text)));
  for (let n = 0; n < 3; n++) {
    const response = await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } });
    expect(await response.text()).toBe('ok');
  }
  await expect.poll(() => closed(held)).toBeGreaterThanOrEqual(1);
  expect(closed(held)).toBeLessThanOrEqual(3);
});

it('lets those be who are being answered, and then nobody else in', async () => {
  const open: ServerResponse[] = [];
  const port = await serve((request, response) => {
    request.resume().on('end', () => open.push(response));
  });
  const asking = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1';
  const asked = await Promise.all(Array.from({ length: most }, () => say(port, asking)));
  await expect.poll(() => open.length).toBe(most);
  const late = await say(port, asking);
  await expect.poll(() => late.closed).toBe(true);
  expect(closed(asked)).toBe(0);
  // Both of a pipeline.
  const [first, second] = asked;
  first?.write(asking);
  await expect.poll(() => open.length).toBe(most + 1);
  for (const response of open.slice(0, most)) response.end('ok');
  await expect.poll(async () => (await say(port, asking)).closed || open.length > most + 1).toBe(true);
  expect(first?.closed).toBe(false);
  expect(closed(asked)).toBeLessThanOrEqual(2);
  second?.destroy();
});

it('counts no WebSocket', async () => {
  const upgraded: Duplex[] = [];
  const port = await serve(
    (_request, response) => response.end('ok'),
    (stream) => upgraded.push(stream),
  );
  const upgrade = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const sockets = await Promise.all(Array.from({ length: most + 2 }, () => say(port, upgrade)));
  await expect.poll(() => upgraded.length).toBe(most + 2);
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
  expect(closed(sockets)).toBe(0);
  for (const stream of upgraded) stream.destroy();
});
