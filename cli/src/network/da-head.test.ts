import { createServer } from 'node:net';
import { systemClock } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { daHead } from './da-head.ts';

it('gives up on a layer that accepts connections and does not answer', async () => {
  await using silent = await listening();
  await expect(
    daHead(`http://127.0.0.1:${silent.port}`, systemClock, new AbortController().signal, 300),
  ).rejects.toMatchObject({
    reason: 'timedOut',
    message:
      `the data availability layer at http://127.0.0.1:${silent.port} did not answer within 0.3 s: ` +
      'see `./switchyard doctor`, then try again',
  });
});

it('tells a stop from a layer that does not answer', async () => {
  await using silent = await listening();
  const stopped = new Error('stopped');
  await expect(
    daHead(`http://127.0.0.1:${silent.port}`, systemClock, AbortSignal.abort(stopped), 5_000),
  ).rejects.toBe(stopped);
});

async function listening(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}
