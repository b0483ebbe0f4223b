import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createBoundedServer, type ServerLimits, serverLimits } from './bounded-server.ts';
import type { CutReason } from './cut.ts';

const large = 'x'.repeat(8 * 2 ** 20);

type Serving = {
  readonly port: number;
  readonly asked: () => number;
  readonly peers: readonly Socket[];
  readonly cuts: readonly CutReason[];
};

async function serve(limits: Partial<ServerLimits> = {}): Promise<Serving> {
  const cuts: CutReason[] = [];
  const bounds = {
    host: '127.0.0.1',
    bodyBytes: 1_024,
    totalBodyBytes: 4_096,
    bodies: 'json',
    onCut: (why: CutReason) => void cuts.push(why),
  } as const;
  const server = createBoundedServer(bounds, { ...serverLimits, ...limits });
  const peers: Socket[] = [];
  server.server.on('connection', (peer: Socket) => peers.push(peer));
  let asked = 0;
  server.get('/', () => 'ok');
  server.get('/large', async () => {
    asked++;
    await new Promise(setImmediate);
    return large;
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return { port: (server.server.address() as AddressInfo).port, asked: () => asked, peers, cuts };
}

async function say(port: number, text: string): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    heard += data.toString();
  });
  await once(socket, 'connect');
  socket.write(text);
  return { socket, heard: () => heard };
}

const status = async (port: number): Promise<number> => (await fetch(`http://127.0.0.1:${port}`)).status;

const upgrading = (host: string): string =>
  `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;

it('answers who asks for a WebSocket as anybody else, and outlives a reset of it', async () => {
  const { port } = await serve();
  const asking = await say(port, upgrading('127.0.0.1'));
  await expect.poll(asking.heard).toMatch(/^HTTP\/1.1 200 /);
  const page = await say(port, upgrading('evil.example'));
  await expect.poll(page.heard).toMatch(/^HTTP\/1.1 403 /);
  for (const { socket } of [asking, page]) socket.resetAndDestroy();
  expect(await status(port)).toBe(200);
});

it('answers a short pipeline in its order, and cuts off a long one before it works on it', async () => {
  const { port, asked, cuts } = await serve();
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
  const short = await say(port, get('/none') + get('/'));
  await expect.poll(short.heard).toMatch(/^HTTP\/1.1 404 .*HTTP\/1.1 200 .*ok$/s);
  const long = await say(port, get('/large').repeat(500));
  await expect.poll(() => long.socket.closed).toBe(true);
  expect(asked()).toBeLessThanOrEqual(serverLimits.pipelined);
  expect(cuts).toEqual(['pipelined']);
  expect(await status(port)).toBe(200);
});

const getLarge = 'GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

it('ends a connection whose answer is not read in time', async () => {
  const { port, asked, peers, cuts } = await serve({ sendMs: 300 });
  const { socket } = await say(port, '');
  socket.pause().write(getLarge);
  await expect.poll(asked).toBe(1);
  expect(peers[0]?.closed).toBe(false);
  await expect.poll(() => peers[0]?.closed).toBe(true);
  expect(cuts).toEqual(['late-reader']);
});

it('counts a connection once, whatever of it is not read, and none that its client ended', async () => {
  const { port, asked, peers, cuts } = await serve({ sendMs: 300, answerBytes: 6 * large.length });
  const deaf = await say(port, '');
  deaf.socket.pause().write(getLarge.repeat(3));
  await expect.poll(asked).toBe(3);
  const gone = await say(port, '');
  gone.socket.pause().write(getLarge.repeat(3));
  await expect.poll(asked).toBe(6);
  gone.socket.destroy();
  await expect.poll(() => peers.map(({ closed }) => closed)).toEqual([true, true]);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(cuts).toEqual(['late-reader']);
  // Room for another is made of two that one connection holds.
  const crowded = await serve({ answerBytes: 2 * large.length });
  const holder = await say(crowded.port, '');
  holder.socket.pause().write(getLarge.repeat(2));
  await expect.poll(crowded.asked).toBe(2);
  const newcomer = await say(crowded.port, '');
  newcomer.socket.pause().write(getLarge.repeat(2));
  await expect.poll(crowded.asked).toBe(4);
  expect(crowded.cuts).toEqual(['crowded']);
});

it('lets go of the oldest answers that are not read, and serves who reads', async () => {
  const { port, asked, peers, cuts } = await serve({ answerBytes: 2 * large.length });
  for (let n = 1; n <= 4; n++) {
    const { socket } = await say(port, '');
    socket.pause().write(getLarge);
    await expect.poll(asked).toBe(n);
  }
  const text = await (await fetch(`http://127.0.0.1:${port}/large`)).text();
  expect(text.length).toBe(large.length);
  expect(peers.slice(0, 4).map(({ destroyed }) => destroyed)).toEqual([true, true, true, false]);
  expect(cuts).toEqual(['crowded', 'crowded', 'crowded']);
});
