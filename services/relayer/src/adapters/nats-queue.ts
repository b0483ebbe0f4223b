import { createQueueConnection, createQueueFeed, unsafeSettings } from '@switchyard/queue';
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
      readonly unsafe: readonly string[];
    })
  | undefined
> {
  if (natsUrl === undefined) return undefined;
  const keySeed = natsKeyFile === undefined ? undefined : await readSecretKey(natsKeyFile);
  const unsafe = unsafeSettings({ url: natsUrl, keySeed });
  if (unsafe.length > 0) log.warn({ url: natsUrl, unsafe }, 'the queue is unsafe');
  const connection = createQueueConnection({ url: natsUrl, user: 'relayer', keySeed, caFile: natsCaFile });
  const queue = createQueueFeed(connection, {
    chainId,
    maxBytes: natsMaxBytes,
    beforeCreate: () => failpoints.hit('stream.before'),
    afterCreate: () => failpoints.hit('stream.after'),
  });
  return {
    queue,
    maxBytes: natsMaxBytes,
    unsafe,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}
