import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { Connection, Stream } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { concatBytes, utf8 } from '@switchyard/primitives';
import { createLibp2p } from 'libp2p';

const meshProtocols = ['/meshsub/1.2.0', '/meshsub/1.1.0'];

/** Answers a stream that somebody opened to an attacker. */
export type Answer = (stream: Stream, signal: AbortSignal) => Promise<void> | void;

/** A libp2p peer with an identity of its own that obeys nothing. */
export type AttackPeer = AsyncDisposable & {
  readonly id: string;
  readonly isConnected: () => boolean;
  /** Hands raw bytes of an RPC to the victim's gossipsub. Resolves when they have left, or the peer is cut off. */
  readonly gossip: (rpc: Uint8Array) => Promise<void>;
  /** Opens a stream to the victim. */
  readonly open: (protocol: string) => Promise<Stream>;
};

/** Connects to a victim, encrypted as anybody; serves the given protocols. */
export async function attackPeer(
  address: string,
  serves: Readonly<Record<string, Answer>> = {},
): Promise<AttackPeer> {
  const stopping = new AbortController();
  const node = await createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', randomBytes(32)),
    addresses: { listen: [] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
    services: { identify: identify() },
  });
  await node.handle(meshProtocols, (stream) => {
    stream.addEventListener('message', () => undefined);
  });
  for (const [protocol, answer] of Object.entries(serves)) {
    await node.handle(protocol, (stream) => {
      Promise.resolve(answer(stream, stopping.signal)).catch((error: Error) => stream.abort(error));
    });
  }
  let connection: Connection | undefined;
  let mesh: Stream | undefined;
  try {
    connection = await node.dial(multiaddr(address), { signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    await node.stop();
    throw error;
  }
  const victim = connection;
  return {
    id: node.peerId.toString(),
    isConnected: () => victim.status === 'open',
    gossip: async (rpc) => {
      mesh ??= await victim.newStream([...meshProtocols]);
      await push(mesh, concatBytes(varint(rpc.length), rpc));
    },
    open: (protocol) =>
      victim.newStream(protocol, { maxOutboundStreams: 100_000, signal: AbortSignal.timeout(5_000) }),
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      victim.abort(new Error('the attack is over'));
      await node.stop();
    },
  };
}

/** Sends, at the pace of the other side but for no longer than a second. */
export async function push(stream: Stream, bytes: Uint8Array): Promise<void> {
  if (stream.status !== 'open') return;
  stream.send(bytes);
  const isBehind = (): boolean => stream.status === 'open' && stream.writeBufferLength > 1_000_000;
  for (let i = 0; i < 100 && isBehind(); i++) await wait(10);
}

/** An RPC of gossipsub that publishes. */
export function publishing(
  ...messages: readonly { readonly topic: string; readonly data: Uint8Array }[]
): Uint8Array {
  return concatBytes(
    ...messages.map(({ topic, data }) => field(2, concatBytes(field(2, data), field(4, utf8(topic))))),
  );
}

/** A length-delimited field of protobuf. */
export function field(number: number, bytes: Uint8Array): Uint8Array {
  return concatBytes(varint(number * 8 + 2), varint(bytes.length), bytes);
}

/** A frame of the request protocol; specs/07-gossip.md §5. */
export function requestFrame(kind: number, payload: Uint8Array, length: number = payload.length): Uint8Array {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(length, 0);
  header[4] = kind;
  return concatBytes(header, payload);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.of(...bytes, rest);
}
