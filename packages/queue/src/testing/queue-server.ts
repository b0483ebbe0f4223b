import { sha256, utf8 } from '@switchyard/primitives';
import { publicKeyOf } from '@switchyard/protocol';
import { type NatsServer, startNats } from '@switchyard/testing/nats-server';
import { findEngine } from '@switchyard/testing/program';
import { onTestFinished } from 'vitest';
import { createQueueConnection, type QueueConnection, type QueueServer } from '../connection.ts';
import type { QueueUser } from '../rights.ts';
import { natsServerConfig } from '../server-config.ts';

/** Never aborted. */
export const never: AbortSignal = new AbortController().signal;

export const chainId = 'yard-1';

/** undefined where nats-server is not. */
export const natsPath: string | undefined = findEngine('nats-server');

/** Of the users' keys. */
export const seeds: Readonly<Record<QueueUser, Uint8Array>> = {
  relayer: sha256(utf8('relayer')),
  'da-writer': sha256(utf8('da-writer')),
};

/** A server as a local network has it; the text is added to its configuration. */
export function startQueueServer(added = ''): Promise<NatsServer> {
  const users = { relayer: publicKeyOf(seeds.relayer), 'da-writer': publicKeyOf(seeds['da-writer']) };
  return startNats(natsPath ?? '', (at) => natsServerConfig({ ...at, chainId, users }) + added);
}

/** A connection of one test, and what was unsafe about it. */
export function connectionOf(
  server: Pick<QueueServer, 'url' | 'user'> & Partial<QueueServer>,
): QueueConnection & { readonly told: readonly (readonly string[])[] } {
  const told: (readonly string[])[] = [];
  const connection = createQueueConnection(
    { chainId, keySeed: seeds[server.user], caFile: undefined, ...server },
    { onUnsafe: (unsafe) => told.push(unsafe) },
  );
  onTestFinished(() => connection[Symbol.asyncDispose]());
  return { ...connection, told };
}
