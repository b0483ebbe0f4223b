import { connect, type Socket } from 'node:net';

/** What a client of HTTP/2 says first. */
export const preface: Uint8Array = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** Frame types by their names in RFC 9113. */
export const frameTypes = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

/** Flags of frames: of headers and data, and of settings and ping. */
export const flags = { endStream: 1, endHeaders: 4, ack: 1 } as const;

/** Bytes of one frame, its length as given or true. */
export function frame(
  type: keyof typeof frameTypes,
  {
    flag = 0,
    stream = 0,
    length,
  }: { readonly flag?: number; readonly stream?: number; readonly length?: number },
  payload: Uint8Array = new Uint8Array(),
): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(length ?? payload.length, 0, 3);
  header[3] = frameTypes[type];
  header[4] = flag;
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** A settings frame. */
export function settings(values: readonly (readonly [id: number, value: number])[] = []): Buffer {
  const payload = Buffer.alloc(6 * values.length);
  for (const [index, [id, value]] of values.entries()) {
    payload.writeUInt16BE(id, 6 * index);
    payload.writeUInt32BE(value, 6 * index + 2);
  }
  return frame('settings', {}, payload);
}

/** The id of the setting that bounds what may be sent unread on a stream. */
export const INITIAL_WINDOW_SIZE = 4;

/** A header block without compression of a gRPC call. */
export function callHeaders(path: string, more: Readonly<Record<string, string>> = {}): Buffer {
  const fields: Readonly<Record<string, string>> = {
    ':method': 'POST',
    ':scheme': 'http',
    ':path': path,
    ':authority': 'yard',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...more,
  };
  return Buffer.concat(Object.entries(fields).map(([name, value]) => literal(name, value)));
}

/** The frame that opens a call. */
export function openCall(
  stream: number,
  { path, headers }: { readonly path: string; readonly headers?: Readonly<Record<string, string>> },
  flag: number = flags.endHeaders,
): Buffer {
  return frame('headers', { flag, stream }, callHeaders(path, headers));
}

/** A message behind gRPC's own five bytes, its length as given or true. */
export function grpcMessage(
  bytes: Uint8Array,
  { compressed = 0, length = bytes.length }: { readonly compressed?: number; readonly length?: number } = {},
): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = compressed;
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, bytes]);
}

/** A raw connection, of which nothing is read unless asked. Its errors are expected. */
export async function rawConnection(port: number, ...first: readonly Uint8Array[]): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('connect', () => resolve());
    socket.once('close', () => resolve());
  });
  for (const bytes of first) socket.write(bytes);
  return socket;
}

/** Literal header field without indexing, new name, no Huffman code. */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0), text(name), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const prefix = [Math.min(bytes.length, 127)];
  let rest = bytes.length - 127;
  if (rest >= 0) {
    while (rest >= 128) {
      prefix.push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    prefix.push(rest);
  }
  return Buffer.concat([Buffer.from(prefix), bytes]);
}
