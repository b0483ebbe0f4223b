import { expect, it, vi } from 'vitest';
import { readFileWith, readSecretKey, SecretKeyError, UnusableFileError } from './files.ts';
import { createLogger } from './log.ts';
import { exitDisk, exitRefused } from './refusal.ts';
import { runService, TaskError } from './tasks.ts';

const path = '/data/anchor.json';
let code = '';

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  readFile: () => Promise.reject(failure(code)),
}));

function failure(name: string): Error {
  return Object.assign(new Error(`${name}: open '${path}'`), { code: name, path });
}

/** How a service that fails so ends, and the last line that it writes. */
async function ended(error: unknown): Promise<{ exit: number; line: Record<string, unknown> }> {
  const lines: string[] = [];
  const log = createLogger('test', 'info', { write: (text) => void lines.push(text) });
  const cause = new TaskError('x', { cause: error });
  const exit = await runService(() => Promise.reject(cause), log, new AbortController().signal);
  return { exit, line: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

const reads: readonly [string, () => Promise<unknown>][] = [
  ['a file', () => readFileWith(path, JSON.parse, { remedy: 'restore it' })],
  ['a key', () => readSecretKey(path, { remedy: 'restore it' })],
];

it.each(
  reads.flatMap(([what, read]) =>
    ['EMFILE', 'ENFILE', 'ENOMEM', 'EIO'].map((name) => [what, name, read] as const),
  ),
)('%s that cannot be read for %s is not told as damaged, and is tried again', async (_what, name, read) => {
  code = name;
  const error = await read().catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(UnusableFileError);
  expect(error).not.toBeInstanceOf(SecretKeyError);
  const { exit, line } = await ended(error);
  expect(exit).toBe(exitDisk);
  expect(line).toMatchObject({
    msg: 'service failed',
    file: path,
    problem: expect.stringContaining(name) as string,
  });
  expect(line['remedy']).not.toContain('restore');
});

it.each(['EMFILE', 'ENFILE', 'ENOMEM'])('%s is a shortage whoever wraps it', async (name) => {
  const refusal = { file: path, problem: 'x', remedy: 'y' };
  const { exit } = await ended(new UnusableFileError(refusal, { cause: failure(name) }));
  expect(exit).toBe(exitDisk);
});

it.each(reads)('says of %s that is not there that it is not there', async (_what, read) => {
  code = 'ENOENT';
  const { exit, line } = await ended(await read().catch((thrown: unknown) => thrown));
  expect(exit).toBe(exitRefused);
  expect(line).toMatchObject({ problem: `ENOENT: open '${path}'`, remedy: 'restore it' });
});
