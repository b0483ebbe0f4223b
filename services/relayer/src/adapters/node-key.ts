import { randomBytes } from 'node:crypto';
import { readFileIfPresent, readSecretKey, writeFileAtomic } from '@switchyard/service-kit';

/** The seed of this node's gossip identity; made at the first start, mode 0600. */
export async function nodeKey(path: string): Promise<Uint8Array> {
  if ((await readFileIfPresent(path)) === undefined) {
    await writeFileAtomic(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  }
  return readSecretKey(path, {
    remedy: `\`rm ${path}\` and start again: it is then known to peers by a new key`,
  });
}
