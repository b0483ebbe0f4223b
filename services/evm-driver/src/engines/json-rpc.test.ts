import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAllowance } from '@switchyard/service-kit';
import { expect, it, onTestFinished } from 'vitest';
import { createJsonRpc, type JsonRpcOptions } from './json-rpc.ts';

const maxAnswerBytes = 100_000;
const { signal } = new AbortController();

async function clientOf(answer: (response: ServerResponse) => void, options: Partial<JsonRpcOptions> = {}) {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    request.resume().on('end', () => answer(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return createJsonRpc({ url: `http://127.0.0.1:${port}`, deadlineMs: 10_000, maxAnswerBytes, ...options });
}

const pour = (response: ServerResponse): void => {
  const more = (): void => {
    while (!response.destroyed && response.write('['.repeat(10_000)));
  };
  response.on('drain', more);
  more();
};

it('cuts an answer without end at its limit, however small its pieces are', async () => {
  const rpc = await clientOf(pour);
  await expect(rpc.call('eth_getLogs', [], signal)).rejects.toMatchObject({
    code: 'EVM_DRIVER_NODE_ANSWER_TOO_LARGE',
    fault: 'transient',
    why: 'too-large',
  });
});

it('cuts the largest answer when all together hold too much', async () => {
  const rpc = await clientOf(pour, { maxAnswerBytes: 10_000_000, arriving: createAllowance(50_000) });
  await expect(rpc.call('eth_getLogs', [], signal)).rejects.toMatchObject({ why: 'busy' });
});

it.each([
  ['HTML', (response) => response.end('<html>')],
  ['nothing', (response) => response.end()],
  ['an error of HTTP', (response) => response.writeHead(502).end('{"id":1,"result":1}')],
  ['a redirect to nowhere', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['a cut connection', (response) => response.destroy()],
  ['no batch', (response) => response.end('{"jsonrpc":"2.0","id":1,"result":1}')],
  ['null', (response) => response.end('null')],
  ['a list of other things', (response) => response.end('[7,null,[],{"id":"1"},{"id":1}]')],
  ['another id', (response) => response.end('[{"id":2,"result":1}]')],
] satisfies [string, (response: ServerResponse) => void][])(
  'takes a node that answers %s for not available',
  async (_name, answer) => {
    const rpc = await clientOf(answer);
    await expect(rpc.call('eth_blockNumber', [], signal)).rejects.toMatchObject({
      code: 'EVM_DRIVER_NODE_UNAVAILABLE',
      fault: 'transient',
    });
  },
);

it('waits no longer than its deadline for a node that never answers, or never ends', async () => {
  const silent = await clientOf(() => undefined, { deadlineMs: 200 });
  await expect(silent.call('eth_blockNumber', [], signal)).rejects.toMatchObject({ fault: 'transient' });
  const slow = await clientOf((response) => response.write('['), { deadlineMs: 200 });
  await expect(slow.call('eth_blockNumber', [], signal)).rejects.toMatchObject({ fault: 'transient' });
});

it('gives an error of any shape as a refusal', async () => {
  const rpc = await clientOf((response) => response.end('[{"id":1,"error":{"code":"x","message":{}}}]'));
  await expect(rpc.call('eth_call', [], signal)).rejects.toMatchObject({ rpc: { code: 0, message: '' } });
});
