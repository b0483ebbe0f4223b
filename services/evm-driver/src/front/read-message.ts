import type { Readable } from 'node:stream';
import { type Allowance, type Holding, readBody } from '@switchyard/service-kit';
import { messageLimits } from './dispatch.ts';
import { busy, RpcError, rpcCodes } from './rpc-error.ts';

/** A message, and what it holds until it is answered. */
export type Message = { readonly text: string; readonly holding: Holding };

/** Reads a message. @throws RpcError */
export async function readMessage(payload: Readable, bodies: Allowance): Promise<Message> {
  const body = await readBody(payload, { maxBytes: messageLimits.bytes, bodies });
  if (body.kind === 'body') return { text: new TextDecoder().decode(body.bytes), holding: body.holding };
  if (body.why !== 'too-large') throw busy();
  throw new RpcError('request body is too large', { rpcCode: rpcCodes.invalidRequest, httpStatus: 413 });
}
