import { tendermint } from '@switchyard/proto';
import type { AbciApp } from './application.ts';
import { AbciFrameError } from './errors.ts';
import type { AbciMethod, AbciRequest } from './methods.ts';

const { Request, Response } = tendermint.abci;

/** A request, as far as the server must tell one kind from another. */
export type Incoming =
  | { readonly kind: 'flush' }
  | { readonly kind: 'echo'; readonly message: string }
  | { readonly kind: 'call'; readonly method: AbciMethod; readonly wire: tendermint.abci.Request };

/** @throws AbciFrameError when the bytes are not a request that v0.38 or v0.40 knows. */
export function decodeRequest(bytes: Uint8Array): Incoming {
  const wire = decoded(bytes, Request);
  const kind = wire.value;
  if (kind === undefined) throw new AbciFrameError('unknown request');
  if (kind === 'flush') return { kind };
  if (kind === 'echo') return { kind, message: wire.echo.message ?? '' };
  return { kind: 'call', method: kind, wire };
}

/** A response to a request, or why there is none. */
export type Answer =
  | { readonly kind: 'flush' | 'echo' }
  | { readonly kind: 'exception'; readonly error: string }
  | { readonly kind: 'reply'; readonly method: AbciMethod; readonly wire: tendermint.abci.Response };

/** @throws AbciFrameError when the bytes are not a known response. */
export function decodeResponse(bytes: Uint8Array): Answer {
  const wire = decoded(bytes, Response);
  const kind = wire.value;
  if (kind === undefined) throw new AbciFrameError('unknown response');
  if (kind === 'flush' || kind === 'echo') return { kind };
  if (kind === 'exception') return { kind, error: wire.exception.error ?? '' };
  return { kind: 'reply', method: kind, wire };
}

/** Lets the application answer one request, and encodes what it says. */
export async function answer<M extends AbciMethod>(
  app: AbciApp,
  method: M,
  wire: tendermint.abci.Request,
): Promise<Uint8Array> {
  // Decoding makes instances of the classes, whose scalars are never absent; the envelope's type does not say so.
  const request = wire[method] as unknown as AbciRequest<M>;
  const response = await app[method](request);
  return Response.encode({ [method]: response }).finish();
}

/** Whether several requests of a method may be under way on one connection. */
export function mayOverlap(method: AbciMethod): boolean {
  return method === 'checkTx' || method === 'insertTx';
}

/** Whether a method belongs to the one connection that drives consensus. */
export function isOfConsensus(method: AbciMethod): boolean {
  return consensusMethods.has(method);
}

const consensusMethods: ReadonlySet<AbciMethod> = new Set<AbciMethod>([
  'initChain',
  'prepareProposal',
  'processProposal',
  'extendVote',
  'verifyVoteExtension',
  'finalizeBlock',
  'commit',
]);

type Codec<T> = { decode(bytes: Uint8Array): T };

function decoded<T>(bytes: Uint8Array, codec: Codec<T>): T {
  try {
    return codec.decode(bytes);
  } catch (cause) {
    throw malformed(bytes.length, cause);
  }
}

function malformed(length: number, cause: unknown): AbciFrameError {
  return new AbciFrameError('message is malformed', { length }, { cause });
}
