import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createIpc, type IpcOptions } from './ipc.ts';

const { signal } = new AbortController();

type Asked = { readonly id: number; readonly method: string };

/** A client of a server that answers each message as it is told. */
async function clientOf(
  answer: (message: Asked | readonly Asked[], socket: Socket) => void,
  options: Partial<IpcOptions> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'ipc-'));
  const path = join(folder, 'node.ipc');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = '';
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answer(JSON.parse(line) as Asked, socket);
    });
  }).listen(path);
  await once(server, 'listening');
  const rpc = createIpc({ path, deadlineMs: 10_000, maxAnswerBytes: 1_000, ...options });
  onTestFinished(async () => {
    rpc[Symbol.dispose]();
    for (const socket of sockets) socket.destroy();
    server.close();
    await rm(folder, { recursive: true });
  });
  return { rpc, sockets };
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
const one = (message: Asked | readonly Asked[]): Asked =>
  (Array.isArray(message) ? message[0] : message) as Asked;

it('gives each call its answer, whatever order and pieces they come in', async () => {
  const waiting: Asked[] = [];
  const { rpc } = await clientOf((message, socket) => {
    waiting.push(one(message));
    if (waiting.length < 3) return;
    const text = waiting
      .toReversed()
      .map(({ id, method }) => line({ jsonrpc: '2.0', id, result: `${method}é` }))
      .join('');
    for (const byte of Buffer.from(text)) socket.write(Buffer.from([byte]));
  });
  const answers = await Promise.all(['a', 'b', 'c'].map((method) => rpc.call(method, [], signal)));
  expect(answers).toEqual(['aé', 'bé', 'cé']);
});

it('gives the replies of a batch in the order of its calls', async () => {
  const { rpc } = await clientOf((message, socket) => {
    const replies = (message as readonly Asked[]).map(({ id, method }) =>
      method === 'bad' ? { id, error: { code: -1, message: 'no' } } : { id, result: method },
    );
    const [first, ...others] = replies;
    socket.write(line([first, ...others.toReversed()]));
  });
  const calls = ['a', 'bad', 'c'].map((method) => ({ method, params: [] }));
  expect(await rpc.batch(calls, signal)).toEqual([
    { kind: 'result', result: 'a' },
    { kind: 'error', error: { code: -1, message: 'no' } },
    { kind: 'result', result: 'c' },
  ]);
  expect(await rpc.batch([], signal)).toEqual([]);
});

it('tells the error of a call', async () => {
  const { rpc } = await clientOf((message, socket) => {
    socket.write(line({ id: one(message).id, error: { code: -32_000, message: 'nonce too low' } }));
  });
  await expect(rpc.call('a', [], signal)).rejects.toMatchObject({
    code: 'EVM_DRIVER_NODE_REFUSED',
    rpc: { code: -32_000, message: 'nonce too low' },
  });
});

it('reads past an answer that is too large, refuses its call alone, and goes on', async () => {
  const { rpc } = await clientOf((message, socket) => {
    const { id, method } = one(message);
    const size = method === 'large' ? 1_000_000 : 10;
    const reply = { jsonrpc: '2.0', id, result: 'x'.repeat(size) };
    socket.write(line(Array.isArray(message) ? [reply] : reply));
  });
  const large = { code: 'EVM_DRIVER_NODE_ANSWER_TOO_LARGE', why: 'too-large' };
  const [small, ...refused] = await Promise.allSettled([
    rpc.call('small', [], signal),
    rpc.call('large', [], signal),
    rpc.batch([{ method: 'large', params: [] }], signal),
  ]);
  expect(small).toMatchObject({ value: 'x'.repeat(10) });
  expect(refused).toMatchObject([{ reason: large }, { reason: large }]);
  expect(await rpc.call('small', [], signal)).toBe('x'.repeat(10));
});

it.each([
  ['ends the connection', (socket: Socket) => socket.destroy()],
  ['sends what is no JSON', (socket: Socket) => socket.write('{"id":1,\n')],
])('fails what waits when the node %s, and connects again', async (_what, hurt) => {
  let isHurt = false;
  const { rpc } = await clientOf((message, socket) => {
    const { id } = one(message);
    if (isHurt) socket.write(line({ id, result: 1 }));
    else hurt(socket);
    isHurt = true;
  });
  await expect(rpc.call('a', [], signal)).rejects.toMatchObject({
    code: 'EVM_DRIVER_NODE_UNAVAILABLE',
    fault: 'transient',
  });
  expect(await rpc.call('b', [], signal)).toBe(1);
});

it('says that the node is away when nothing listens, or nothing answers in time', async () => {
  using nobody = createIpc({ path: '/nowhere/node.ipc', deadlineMs: 1_000, maxAnswerBytes: 10 });
  await expect(nobody.call('a', [], signal)).rejects.toMatchObject({ code: 'EVM_DRIVER_NODE_UNAVAILABLE' });
  let late: (() => void) | undefined;
  const { rpc } = await clientOf(
    (message, socket) => {
      const { id } = one(message);
      const reply = () => socket.write(line({ id, result: id }));
      if (late === undefined) late = reply;
      else reply();
    },
    { deadlineMs: 100 },
  );
  await expect(rpc.call('slow', [], signal)).rejects.toMatchObject({ code: 'EVM_DRIVER_NODE_UNAVAILABLE' });
  late?.();
  // The late answer is nobody's.
  expect(await rpc.call('a', [], signal)).toBe(2);
});

it('gives up when its caller does', async () => {
  const { rpc } = await clientOf(() => undefined);
  const stopping = new AbortController();
  const asked = rpc.call('a', [], stopping.signal);
  stopping.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
});
