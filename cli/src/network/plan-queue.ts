import { join } from 'node:path';
import { natsServerConfig } from '@switchyard/queue';
import { writeFileAtomic } from '@switchyard/service-kit';
import type { ChildSpec } from '../supervisor/child.ts';
import { ensureKey } from './keys.ts';
import { type Layout, logFile } from './layout.ts';
import type { Machine } from './plan.ts';
import { portsOfNetwork } from './ports.ts';
import type { NetworkState } from './state.ts';

/** Names of the keys with which the two users of the queue come to it. */
const keyNames = { relayer: 'nats-relayer', 'da-writer': 'nats-da-writer' } as const;

/** The stream's files: a cache that may be removed at any time. */
function volumeOf({ data }: Layout): string {
  return join(data, 'nats');
}

function configOf({ data }: Layout): string {
  return join(data, 'nats.conf');
}

/** NATS, with nothing in it that the chain does not have. */
export function planOfNats(machine: Machine, { stopOrder }: { readonly stopOrder: number }): ChildSpec {
  const { layout } = machine;
  return {
    name: 'nats',
    program: machine.engineProgram('nats-server'),
    args: ['--config', configOf(layout)],
    // Messages of a few megabytes: what it has let go of is given back before it is as much again.
    env: { PATH: machine.path, GOMEMLIMIT: '128MiB' },
    logFile: logFile(layout, 'nats'),
    files: {
      folder: volumeOf(layout),
      remedy:
        `if ${volumeOf(layout)} is what is wrong, remove it: it is a cache; ` +
        `if ${configOf(layout)} is, \`npm run stop\`, then \`npm start\` writes it anew`,
    },
    // A stream that could not be written refuses everything until the next start. Lines of clients have words of theirs.
    uselessAfter:
      /^\[\d+\] \S+ \S+ \[ERR\] (Filestore|RAFT|JetStream) .*(critical write error|will be disabled)/im,
    stopOrder,
  };
}

/** The settings of a service that uses the queue; none without one. */
export function queueSettings(
  { layout }: Pick<Machine, 'layout'>,
  { portOffset, engines }: NetworkState,
  user: keyof typeof keyNames,
): Readonly<Record<string, string>> {
  if (engines.queue !== 'nats') return {};
  return {
    NATS_URL: `nats://127.0.0.1:${portsOfNetwork(portOffset).nats}`,
    NATS_KEY_FILE: join(layout.keys, `${keyNames[user]}.key`),
  };
}

/** Writes what NATS reads, and makes the keys of its users; at each start, since ports may have moved. */
export async function writeNatsConfig(layout: Layout, { chainId, portOffset }: NetworkState): Promise<void> {
  const [relayer, daWriter] = await Promise.all([
    ensureKey(layout.keys, keyNames.relayer),
    ensureKey(layout.keys, keyNames['da-writer']),
  ]);
  const config = natsServerConfig({
    chainId,
    port: portsOfNetwork(portOffset).nats,
    storeDir: volumeOf(layout),
    users: { relayer: relayer.publicKey, 'da-writer': daWriter.publicKey },
  });
  await writeFileAtomic(configOf(layout), config);
}
