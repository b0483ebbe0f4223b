import type { Readable } from 'node:stream';
import type { Allowance, Holding } from '@switchyard/service-kit';
import { messageLimits } from './dispatch.ts';
import { busy, RpcError, rpcCodes } from './rpc-error.ts';

/** A body, and what it holds until it is answered. */
export type Body = { readonly text: string; readonly holding: Holding };

/** Reads a body; while it is incomplete it may be dropped for others. @throws RpcError */
export function readBody(payload: Readable, bodies: Allowance): Promise<Body> {
  const { promise, resolve, reject } = Promise.withResolvers<Body>();
  const chunks: Buffer[] = [];
  const refuse = (error: RpcError): void => {
    arriving.release();
    payload.removeAllListeners('data');
    chunks.length = 0;
    payload.resume();
    reject(error);
  };
  const arriving = bodies.open(() => refuse(busy()));
  payload.on('data', (chunk: Buffer) => {
    if (arriving.bytes() + chunk.length > messageLimits.bytes) {
      refuse(
        new RpcError('request body is too large', { rpcCode: rpcCodes.invalidRequest, httpStatus: 413 }),
      );
    } else if (arriving.grow(chunk.length)) chunks.push(chunk);
    else refuse(busy());
  });
  payload.once('end', () => {
    const bytes = arriving.bytes();
    arriving.release();
    const holding = bodies.open();
    if (holding.grow(bytes)) resolve({ text: Buffer.concat(chunks).toString(), holding });
    else reject(busy());
  });
  payload.once('error', reject);
  payload.once('close', () => arriving.release());
  return promise;
}
