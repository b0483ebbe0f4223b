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
import { faultOf, SwitchyardError } from '@switchyard/primitives';
import { asError } from './clock.ts';
import { codeTrailer, retryAfterTrailer } from './grpc.ts';

/** What an error may say besides its code and fault when it leaves by gRPC. */
export type RefusalDetails = { readonly grpcStatus?: status; readonly retryAfterMs?: number };

/** Serves a unary rpc; the signal fires when the caller has gone, `peer` names the caller's connection. */
export function serve<Req, Res>(
  handle: (request: Req, signal: AbortSignal, peer: string) => Promise<Res>,
): handleUnaryCall<Req, Res> {
  return (incoming, reply) => {
    handle(incoming.request, signalOf(incoming), incoming.getPeer()).then(
      (response) => reply(null, response),
      (error: unknown) => reply(refusal(error)),
    );
  };
}

/**
 * Serves a server stream. The next message is asked for when the one before has left this process: a peer that does not
 * read costs one message of memory, not the sixteen that grpc-js would queue.
 */
export function serveStream<Req, Res>(
  handle: (request: Req, signal: AbortSignal, peer: string) => AsyncIterable<Res>,
): handleServerStreamingCall<Req, Res> {
  return (outgoing) => {
    const signal = signalOf(outgoing);
    const pump = async (): Promise<void> => {
      for await (const message of handle(outgoing.request, signal, outgoing.getPeer())) {
        await written(outgoing, message, signal);
      }
      outgoing.end();
    };
    pump().catch((error: unknown) => {
      if (!signal.aborted) outgoing.emit('error', refusal(error));
    });
  };
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

/** One service: its rpcs and who answers them. */
export type GrpcService = {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
};

/** No message either way is larger. */
export const maxGrpcMessageBytes: number = 16 * 1024 * 1024;

/** Serves at `host:port` or `unix:/path` until disposed; calls under way get a second to end. */
export async function serveGrpc({
  address,
  services,
  maxMessageBytes = maxGrpcMessageBytes,
}: {
  readonly address: string;
  readonly services: readonly GrpcService[];
  readonly maxMessageBytes?: number;
}): Promise<AsyncDisposable & { readonly port: number }> {
  const server = new Server({
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.max_concurrent_streams': 256,
  });
  for (const { definition, implementation } of services) server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(new AddressUnavailableError(address, { cause: error })),
    );
  });
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
