import { constants } from 'node:os';
import { SwitchyardError } from '@switchyard/primitives';

/** What is wrong on a disk, for whoever must act: one line of a log has all of it. */
export type Refusal = {
  readonly file: string;
  readonly problem: string;
  /** A command, or what to do where none can be given. */
  readonly remedy: string;
};

/** A service ended because it cannot use a file; starting it again cannot help (sysexits.h EX_CONFIG). */
export const exitRefused = 78;

/** A service ended for its disk, which does not take writes, or for want of memory: it may pass (sysexits.h EX_IOERR). */
export const exitDisk = 74;

/** The refusal that an error or one of its causes carries in its context: `file`, `problem`, `remedy`. */
export function refusalOf(error: unknown): Refusal | undefined {
  for (const one of causes(error)) {
    const { file, problem, remedy } = contextOf(one);
    if (typeof file === 'string' && typeof remedy === 'string') {
      return { file, problem: typeof problem === 'string' ? problem : one.message, remedy };
    }
  }
  return undefined;
}

type DiskError = { readonly number?: number; readonly text?: RegExp; readonly remedy: string };

/** What passes without a change of any file. Of a disk, LMDB gives the number or the system's text, Node the name. */
const diskErrors: Readonly<Record<string, DiskError>> = {
  ENOSPC: {
    number: constants.errno.ENOSPC,
    text: /no space left on device/i,
    remedy: 'free space on the disk of this file; the service then goes on by itself',
  },
  EDQUOT: {
    number: constants.errno.EDQUOT,
    text: /quota exceeded/i,
    remedy: 'raise the quota, or free space; the service then goes on by itself',
  },
  EROFS: {
    number: constants.errno.EROFS,
    text: /read-only file system/i,
    remedy:
      'mount the disk of this file writable (`mount -o remount,rw`); the service then goes on by itself',
  },
  // LMDB says this of a disk that took a part of what was written, too: of a full one.
  EIO: {
    number: constants.errno.EIO,
    text: /input\/output error|i\/o error/i,
    remedy:
      'free space if the disk is full (`df`); else look for its errors (`dmesg`) and replace it if there are any; the service reads its files again',
  },
  // By Node's names alone: LMDB says that memory lacks of a damaged size, too.
  EMFILE: { remedy: 'raise the limit of open files (`ulimit -n`); the service then goes on by itself' },
  ENFILE: { remedy: 'close what has many files open on this machine; the service then goes on by itself' },
  ENOMEM: { remedy: 'free memory on this machine; the service then goes on by itself' },
};

/** The failure of a disk among an error and its causes. */
export function diskFailureOf(error: unknown): Refusal | undefined {
  let file: string | undefined;
  for (const one of causes(error)) {
    const { file: named, path, folder } = contextOf(one);
    file ??= [named, path, folder, 'path' in one ? one.path : undefined].find(
      (name) => typeof name === 'string',
    );
    const failure = Object.entries(diskErrors).find(([name, { number, text }]) => {
      const code = 'code' in one ? one.code : undefined;
      return (
        code === name ||
        (!(one instanceof SwitchyardError) &&
          ((number !== undefined && code === number) || text?.test(one.message) === true))
      );
    });
    if (failure !== undefined) {
      return { file: file ?? 'a file of this service', problem: withoutCall(one), remedy: failure[1].remedy };
    }
  }
  return undefined;
}

/** What Node says of it without the call, whose path may be another each time: the same trouble has the same words. */
function withoutCall({ message }: Error): string {
  return message.replace(/, \w+ '.*'$/s, '');
}

/** Whether `execFile` failed by what tells nothing of the work: it could not be run, or somebody ended it. */
export function isEndedFromOutside(error: unknown): boolean {
  const { code, signal, killed } = error as {
    readonly code?: unknown;
    readonly signal?: unknown;
    readonly killed?: unknown;
  };
  const signals: readonly unknown[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'];
  return typeof code === 'string' || (killed !== true && signals.includes(signal));
}

function contextOf(error: Error): Readonly<Record<string, unknown>> {
  const context = 'context' in error ? error.context : undefined;
  return typeof context === 'object' && context !== null ? { ...context } : {};
}

function* causes(error: unknown): Generator<Error> {
  for (let at = error; at instanceof Error; at = at.cause) yield at;
}
