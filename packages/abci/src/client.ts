import { connect, type Socket } from 'node:net';
import { tendermint } from '@switchyard/proto';
import { parseAbciAddress, type SocketTarget } from './address.ts';
import { AbciExceptionError, AbciFrameError, AbciUnavailableError } from './errors.ts';
import { FrameReader, frame } from './frames.ts';
import { decodeResponse } from './messages.ts';
import { type AbciMethod, type AbciRequestFields, type AbciResponse, abciMethods } from './methods.ts';

const { Request } = tendermint.abci;
const flushRequest = frame(Request.encode({ flush: {} }).finish());

export type AbciClientOptions = {
  /** Larger responses end the connection. 128 MiB unless given. */
  readonly maxResponseBytes?: number;
};

/**
 * The engine's side of ABCI: four connections, as CometBFT opens them. Each call is a request and a flush, in the order
 * in which they were made on their connection. Calls throw AbciUnavailableError when the application is lost and
 * AbciExceptionError when it answered with an exception or out of order.
 */
export type AbciClient = AsyncDisposable & {
  readonly [M in AbciMethod]: (
    request: AbciRequestFields<M>,
    signal?: AbortSignal,
  ) => Promise<AbciResponse<M>>;
} & {
  /** Resolves with the reason as soon as one connection ends; never before. */
  readonly lost: Promise<Error>;
};

type Role = 'query' | 'snapshot' | 'mempool' | 'consensus';

/** Connects in CometBFT's order: query, snapshot, mempool, consensus. @throws AbciUnavailableError */
export async function createAbciClient(
  address: string,
  options: AbciClientOptions = {},
): Promise<AbciClient> {
  const target = parseAbciAddress(address);
  const maxResponseBytes = options.maxResponseBytes ?? 128 * 1024 * 1024;
  await using opened = new AsyncDisposableStack();
  const open = async () => opened.use(await openChannel(target, maxResponseBytes));
  const channels: Readonly<Record<Role, Channel>> = {
    query: await open(),
    snapshot: await open(),
    mempool: await open(),
    consensus: await open(),
  };
  const resources = opened.move();

  function bind<M extends AbciMethod>(method: M): AbciClient[M] {
    const channel = channels[roleOf(method)];
    return (async (request: AbciRequestFields<M>, signal?: AbortSignal) =>
      channel.call(method, request, signal)) as AbciClient[M];
  }

  return {
    ...(Object.fromEntries(abciMethods.map((method) => [method, bind(method)])) as Pick<
      AbciClient,
      AbciMethod
    >),
    lost: Promise.race(Object.values(channels).map(({ lost }) => lost)),
    [Symbol.asyncDispose]: async () => resources.disposeAsync(),
  };
}

function roleOf(method: AbciMethod): Role {
  switch (method) {
    case 'info':
    case 'query':
      return 'query';
    case 'checkTx':
    case 'insertTx':
    case 'reapTxs':
      return 'mempool';
    case 'listSnapshots':
    case 'offerSnapshot':
    case 'loadSnapshotChunk':
    case 'applySnapshotChunk':
      return 'snapshot';
    case 'initChain':
    case 'prepareProposal':
    case 'processProposal':
    case 'extendVote':
    case 'verifyVoteExtension':
    case 'finalizeBlock':
    case 'commit':
      return 'consensus';
  }
}

type Waiting = {
  readonly method: AbciMethod | 'flush';
  readonly resolve: (wire: tendermint.abci.Response) => void;
  readonly reject: (error: Error) => void;
};

class Channel implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #frames: FrameReader;
  readonly #waiting: Waiting[] = [];
  readonly #lost = Promise.withResolvers<Error>();
  #ended: Error | undefined;

  constructor(socket: Socket, maxResponseBytes: number) {
    this.#socket = socket;
    this.#frames = new FrameReader(maxResponseBytes);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (cause) => this.#end(unavailable(cause)));
    socket.on('close', () => this.#end(unavailable()));
  }

  get lost(): Promise<Error> {
    return this.#lost.promise;
  }

  async call<M extends AbciMethod>(
    method: M,
    request: AbciRequestFields<M>,
    signal?: AbortSignal,
  ): Promise<AbciResponse<M>> {
    signal?.throwIfAborted();
    if (this.#ended !== undefined) throw this.#ended;
    const reply = this.#expect(method);
    const flush = this.#expect('flush');
    this.#socket.write(frame(Request.encode({ [method]: request }).finish()));
    this.#socket.write(flushRequest);
    const [wire] = await abortable(Promise.all([reply, flush]), signal);
    // Decoding makes instances of the classes; the envelope's type does not say so.
    return wire[method] as unknown as AbciResponse<M>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    await this.#lost.promise;
  }

  async #expect(method: AbciMethod | 'flush'): Promise<tendermint.abci.Response> {
    return new Promise((resolve, reject) => this.#waiting.push({ method, resolve, reject }));
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const message of this.#frames.push(chunk)) this.#settle(message);
    } catch (error) {
      this.#end(error instanceof Error ? error : new AbciFrameError('message is malformed'));
    }
  }

  #settle(message: Uint8Array): void {
    const reply = decodeResponse(message);
    if (reply.kind === 'exception') {
      throw new AbciExceptionError('application answered with an exception', { error: reply.error });
    }
    const kind = reply.kind === 'reply' ? reply.method : reply.kind;
    const waiting = this.#waiting.shift();
    if (waiting === undefined || waiting.method !== kind) {
      throw new AbciExceptionError('unexpected response', { expected: waiting?.method, received: kind });
    }
    waiting.resolve(reply.kind === 'reply' ? reply.wire : new tendermint.abci.Response());
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#socket.destroy();
    this.#lost.resolve(error);
  }
}

async function openChannel(target: SocketTarget, maxResponseBytes: number): Promise<Channel> {
  const socket = connect(target);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (cause) => reject(unavailable(cause)));
  });
  if ('host' in target) socket.setNoDelay(true);
  return new Channel(socket, maxResponseBytes);
}

function unavailable(cause?: unknown): AbciUnavailableError {
  return new AbciUnavailableError('application is unavailable', {}, { cause });
}

async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
