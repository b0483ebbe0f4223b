import { constants, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServerWritableStream,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { faultOf, MalformedError, SwitchyardError } from '@switchyard/primitives';
import { asError } from './clock.ts';
import type { OnCut } from './cut.ts';
import { codeTrailer, retryAfterTrailer, UndecodableRequest } from './grpc.ts';
import { limitUploads, type UploadLimits } from './grpc-uploads.ts';

/** What an error may say besides its code and fault when it leaves by gRPC. */
export type RefusalDetails = { readonly grpcStatus?: status; readonly retryAfterMs?: number };

/** Who calls. */
export type Caller = {
  /** Its connection: `host:port` of its end. */
  readonly peer: string;
  /** Resolves when the call is over and its answer no longer takes memory here, however it ended. */
  readonly over: Promise<void>;
};

/** A peer that does not take an answer for so long is cut off, with what waits for it. */
const stallMs = 30_000;

/** Serves a unary rpc; the signal fires when the caller has gone. What `admit` throws is the answer, before all else. */
export function serve<Req, Res>(
  handle: (request: Req, signal: AbortSignal, caller: Caller) => Promise<Res>,
  { admit }: { readonly admit?: (metadata: Metadata, peer: string) => void } = {},
): handleUnaryCall<Req, Res> {
  return (incoming, reply) => {
    const over = overOf(incoming);
    const answer = async (): Promise<Res> => {
      const peer = incoming.getPeer();
      admit?.(incoming.metadata, peer);
      return handle(decoded(incoming.request), signalOf(incoming), { peer, over });
    };
    answer()
      .then(
        (response) => reply(null, response),
        (error: unknown) => reply(refusal(error)),
      )
      .finally(() => cutWhenStalled(incoming, over, stallMs));
  };
}

/**
 * Serves a server stream. The next message is asked for when the one before has left this process: a peer that does not
 * read costs one message of memory, not the sixteen that grpc-js would queue, and is cut off in the end.
 */
export function serveStream<Req, Res>(
  handle: (request: Req, signal: AbortSignal, caller: Caller) => AsyncIterable<Res>,
  { cutOffAfterMs = stallMs }: { readonly cutOffAfterMs?: number } = {},
): handleServerStreamingCall<Req, Res> {
  return (outgoing) => {
    const signal = signalOf(outgoing);
    const over = overOf(outgoing);
    const pump = async (): Promise<void> => {
      const request = decoded(outgoing.request);
      for await (const message of handle(request, signal, { peer: outgoing.getPeer(), over })) {
        const taken = written(outgoing, message, signal);
        cutWhenStalled(outgoing, taken, cutOffAfterMs);
        await taken;
      }
      outgoing.end();
    };
    pump().catch((error: unknown) => {
      if (!signal.aborted) outgoing.emit('error', refusal(error));
    });
  };
}

function decoded<Req>(request: Req): Req {
  if (!(request instanceof UndecodableRequest)) return request;
  throw new MalformedError('request does not decode', {}, { cause: request.reason });
}

/** Resolves when the transport took the message. @throws the signal's reason, for grpc-js forgets cancelled writes. */
function written<Req, Res>(
  outgoing: ServerWritableStream<Req, Res>,
  message: Res,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const gone = (): void => reject(asError(signal.reason));
  if (signal.aborted) {
    gone();
    return promise;
  }
  signal.addEventListener('abort', gone, { once: true });
  outgoing.write(message, (error?: Error | null) => {
    signal.removeEventListener('abort', gone);
    if (error === undefined || error === null) resolve();
    else reject(error);
  });
  return promise;
}

/** The HTTP/2 stream of a call. grpc-js has no public way to reset a call, or to learn that its answer was taken. */
function http2StreamOf(served: object): ServerHttp2Stream | undefined {
  const { call } = served as { readonly call?: { readonly stream?: ServerHttp2Stream } };
  return call?.stream;
}

function overOf(served: object): Promise<void> {
  const stream = http2StreamOf(served);
  if (stream === undefined || stream.closed) return Promise.resolve();
  return new Promise((resolve) => stream.once('close', () => resolve()));
}

function cutWhenStalled(served: object, taken: Promise<void>, ms: number): void {
  const timer = setTimeout(() => http2StreamOf(served)?.close(constants.NGHTTP2_CANCEL), ms);
  timer.unref();
  const stop = (): void => clearTimeout(timer);
  taken.then(stop, stop);
}

/** One service: its rpcs and who answers them. */
export type GrpcService = {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
};

/** No message either way is larger. */
export const maxGrpcMessageBytes: number = 16 * 1024 * 1024;

/** Four of the largest requests, or thousands of small ones. */
const uploadLimits: UploadLimits = {
  pendingBytes: 4 * maxGrpcMessageBytes,
  uploadMs: 10_000,
  connections: 512,
};

/** Serves at `host:port` or `unix:/path` until disposed; calls under way get a second to end. */
export async function serveGrpc({
  address,
  services,
  maxMessageBytes = maxGrpcMessageBytes,
  maxRequestBytes = maxMessageBytes,
  uploads = {},
  onCut = () => undefined,
}: {
  readonly address: string;
  readonly services: readonly GrpcService[];
  readonly maxMessageBytes?: number;
  /** Where requests are smaller than answers: what each unfinished one may take of memory. */
  readonly maxRequestBytes?: number;
  /** Where all requests together may take more or less than is usual. */
  readonly uploads?: Partial<UploadLimits>;
  readonly onCut?: OnCut;
}): Promise<AsyncDisposable & { readonly port: number }> {
  const server = new Server({
    'grpc.max_receive_message_length': maxRequestBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.max_concurrent_streams': 256,
  });
  for (const { definition, implementation } of services) server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(new AddressUnavailableError(address, { cause: error })),
    );
  });
  for (const listener of listenersOf(server))
    limitUploads(listener, { ...uploadLimits, ...uploads }, { refuse: refusal, onCut });
  return {
    port,
    async [Symbol.asyncDispose]() {
      const drained = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      const timer = setTimeout(() => server.forceShutdown(), 1_000);
      await drained;
      clearTimeout(timer);
    },
  };
}

/** The HTTP/2 servers of a server. grpc-js has no public way to see what comes in before it is a whole message. */
function listenersOf(server: Server): Iterable<Http2Server> {
  return (
    server as unknown as { readonly http2Servers: ReadonlyMap<Http2Server, unknown> }
  ).http2Servers.keys();
}

/** A server cannot listen where it was told to. */
export class AddressUnavailableError extends SwitchyardError {
  override readonly code = 'ADDRESS_UNAVAILABLE';
  override readonly fault = 'fatal';

  constructor(address: string, options: ErrorOptions) {
    super('cannot listen: the address is in use or not ours', { address }, options);
  }
}

function signalOf(served: { once(event: 'cancelled', listener: () => void): unknown }): AbortSignal {
  const gone = new AbortController();
  served.once('cancelled', () => gone.abort(new Error('caller has gone')));
  return gone.signal;
}

/** Our errors leave with code and fault; of what is not ours nothing leaves but that it was internal. */
function refusal(error: unknown): { code: status; details: string; metadata: Metadata } {
  const metadata = new Metadata();
  if (!(error instanceof SwitchyardError)) return { code: status.INTERNAL, details: 'internal', metadata };
  const { grpcStatus, retryAfterMs }: RefusalDetails & SwitchyardError = error;
  metadata.set(codeTrailer, error.code);
  if (retryAfterMs !== undefined) metadata.set(retryAfterTrailer, String(retryAfterMs));
  const context = Object.entries(error.context).map(([name, value]) => `${name}=${String(value)}`);
  const details = context.length === 0 ? error.message : `${error.message} (${context.join(', ')})`;
  return { code: grpcStatus ?? statusOf[faultOf(error)], details, metadata };
}

const statusOf = {
  transient: status.UNAVAILABLE,
  rejected: status.INVALID_ARGUMENT,
  fatal: status.INTERNAL,
} as const;
