import { natsUserKey } from './nkey.ts';
import { inboxPrefix, type QueueUser, rightsOf } from './rights.ts';

/**
 * The largest message. A section is one message and has at most 1.5 MiB, raised parameters give it the whole budget of
 * 6 MiB; above 8 MiB the server warns that a slow reader holds up all others.
 */
export const maxPayloadBytes: number = 8 << 20;

/** A server of our own for one chain. */
export type NatsServer = {
  readonly chainId: string;
  readonly port: number;
  readonly storeDir: string;
  /** Public keys of those who may come. */
  readonly users: Readonly<Record<QueueUser, Uint8Array>>;
};

/** The configuration of nats-server: loopback, JetStream, and two users with no more than their rights. */
export function natsServerConfig({ chainId, port, storeDir, users }: NatsServer): string {
  const user = (name: QueueUser): string => {
    const { publish, subscribe } = rightsOf(name, chainId);
    return `    {
      # ${name}: answers come to ${inboxPrefix(name)}
      nkey: ${natsUserKey(users[name])}
      permissions {
        publish { allow: ${JSON.stringify(publish)} }
        subscribe { allow: ${JSON.stringify(subscribe)} }
      }
    }`;
  };
  return `# Written at each start of the network: changes are lost.
listen: "127.0.0.1:${port}"
server_name: "${chainId}"
# A section of a block is one message.
max_payload: ${maxPayloadBytes}
# Two services, a person who looks, and strangers until they are put out: who fills it keeps the users from coming back.
max_connections: 4096
# Nobody waits longer to be let in.
authorization {
  timeout: 5
  users: [
${user('relayer')}
${user('da-writer')}
  ]
}
jetstream {
  store_dir: ${JSON.stringify(storeDir)}
  # The stream has a limit of its own; this is for the whole server.
  max_file_store: 4GB
  max_memory_store: 64MB
}
# A stop waits for its clients no longer than this.
lame_duck_duration: "30s"
lame_duck_grace_period: "1s"
`;
}
