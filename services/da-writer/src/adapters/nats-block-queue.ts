import { createQueueConnection, createQueueDrain, parseMessageName } from '@switchyard/queue';
import { type Logger, readSecretKey } from '@switchyard/service-kit';
import type { DaWriterConfig } from '../config.ts';
import type { BlockQueue } from '../ports.ts';

/** The queue that the settings name, or undefined. What is unsafe about them is said at once. */
export async function openBlockQueue(
  { natsUrl, natsKeyFile, natsCaFile }: Pick<DaWriterConfig, 'natsUrl' | 'natsKeyFile' | 'natsCaFile'>,
  { chainId, log }: { readonly chainId: string; readonly log: Logger },
): Promise<(BlockQueue & AsyncDisposable) | undefined> {
  if (natsUrl === undefined) return undefined;
  const keySeed = natsKeyFile === undefined ? undefined : await readSecretKey(natsKeyFile);
  const connection = createQueueConnection(
    { url: natsUrl, user: 'da-writer', chainId, keySeed, caFile: natsCaFile },
    { onUnsafe: (unsafe) => log.warn({ url: natsUrl, unsafe }, 'the queue is unsafe') },
  );
  return {
    ...createQueueDrain(connection, { chainId }),
    nameOf: ({ subject, id }) => {
      try {
        return parseMessageName(chainId, subject, id);
      } catch {
        return undefined;
      }
    },
    unsafe: connection.unsafe,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}
