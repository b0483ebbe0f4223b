import { WebSocket } from 'ws';
import type { RpcReply } from './http.ts';

/** JSON-RPC by WebSocket, as a wallet has it. */
export type RpcSocket = AsyncDisposable & {
  readonly call: (method: string, params: readonly unknown[]) => Promise<RpcReply>;
};

/** Opens one. */
export async function openRpcSocket(url: string): Promise<RpcSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const waiting = new Map<number, PromiseWithResolvers<RpcReply>>();
  let next = 0;
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.on('message', (message: Buffer) => {
    const reply = JSON.parse(message.toString()) as RpcReply;
    waiting.get(Number(reply.id))?.resolve(reply);
    waiting.delete(Number(reply.id));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the WebSocket was closed'));
  });
  return {
    call: (method, params) => {
      const asked = Promise.withResolvers<RpcReply>();
      const id = next++;
      waiting.set(id, asked);
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      return asked.promise;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.close();
      await closed;
    },
  };
}
