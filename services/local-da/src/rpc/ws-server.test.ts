import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createAllowance, createLogger } from '@switchyard/service-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { ByteBudget } from './byte-budget.ts';
import { serveWebSockets } from './ws-server.ts';

async function startServer({ secret }: { secret: Uint8Array | undefined }) {
  const stopping = new AbortController();
  const server = createServer();
  const deps = {
    methods: {},
    secret,
    bodies: createAllowance(1 << 20),
    unread: createAllowance(1 << 20),
    answers: new ByteBudget(1 << 20, 8),
    log: createLogger('local-da', 'error'),
    count: () => undefined,
    refuse: () => undefined,
    onCut: () => undefined,
  };
  const sockets = serveWebSockets(server, deps, stopping.signal);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await sockets[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('a WebSocket server', () => {
  it('outlives a caller that resets its refused upgrade', async () => {
    await using server = await startServer({ secret: new Uint8Array(32) });
    const upgrade =
      'GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer none\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const seen: string[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('data', (data) => seen.push(data.toString().slice(0, 12)));
      const closed = once(socket, 'close');
      await once(socket, 'connect');
      socket.write(upgrade);
      // Now before its answer, now after it.
      await new Promise((resolve) => setTimeout(resolve, turn % 4));
      socket.resetAndDestroy();
      await closed;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toContain('HTTP/1.1 401');
  });

  it('closes the connection of a refused caller that keeps its half open', async () => {
    await using server = await startServer({ secret: new Uint8Array(32) });
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    let heard = '';
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      heard += data.toString();
    });
    socket.write(
      'GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer none\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    await expect.poll(() => heard).toMatch(/^HTTP\/1.1 401 /);
    await expect.poll(() => socket.destroyed || (socket.write('x') && socket.destroyed)).toBe(true);
  });

  it('cuts off a caller that sends garbage and never reads what is said of it', async () => {
    await using server = await startServer({ secret: undefined });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}`);
    socket.on('error', () => undefined);
    await once(socket, 'open');
    socket.pause();
    let isCut = false;
    // A paused socket learns of its end only when it writes.
    for (let sent = 0; sent < 2_000_000 && !isCut; sent += 10_000) {
      for (let frame = 0; frame < 10_000; frame++) socket.send('x');
      await new Promise((resolve) => setTimeout(resolve, 5));
      isCut = socket.readyState !== WebSocket.OPEN;
    }
    expect(isCut).toBe(true);
  });
});
