import { randomBytes } from 'node:crypto';
import { type Heard, type TalkLimits, talk } from './tcp.ts';

/** One frame of RFC 6455, right or wrong. */
export type Frame = {
  readonly opcode?: number;
  readonly isFinal?: boolean;
  readonly isMasked?: boolean;
  /** Reserved bits, such as 4 for a compressed message. */
  readonly reserved?: number;
  readonly payload?: string | Uint8Array;
  /** Declared, when it is not that of the payload. */
  readonly length?: bigint;
};

/** The opcodes of RFC 6455. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The bytes of a frame as a client sends it. */
export function frame({
  opcode = opcodes.text,
  isFinal = true,
  isMasked = true,
  reserved = 0,
  payload = '',
  length,
}: Frame): Uint8Array {
  const bytes = Buffer.from(payload);
  const declared = length ?? BigInt(bytes.length);
  const head = Buffer.alloc(declared < 126n ? 2 : declared < 65_536n ? 4 : 10);
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = isMasked ? 0x80 : 0;
  if (declared < 126n) head[1] = mask | Number(declared);
  else if (declared < 65_536n) {
    head[1] = mask | 126;
    head.writeUInt16BE(Number(declared), 2);
  } else {
    head[1] = mask | 127;
    head.writeBigUInt64BE(declared, 2);
  }
  // A mask of zeros leaves the payload as it is.
  return isMasked ? Buffer.concat([head, Buffer.alloc(4), bytes]) : Buffer.concat([head, bytes]);
}

/** The request that asks for a WebSocket. */
export function upgrade(path: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = {
    host: '127.0.0.1',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Opens a WebSocket and sends frames, right or wrong; gives the bytes that came back, the handshake's answer among them. */
export function talkFrames(
  port: number,
  frames: Iterable<Uint8Array>,
  limits: TalkLimits,
  { path = '/', headers = {} }: { readonly path?: string; readonly headers?: Record<string, string> } = {},
): Promise<Heard> {
  return talk(
    port,
    (function* () {
      yield upgrade(path, headers);
      yield* frames;
    })(),
    limits,
  );
}

/** Frames for which a server must close: what each is, and the bytes. */
export const brokenFrames: readonly (readonly [name: string, frames: readonly Uint8Array[]])[] = [
  ['unmasked', [frame({ isMasked: false, payload: '{}' })]],
  ['compressed', [frame({ reserved: 4, payload: '{}' })]],
  ['of an unknown kind', [frame({ opcode: 11, payload: '{}' })]],
  ['longer than 2^53', [frame({ length: 2n ** 63n - 1n })]],
  ['a ping of 126 bytes', [frame({ opcode: opcodes.ping, payload: 'x'.repeat(126) })]],
  ['a continuation of nothing', [frame({ opcode: opcodes.continuation, payload: '{}' })]],
  ['text that is not UTF-8', [frame({ payload: Buffer.from([0xff, 0xfe]) })]],
  [
    '10,000 fragments',
    [
      frame({ isFinal: false }),
      ...Array.from({ length: 10_000 }, () =>
        frame({ opcode: opcodes.continuation, isFinal: false, payload: '[' }),
      ),
    ],
  ],
];
