import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import {
  callHeaders,
  flags,
  frame,
  grpcMessage,
  INITIAL_WINDOW_SIZE,
  openCall,
  preface,
  rawConnection,
  settings,
} from './http2-frames.ts';
import { malformed } from './malformed-protobuf.ts';

/** A method, a request, and what is sent with it so that it is served. */
export type GrpcMethod = {
  readonly path: string;
  readonly request: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A gRPC server, and a call that it answers. */
export type GrpcTarget = {
  readonly name: string;
  readonly port: number;
  readonly adminPort: number;
  /** A unary method and a request that has an answer. */
  readonly unary: GrpcMethod;
  /** A method that streams its answer, where there is one. */
  readonly stream: GrpcMethod | undefined;
};

/** How an attack is called, and what it does until it has done all or the signal fires. */
export type GrpcAttack = {
  readonly name: string;
  readonly run: (target: GrpcTarget, signal: AbortSignal) => Promise<void>;
};

const MIB = 1_024 * 1_024;
const noWindow = settings([[INITIAL_WINDOW_SIZE, 0]]);

/** Every attack on a gRPC server, each bounded in count and time. */
export const grpcAttacks: readonly GrpcAttack[] = [
  {
    name: 'wrong prefaces',
    run: ({ port }, signal) =>
      each(50, signal, async () => {
        await sent(port, signal, Buffer.from('GET / HTTP/1.1\r\nhost: yard\r\n\r\n'));
        await sent(port, signal, randomBytes(64));
        await sent(port, signal, preface.subarray(0, 12));
      }),
  },
  {
    name: 'frames with wrong lengths and on wrong streams',
    run: ({ port, unary }, signal) =>
      each(30, signal, async () => {
        const begun = [preface, settings()] as const;
        await sent(
          port,
          signal,
          ...begun,
          frame('data', { stream: 1, length: 0xff_ff_ff }, randomBytes(100)),
        );
        await sent(port, signal, ...begun, frame('settings', { length: 5 }, randomBytes(5)));
        await sent(port, signal, ...begun, frame('ping', { length: 3 }, randomBytes(3)));
        await sent(port, signal, ...begun, frame('data', { stream: 7 }, randomBytes(10)));
        await sent(port, signal, ...begun, frame('headers', { stream: 1, flag: 4 }, randomBytes(200)));
        await sent(
          port,
          signal,
          ...begun,
          openCall(2, unary),
          frame('windowUpdate', { stream: 2 }, Buffer.alloc(4)),
        );
      }),
  },
  {
    name: 'messages with a compressed flag, a length of 4 GiB, and unfinished ones',
    run: ({ port, unary }, signal) =>
      each(30, signal, async () => {
        const call = [preface, settings(), openCall(1, unary)] as const;
        const data = (bytes: Uint8Array) => frame('data', { stream: 1, flag: flags.endStream }, bytes);
        await sent(port, signal, ...call, data(grpcMessage(randomBytes(50), { compressed: 1 })));
        await sent(port, signal, ...call, data(grpcMessage(randomBytes(50), { length: 0xff_ff_ff_ff })));
        await sent(port, signal, ...call, data(grpcMessage(randomBytes(50), { length: 51 })));
        await sent(port, signal, ...call, data(randomBytes(3)));
        await sent(port, signal, ...call, data(new Uint8Array()));
      }),
  },
  {
    name: 'malformed protobuf',
    run: ({ port, unary, stream }, signal) =>
      each(20, signal, async (round) => {
        for (const method of [unary, stream ?? unary, { path: '/no.such.Service/Method' }]) {
          const socket = await rawConnection(port, preface, settings());
          malformed(round).forEach((bytes, index) => {
            const id = 2 * index + 1;
            socket.write(openCall(id, method));
            socket.write(frame('data', { stream: id, flag: flags.endStream }, grpcMessage(bytes)));
          });
          await drained(socket, 100, signal);
        }
      }),
  },
  {
    name: 'bodies of more than 16 MiB',
    run: ({ port, unary }, signal) =>
      each(4, signal, async () => {
        const socket = await rawConnection(port, preface, settings(), openCall(1, unary));
        socket.resume();
        socket.write(frame('data', { stream: 1 }, grpcMessage(new Uint8Array(0), { length: 40 * MIB })));
        for (let i = 0; i < 2_500 && !socket.destroyed && !signal.aborted; i++) {
          const chunk = frame('data', { stream: 1 }, new Uint8Array(16_000));
          if (!socket.write(chunk)) await drained(socket, 20, signal, false);
        }
        socket.destroy();
      }),
  },
  {
    name: 'calls whose answers nobody reads',
    run: async ({ port, unary }, signal) => {
      const sockets = await many(24, () => rawConnection(port, preface, noWindow));
      for (const socket of sockets) {
        socket.resume();
        for (let id = 1; id < 400; id += 2) {
          socket.write(openCall(id, unary));
          socket.write(frame('data', { stream: id, flag: flags.endStream }, grpcMessage(unary.request)));
        }
      }
      await held(sockets, 6_000, signal);
    },
  },
  {
    name: 'streams that nobody reads',
    run: async ({ port, unary, stream }, signal) => {
      const method = stream ?? unary;
      const sockets = await many(48, () => rawConnection(port, preface, noWindow));
      for (const socket of sockets) {
        socket.resume();
        for (let id = 1; id < 20; id += 2) {
          socket.write(openCall(id, method));
          socket.write(frame('data', { stream: id, flag: flags.endStream }, grpcMessage(method.request)));
        }
      }
      await held(sockets, 8_000, signal);
    },
  },
  {
    name: 'clients that send a byte a second',
    run: async ({ port, unary }, signal) => {
      const sockets = await many(100, () => rawConnection(port, preface, settings(), openCall(1, unary)));
      const slow = await many(100, () => rawConnection(port));
      const bytes = [...frame('data', { stream: 1 }, grpcMessage(new Uint8Array(20)))];
      for (const [index, byte] of [...bytes, ...bytes].slice(0, 7).entries()) {
        for (const socket of sockets) socket.write(Buffer.of(byte));
        for (const socket of slow) socket.write(preface.subarray(index, index + 1));
        await sleep(1_000, signal);
      }
      for (const socket of [...sockets, ...slow]) socket.destroy();
    },
  },
  {
    name: 'more connections than there may be, that say nothing or open no call',
    run: async ({ port, unary }, signal) => {
      const sockets = [
        ...(await many(300, () => rawConnection(port))),
        ...(await many(300, () => rawConnection(port, preface, settings()))),
      ];
      await newcomerIsServed(port, unary);
      await held(sockets, 10_000, signal);
    },
  },
  {
    name: 'a flood of resets',
    run: ({ port, unary }, signal) =>
      each(10, signal, async () => {
        const socket = await rawConnection(port, preface, settings());
        for (let id = 1; id < 10_000 && !socket.destroyed; id += 2) {
          socket.write(openCall(id, unary));
          socket.write(frame('reset', { stream: id }, Buffer.of(0, 0, 0, 8)));
        }
        await drained(socket, 300, signal);
      }),
  },
  {
    name: 'floods of settings, pings, priorities and empty frames',
    run: ({ port, unary }, signal) =>
      each(3, signal, async () => {
        const floods = [
          settings([[INITIAL_WINDOW_SIZE, 65_535]]),
          frame('ping', {}, Buffer.alloc(8)),
          frame('priority', { stream: 1 }, Buffer.of(0, 0, 0, 0, 1)),
          frame('data', { stream: 1 }),
          frame('windowUpdate', { stream: 1 }, Buffer.of(0, 0, 0, 1)),
        ];
        for (const bytes of floods) {
          // Nothing is read: what the server has to say piles up on its side.
          const socket = await rawConnection(port, preface, settings(), openCall(1, unary));
          const batch = Buffer.concat(Array.from({ length: 500 }, () => bytes));
          for (let i = 0; i < 40 && !socket.destroyed; i++) socket.write(batch);
          await sleep(300, signal);
          socket.destroy();
        }
      }),
  },
  {
    name: 'headers without an end, and huge ones',
    run: ({ port, unary }, signal) =>
      each(10, signal, async () => {
        const socket = await rawConnection(port, preface, settings());
        socket.resume();
        socket.write(openCall(1, unary, 0));
        for (let i = 0; i < 400 && !socket.destroyed; i++) {
          socket.write(
            frame(
              'continuation',
              { stream: 1 },
              callHeaders('/', { [`x-${i}`]: 'y'.repeat(4_000) }).subarray(-4_000),
            ),
          );
        }
        await drained(socket, 100, signal);
        const big = callHeaders(unary.path, { 'x-big': 'y'.repeat(15_000) });
        await sent(port, signal, preface, settings(), frame('headers', { flag: 4, stream: 1 }, big));
      }),
  },
  {
    name: 'uploads without an end',
    run: async ({ port, unary }, signal) => {
      // Half a gigabyte of messages that are never whole.
      const piece = new Uint8Array(16_000);
      const sockets = await many(40, () => rawConnection(port, preface, settings()));
      for (const socket of sockets) {
        socket.resume();
        for (let id = 1; id < 100; id += 2) socket.write(openCall(id, unary));
      }
      for (let round = 0; round < 16 && !signal.aborted; round++) {
        for (const socket of sockets) {
          for (let id = 1; id < 100; id += 2) {
            if (!socket.destroyed && socket.writableLength < MIB)
              socket.write(
                frame('data', { stream: id }, round === 0 ? grpcMessage(piece, { length: MIB }) : piece),
              );
          }
        }
        await sleep(250, signal);
      }
      for (const socket of sockets) socket.destroy();
    },
  },
];

/** Sends on a connection of its own, reads a little of what comes, and is gone. */
async function sent(port: number, signal: AbortSignal, ...bytes: readonly Uint8Array[]): Promise<void> {
  const socket = await rawConnection(port, ...bytes);
  await drained(socket, 20, signal);
}

async function drained(socket: Socket, ms: number, signal: AbortSignal, end = true): Promise<void> {
  socket.resume();
  await sleep(ms, signal);
  if (end) socket.destroy();
}

/** A client that comes now gets its answer. @throws ServiceError */
async function newcomerIsServed(port: number, { path, request, headers = {} }: GrpcMethod): Promise<void> {
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), options);
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const bytes = (message: Buffer): Buffer => message;
  try {
    await new Promise<void>((resolve, reject) => {
      const limits = { deadline: Date.now() + 8_000 };
      client.makeUnaryRequest(path, bytes, bytes, Buffer.from(request), metadata, limits, (error) =>
        error === null ? resolve() : reject(error),
      );
    });
  } finally {
    client.close();
  }
}

async function held(sockets: readonly Socket[], ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, signal);
  for (const socket of sockets) socket.destroy();
}

async function each(
  count: number,
  signal: AbortSignal,
  run: (round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < count && !signal.aborted; round++) await run(round);
}

function many<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, make));
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
