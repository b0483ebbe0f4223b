import {
  constants,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { type Metadata, status } from '@grpc/grpc-js';
import { SwitchyardError } from '@switchyard/primitives';
import type { OnCut } from './cut.ts';
import { createSeats } from './seats.ts';

/** What requests may take of a server's memory, all connections together. */
export type UploadLimits = {
  /** Bytes of the requests of all calls that are not over. */
  readonly pendingBytes: number;
  /** A request that is not complete after so long is refused. */
  readonly uploadMs: number;
  /** A further one takes the place of the one that has waited longest for a whole request. */
  readonly connections: number;
};

/** How a refusal looks on the wire. */
export type Refuse = (error: SwitchyardError) => {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
};

/** What a call costs besides its bytes: its stream and what hangs on it. */
const callBytes = 8 * 1024;

type Upload = { readonly stream: ServerHttp2Stream; readonly since: number; bytes: number };

/**
 * Bounds what requests take of a server's memory together; grpc-js bounds each by itself.
 *
 * A request counts from its headers until its call is over. What does not fit costs the request that has been incomplete
 * for longest, so that those who send and wait pass by those who only send.
 */
export function limitUploads(
  server: Http2Server,
  limits: UploadLimits,
  { refuse, onCut }: { readonly refuse: Refuse; readonly onCut: OnCut },
): void {
  /** In the order of their beginning. */
  const incomplete = new Set<Upload>();
  let pendingBytes = 0;
  let timer: NodeJS.Timeout | undefined;

  const end = (upload: Upload, error: SwitchyardError): void => {
    incomplete.delete(upload);
    answer(upload.stream, refuse(error));
  };

  const add = (upload: Upload, bytes: number): void => {
    upload.bytes += bytes;
    pendingBytes += bytes;
    if (pendingBytes <= limits.pendingBytes) return;
    const [oldest = upload] = incomplete;
    release(oldest);
    end(oldest, new ServerBusyError(limits.pendingBytes));
    onCut('crowded');
  };

  const release = (upload: Upload): void => {
    pendingBytes -= upload.bytes;
    upload.bytes = 0;
  };

  const endLate = (): void => {
    timer = undefined;
    const now = performance.now();
    for (const upload of incomplete) {
      if (now - upload.since < limits.uploadMs) break;
      end(upload, new RequestTooSlowError(limits.uploadMs));
      onCut('late-request');
    }
    endLateOnes();
  };

  const endLateOnes = (): void => {
    const [oldest] = incomplete;
    if (timer !== undefined || oldest === undefined) return;
    timer = setTimeout(endLate, Math.max(1, oldest.since + limits.uploadMs - performance.now()));
    timer.unref();
  };

  const seats = createSeats<Http2Session>(limits.connections, (session) => {
    session.destroy();
    onCut('waited-longest');
  });
  server.on('session', (session) => {
    if (!seats.take(session)) {
      session.destroy();
      onCut('no-seat');
      return;
    }
    session.once('close', () => seats.leave(session));
  });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const upload: Upload = { stream, since: performance.now(), bytes: 0 };
    incomplete.add(upload);
    endLateOnes();
    stream.on('data', (chunk: Buffer) => {
      if (!stream.closed) add(upload, chunk.length);
    });
    const { session } = stream;
    let isWhole = false;
    stream.once('end', () => {
      incomplete.delete(upload);
      isWhole = true;
      if (session !== undefined) seats.begin(session);
    });
    stream.once('close', () => {
      if (isWhole && session !== undefined) seats.end(session);
      incomplete.delete(upload);
      release(upload);
    });
    add(upload, callBytes + headerBytes(headers));
  });
}

function headerBytes(headers: IncomingHttpHeaders): number {
  let bytes = 0;
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0);
  return bytes;
}

/** Trailers alone, then a reset: whoever goes on sending holds nothing here. */
function answer(stream: ServerHttp2Stream, { code, details, metadata }: ReturnType<Refuse>): void {
  if (stream.closed || stream.destroyed) return;
  if (!stream.headersSent) {
    stream.respond(
      {
        [constants.HTTP2_HEADER_STATUS]: constants.HTTP_STATUS_OK,
        [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc+proto',
        'grpc-status': code,
        'grpc-message': encodeURI(details),
        ...metadata.toHttp2Headers(),
      },
      { endStream: true },
    );
  }
  stream.close(constants.NGHTTP2_NO_ERROR);
}

/** The server holds as much of requests as it may. */
export class ServerBusyError extends SwitchyardError {
  override readonly code = 'GRPC_SERVER_BUSY';
  override readonly fault = 'transient';
  readonly grpcStatus = status.RESOURCE_EXHAUSTED;
  readonly retryAfterMs = 1_000;

  constructor(limit: number) {
    super('server is busy', { limit });
  }
}

/** A request did not arrive in time. */
export class RequestTooSlowError extends SwitchyardError {
  override readonly code = 'GRPC_REQUEST_TOO_SLOW';
  override readonly fault = 'transient';
  readonly grpcStatus = status.DEADLINE_EXCEEDED;

  constructor(limitMs: number) {
    super('request did not arrive in time', { limitMs });
  }
}
