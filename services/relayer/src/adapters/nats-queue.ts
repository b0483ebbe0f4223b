import { createQueueConnection, createQueueFeed } from '@switchyard/queue';
import { type Failpoints, type Logger, readSecretKey } from '@switchyard/service-kit';
import type { RelayerConfig } from '../config.ts';
import type { Failpoint } from '../failpoints.ts';
import type { BlockQueue } from '../ports.ts';

/** The queue that the settings name, or undefined. What is unsafe about them is said at once. */
export async function openBlockQueue(
  { chainId, natsUrl, natsKeyFile, natsCaFile, natsMaxBytes }: RelayerConfig,
  { log, failpoints }: { readonly log: Logger; readonly failpoints: Failpoints<Failpoint> },
): Promise<
  | (AsyncDisposable & {
      readonly queue: BlockQueue;
      readonly maxBytes: number;
      readonly unsafe: () => readonly string[];
    })
  | undefined
> {
  if (natsUrl === undefined) return undefined;
  const keySeed = natsKeyFile === undefined ? undefined : await readSecretKey(natsKeyFile);
  const connection = createQueueConnection(
    { url: natsUrl, user: 'relayer', chainId, keySeed, caFile: natsCaFile },
    { onUnsafe: (unsafe) => log.warn({ url: natsUrl, unsafe }, 'the queue is unsafe') },
  );
  const queue = createQueueFeed(connection, {
    chainId,
    maxBytes: natsMaxBytes,
    beforeCreate: () => failpoints.hit('stream.before'),
    afterCreate: () => failpoints.hit('stream.after'),
  });
  return {
    queue,
    maxBytes: natsMaxBytes,
    unsafe: connection.unsafe,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}
