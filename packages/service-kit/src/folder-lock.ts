import { randomUUID } from 'node:crypto';
import { link, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SwitchyardError } from '@switchyard/primitives';
import { isErrno, makeFolder, readFileIfPresent } from './files.ts';
import { startOfProcess } from './process-start.ts';

/** Another process uses the folder. */
export class FolderInUseError extends SwitchyardError {
  override readonly code = 'FOLDER_IN_USE';
  override readonly fault = 'fatal';

  constructor(folder: string, pid: number) {
    super('another process uses this data folder; stop it first', { folder, pid });
  }
}

/** The content of a lock: whose it is, and a word that no other lock has. */
type Holder = { readonly pid: number; readonly start: string; readonly token: string };

/** Of this process: another one before it may have had its pid. */
const held = new Set<string>();

/** The lock cannot be written: it is named by the name that it would have, the same each time. */
class FolderLockError extends SwitchyardError {
  override readonly code = 'FOLDER_LOCK';
  override readonly fault = 'fatal';

  constructor(folder: string, options: ErrorOptions) {
    super('a data folder cannot be locked', { file: join(folder, 'lock') }, options);
  }
}

/**
 * Holds a folder for this process until disposed; the lock of a dead process is taken over, by one of those who try.
 *
 * Nothing is removed to take over. A lock is a link to a file written before, so that it is there with all of its content
 * or not at all, and whoever follows a dead holder links to a name with the token of the dead one, which one can. Such
 * claims make a chain from `lock` on; the one at its end has the folder, and is moved over `lock`. A claim that the chain
 * does not lead to was made too late, and is dropped.
 *
 * @throws FolderInUseError
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  await makeFolder(folder);
  const own: Holder = {
    pid: process.pid,
    start: startOfProcess(process.pid) ?? 'unknown',
    token: randomUUID(),
  };
  held.add(own.token);
  try {
    await acquire(folder, own);
  } catch (error) {
    held.delete(own.token);
    if (error instanceof FolderInUseError) throw error;
    throw new FolderLockError(folder, { cause: error });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      const path = join(folder, 'lock');
      const content = await readFileIfPresent(path);
      if (content !== undefined && holderIn(content).token === own.token) await rm(path, { force: true });
      held.delete(own.token);
    },
  };
}

async function acquire(folder: string, own: Holder): Promise<void> {
  const fresh = join(folder, `lock.new-${own.pid}-${own.token}`);
  await writeFile(fresh, `${own.pid} ${own.start} ${own.token}\n`, { flag: 'wx', mode: 0o600, flush: true });
  try {
    for (;;) {
      const chain = await chainIn(folder);
      const last = chain.at(-1);
      if (last !== undefined && isAlive(last)) throw new FolderInUseError(folder, last.pid);
      const claim = join(folder, nameAfter(chain));
      if (!(await linked(fresh, claim))) continue;
      if ((await chainIn(folder)).some(({ token }) => token === own.token)) {
        if (last !== undefined) await rename(claim, join(folder, 'lock'));
        break;
      }
      await rm(claim, { force: true });
    }
  } finally {
    await rm(fresh, { force: true });
  }
  await removeLeftOvers(folder);
}

/** Who has the lock, who claimed to follow, and so on. */
async function chainIn(folder: string): Promise<readonly Holder[]> {
  const chain: Holder[] = [];
  for (;;) {
    const content = await readFileIfPresent(join(folder, nameAfter(chain)));
    if (content === undefined) return chain;
    chain.push(holderIn(content));
  }
}

function nameAfter(chain: readonly Holder[]): string {
  const last = chain.at(-1);
  return last === undefined ? 'lock' : `lock.${chain.length}.${last.token}`;
}

/** Of what an older version wrote, too: without a token. */
function holderIn(content: Uint8Array): Holder {
  const [pid = '', start = '', token = ''] = new TextDecoder().decode(content).trim().split(' ');
  return {
    pid: Number(pid),
    start,
    token: /^[\w-]+$/.test(token) ? token : `after-${/^\d+$/.test(pid) ? pid : 'nobody'}`,
  };
}

function isAlive({ pid, start, token }: Holder): boolean {
  if (!(pid > 0)) return false;
  return pid === process.pid ? held.has(token) : startOfProcess(pid) === start;
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/** What processes left here that were killed while they tried. Nothing leads to it once `lock` is ours. */
async function removeLeftOvers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('lock.')) continue;
    // What is being written may have no content yet; its name says whose it is.
    const [, writer, token = ''] = /^lock\.new-(\d+)-(.*)$/.exec(name) ?? [];
    const content = await readFileIfPresent(join(folder, name));
    if (content === undefined) continue;
    const isInUse =
      writer === undefined
        ? isAlive(holderIn(content))
        : isAlive({ pid: Number(writer), start: startOfProcess(Number(writer)) ?? 'gone', token });
    if (!isInUse) await rm(join(folder, name), { force: true });
  }
}
