import { isIP } from 'node:net';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { asError } from '@switchyard/service-kit';
import { QueueAwayError } from './errors.ts';
import { natsAuthenticator } from './nkey.ts';
import { inboxPrefix, type QueueUser } from './rights.ts';

/** A NATS server and who we are there. */
export type QueueServer = {
  /** `nats://host:port`, or `tls://host:port`. */
  readonly url: string;
  readonly user: QueueUser;
  /** The seed of the user's key; without one the server is asked to let anyone in. */
  readonly keySeed: Uint8Array | undefined;
  /** Certificates that vouch for the server, besides those of the system. */
  readonly caFile: string | undefined;
};

/** One connection, made when it is wanted and again when it was closed. */
export type QueueConnection = AsyncDisposable & {
  /** @throws QueueAwayError */
  get(signal: AbortSignal): Promise<NatsConnection>;
  /** Grows whenever the server was lost: what it was about to send is gone then. */
  readonly lives: () => number;
};

/** How long each answer of the server may take. */
export const answerMs = 5_000;

/** What would let others read or write along. Said at the start of each service. */
export function unsafeSettings({ url, keySeed }: Pick<QueueServer, 'url' | 'keySeed'>): readonly string[] {
  const { protocol, hostname } = new URL(url);
  return [
    ...(protocol === 'tls:' || isLoopback(hostname) ? [] : ['no TLS on the way to another machine']),
    ...(keySeed === undefined ? ['no key: whoever reaches the server may be anyone'] : []),
  ];
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Connects on demand; a connection that broke comes back by itself, one that was refused is made anew. */
export function createQueueConnection({ url, user, keySeed, caFile }: QueueServer): QueueConnection {
  let connecting: Promise<NatsConnection> | undefined;
  let lives = 0;

  const watch = async (connection: NatsConnection): Promise<void> => {
    for await (const { type } of connection.status()) if (type === 'disconnect') lives++;
  };

  const open = async (): Promise<NatsConnection> => {
    try {
      const { protocol } = new URL(url);
      const connection = await connect({
        servers: url.replace(/^tls:/, 'nats:'),
        name: user,
        inboxPrefix: inboxPrefix(user),
        timeout: answerMs,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 250,
        reconnectJitter: 100,
        pingInterval: answerMs,
        maxPingOut: 2,
        ignoreClusterUpdates: true,
        ...(keySeed === undefined ? {} : { authenticator: natsAuthenticator(keySeed) }),
        ...(protocol === 'tls:' ? { tls: caFile === undefined ? {} : { caFile } } : {}),
      });
      lives++;
      watch(connection).catch(() => undefined);
      const forget = (): void => {
        connecting = undefined;
      };
      connection.closed().then(forget, forget);
      return connection;
    } catch (error) {
      connecting = undefined;
      throw new QueueAwayError(asError(error).message, { cause: error });
    }
  };

  return {
    get: (signal) => {
      signal.throwIfAborted();
      connecting ??= open();
      return connecting;
    },
    lives: () => lives,
    [Symbol.asyncDispose]: async () => {
      const connection = await connecting?.catch(() => undefined);
      await connection?.close();
    },
  };
}
