import { connect, type NatsConnection } from '@nats-io/transport-node';
import { asError } from '@switchyard/service-kit';
import { queueError } from './errors.ts';
import { natsAuthenticator } from './nkey.ts';
import { inboxPrefix, type QueueUser } from './rights.ts';
import { tlsOptions, untrusted } from './tls.ts';
import { needlessRights, unsafeSettings } from './unsafe.ts';

/** A NATS server and who we are there. */
export type QueueServer = {
  /** `nats://host:port`, or `tls://host:port`. */
  readonly url: string;
  readonly user: QueueUser;
  readonly chainId: string;
  /** The seed of the user's key; without one the server is asked to let anyone in. */
  readonly keySeed: Uint8Array | undefined;
  /** Certificates that vouch for the server, in place of those of the system. */
  readonly caFile: string | undefined;
};

/** One connection, made when it is wanted and again when it was closed. */
export type QueueConnection = AsyncDisposable & {
  /** @throws QueueAwayError, QueueUntrustedError, QueueRefusedError; all transient */
  get(signal: AbortSignal): Promise<NatsConnection>;
  /** Grows whenever the server was lost: what it was about to send is gone then. */
  readonly lives: () => number;
  /** What would let others read or write along: by the settings, and by what the server says since it was reached. */
  readonly unsafe: () => readonly string[];
};

/** How long each answer of the server may take. */
export const answerMs = 5_000;

/**
 * Connects on demand, and anew when the connection broke. The library would do that by itself and keep to itself what
 * stands in the way.
 */
export function createQueueConnection(
  server: QueueServer,
  {
    onUnsafe,
  }: {
    /** Told at once of unsafe settings, and again when the server's word changes. */
    readonly onUnsafe: (unsafe: readonly string[]) => void;
  },
): QueueConnection {
  const { url, user, keySeed } = server;
  let connecting: Promise<NatsConnection> | undefined;
  let lives = 0;
  const bySettings = unsafeSettings(server);
  let unsafe = bySettings;
  if (unsafe.length > 0) onUnsafe(unsafe);

  const look = async (connection: NatsConnection): Promise<void> => {
    const now = [...bySettings, ...(await needlessRights(connection, server))];
    if (now.join() !== unsafe.join() && now.length > 0) onUnsafe(now);
    unsafe = now;
  };

  const watch = async (connection: NatsConnection): Promise<void> => {
    for await (const { type } of connection.status()) if (type === 'disconnect') lives++;
  };

  const open = async (): Promise<NatsConnection> => {
    try {
      const tls = await tlsOptions(server);
      const connection = await connect({
        servers: url.replace(/^tls:/, 'nats:'),
        name: user,
        inboxPrefix: inboxPrefix(user),
        timeout: answerMs,
        reconnect: false,
        pingInterval: answerMs,
        maxPingOut: 2,
        ignoreClusterUpdates: true,
        ...(keySeed === undefined ? {} : { authenticator: natsAuthenticator(keySeed) }),
        ...(tls === undefined ? {} : { tls }),
      });
      lives++;
      watch(connection).catch(() => undefined);
      // Nothing waits for it; a server that does not say is asked again at the next connection.
      look(connection).catch(() => undefined);
      const forget = (): void => {
        connecting = undefined;
      };
      connection.closed().then(forget, forget);
      return connection;
    } catch (error) {
      connecting = undefined;
      throw untrusted(asError(error), server) ?? queueError(error, '');
    }
  };

  return {
    get: (signal) => {
      signal.throwIfAborted();
      connecting ??= open();
      return connecting;
    },
    lives: () => lives,
    unsafe: () => unsafe,
    [Symbol.asyncDispose]: async () => {
      const connection = await connecting?.catch(() => undefined);
      await connection?.close();
    },
  };
}
