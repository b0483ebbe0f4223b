import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { limitConnections, refuseUpgrade, upgraded } from './connections.ts';
import type { CutReason, OnCut } from './cut.ts';

const most = 8;
const upgrade = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  upgrade?: (stream: Duplex) => void,
  onCut: OnCut = () => undefined,
): Promise<number> {
  const server = createServer(answer);
  if (upgrade !== undefined)
    server.on('upgrade', (_request: IncomingMessage, stream: Duplex) => upgrade(stream));
  limitConnections(server, most, onCut);
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
  ['asked with a body that nobody reads', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx'],
  ['ask for WebSockets where there are none', upgrade],
])('lets others in when all connections are held by some who %s', async (_who, text) => {
  const cuts: CutReason[] = [];
  const port = await serve(
    (request, response) => {
      if (request.method === 'POST') request.resume().on('end', () => response.end('ok'));
      else response.end('ok');
    },
    undefined,
    (why) => cuts.push(why),
  );
  const held = await Promise.all(Array.from({ length: most }, () => say(port, text)));
  for (let n = 0; n < 3; n++) {
    const response = await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } });
    expect(await response.text()).toBe('ok');
  }
  await expect.poll(() => closed(held)).toBeGreaterThanOrEqual(1);
  expect(closed(held)).toBeLessThanOrEqual(3);
  expect(cuts).toEqual(cuts.map(() => 'waited-longest'));
  expect(cuts.length).toBeGreaterThanOrEqual(1);
});

it('lets others in when all connections are held by some whose bodies come after their answers', async () => {
  const port = await serve((_request, response) => response.end('ok'));
  for (let n = 0; n < most; n++) {
    const socket = await say(port, 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n');
    await once(socket, 'data');
    socket.write('x');
  }
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
});

it('lets others in when all connections are held by some who do not read their answers', async () => {
  const large = Buffer.alloc(8 * 2 ** 20);
  let asked = 0;
  const port = await serve(({ url }, response) => {
    if (url === '/large') asked++;
    response.end(url === '/large' ? large : 'ok');
  });
  for (let n = 0; n < most; n++) {
    // The second waits for the first to be read.
    (await say(port, 'GET /large HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2))).pause();
  }
  await expect.poll(() => asked).toBe(2 * most);
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
});

it('lets those be who are being answered, and then nobody else in', async () => {
  const open: ServerResponse[] = [];
  const cuts: CutReason[] = [];
  let isAnswering = false;
  const port = await serve(
    (request, response) => {
      request.resume().on('end', () => {
        if (isAnswering) response.end('ok');
        else open.push(response);
      });
    },
    undefined,
    (why) => cuts.push(why),
  );
  const asking = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1';
  const asked = await Promise.all(Array.from({ length: most }, () => say(port, asking)));
  await expect.poll(() => open.length).toBe(most);
  const late = await say(port, asking);
  await expect.poll(() => late.closed).toBe(true);
  expect(cuts).toEqual(['no-seat']);
  expect(closed(asked)).toBe(0);
  // Both of a pipeline.
  const [first] = asked;
  first?.write(asking);
  await expect.poll(() => open.length).toBe(most + 1);
  for (const response of open.slice(0, most)) response.end('ok');
  isAnswering = true;
  expect((await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: 'x' })).status).toBe(200);
  expect(first?.closed).toBe(false);
  expect(closed(asked)).toBe(1);
});

it('counts no WebSocket', async () => {
  const streams: Duplex[] = [];
  const port = await serve(
    (_request, response) => response.end('ok'),
    (stream) => {
      upgraded(stream);
      streams.push(stream);
    },
  );
  const sockets = await Promise.all(Array.from({ length: most + 2 }, () => say(port, upgrade)));
  await expect.poll(() => streams.length).toBe(most + 2);
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
  expect(closed(sockets)).toBe(0);
  for (const stream of streams) stream.destroy();
});

it('counts who waits for its WebSocket', async () => {
  const streams: Duplex[] = [];
  const port = await serve(
    (_request, response) => response.end('ok'),
    (stream) => streams.push(stream),
  );
  const sockets = await Promise.all(Array.from({ length: most + 2 }, () => say(port, upgrade)));
  await expect.poll(() => closed(sockets)).toBe(2);
  for (const stream of streams) stream.destroy();
});

it('tells who is refused its WebSocket, and closes also if the other side does not', async () => {
  const streams: Duplex[] = [];
  const port = await serve(
    (_request, response) => response.end('ok'),
    (stream) => {
      streams.push(stream);
      refuseUpgrade(stream, '403 Forbidden');
    },
  );
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.on('data', (text) => {
    heard += text.toString();
  });
  socket.write(upgrade);
  await expect.poll(() => streams[0]?.closed).toBe(true);
  await expect.poll(() => heard).toMatch(/^HTTP\/1.1 403 Forbidden\r\n/);
});
