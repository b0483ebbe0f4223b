import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SwitchyardError } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { CorruptLogError, LogWriteError } from './append-log.ts';
import { readFileWith, readSecretKey } from './files.ts';
import { createLogger } from './log.ts';
import { diskFailureOf, exitDisk, exitRefused, refusalOf } from './refusal.ts';
import { runService, TaskError } from './tasks.ts';

class RemoteError extends SwitchyardError {
  override readonly code = 'REMOTE';
  override readonly fault = 'transient';
}

const errno = (code: string | number, message: string): Error => Object.assign(new Error(message), { code });

/** How a service that fails so ends, and the last line that it writes. */
async function ended(failure: Error): Promise<{ code: number; line: Record<string, unknown> }> {
  const lines: string[] = [];
  const log = createLogger('test', 'info', { write: (text) => void lines.push(text) });
  const code = await runService(() => Promise.reject(failure), log, new AbortController().signal);
  return { code, line: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

describe('a file that cannot be used', () => {
  it('ends the service with 78 and one line: file, problem, remedy', async () => {
    const { code, line } = await ended(
      new TaskError('store', { cause: new CorruptLogError('/data/x.log', 24, undefined) }),
    );
    expect(code).toBe(exitRefused);
    expect(line).toMatchObject({
      level: 'fatal',
      file: '/data/x.log',
      problem: 'acknowledged records are damaged at byte 24',
      remedy: 'restore the file from a copy, or `rm /data/x.log` to go on without it',
    });
  });

  it('is told of when it is missing, does not parse, or is no key', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'refusal-')), 'anchor.json');
    const read = () => readFileWith(file, JSON.parse, { remedy: 'restore it' }).catch(refusalOf);
    expect(await read()).toMatchObject({ file, remedy: 'restore it' });
    await writeFile(file, '{');
    expect(await read()).toMatchObject({ file, problem: expect.stringContaining('JSON') as string });
    await writeFile(file, '{}');
    expect(await read()).toEqual({});
    expect(
      refusalOf(await readSecretKey(file, { remedy: 'rm it' }).catch((error: unknown) => error)),
    ).toEqual({
      file,
      problem: 'it is not a key of 64 hex digits',
      remedy: 'rm it',
    });
  });
});

describe('a disk that does not take writes', () => {
  it('is told of in the same words each time, whatever file was tried', async () => {
    const trouble = (path: string): Error =>
      Object.assign(errno('EROFS', `EROFS: read-only file system, open '${path}'`), { path });
    const { line } = await ended(new TaskError('store', { cause: trouble('/data/lock.new-7') }));
    expect(line['problem']).toBe('EROFS: read-only file system');
  });

  it.each([
    ['full', errno('ENOSPC', 'ENOSPC: no space left on device, write'), 'free space'],
    ['full, in the words of LMDB', errno(28, 'No space left on device'), 'free space'],
    ['over quota', errno('EDQUOT', 'EDQUOT'), 'quota'],
    ['read-only', errno('EROFS', 'EROFS: read-only file system, open'), 'remount,rw'],
    ['failing', errno('EIO', 'EIO: i/o error, fsync'), 'dmesg'],
    ['failing, in the words of LMDB', new Error('Commit failed: Input/output error'), 'dmesg'],
  ])(
    'ends the service with 74 when it is %s, and says which file and what to do',
    async (_how, cause, remedy) => {
      const { code, line } = await ended(new LogWriteError('/data/x.log', { cause }));
      expect(code).toBe(exitDisk);
      expect(line).toMatchObject({ file: '/data/x.log', problem: cause.message });
      expect(line['remedy']).toContain(remedy);
    },
  );

  it("is never another's: what a peer says of its disk is no failure of ours", async () => {
    const failure = new RemoteError('no space left on device');
    expect(diskFailureOf(failure)).toBeUndefined();
    expect((await ended(failure)).code).toBe(1);
  });
});
