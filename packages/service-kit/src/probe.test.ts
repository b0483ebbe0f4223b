import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readInAnotherProcess } from './probe.ts';

let folder: string;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probe-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function probe(source: string): Promise<string> {
  const program = join(folder, 'probe.mjs');
  await writeFile(program, source);
  return program;
}

it('is given the path, and ends well when the program does', async () => {
  const program = await probe("if (process.argv[2] !== '/data/x') process.exit(1);");
  await readInAnotherProcess({ program, path: '/data/x' }, never);
});

it('waits for as long as it takes, and says so meanwhile', async () => {
  const program = await probe('setTimeout(() => {}, 400);');
  const told: number[] = [];
  await readInAnotherProcess(
    { program, path: '/data/x', tellEveryMs: 50, onWaiting: (ms) => told.push(ms) },
    never,
  );
  expect(told.length).toBeGreaterThan(2);
  expect(told.at(-1)).toBeGreaterThan(100);
});

it.each([
  ['fails', 'process.exit(3)'],
  ['is ended by a damaged page', "process.kill(process.pid, 'SIGSEGV'); setTimeout(() => {}, 10_000);"],
])('says that the file cannot be read when the program %s', async (_how, source) => {
  const reading = readInAnotherProcess({ program: await probe(source), path: '/data/x' }, never);
  await expect(reading).rejects.toMatchObject({ code: 'UNREADABLE_STORE' });
});

it('says nothing of the file when somebody ended the program', async () => {
  const program = await probe("process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 10_000);");
  const reading = readInAnotherProcess({ program, path: '/data/x' }, never);
  await expect(reading).rejects.not.toMatchObject({ code: 'UNREADABLE_STORE' });
});

it('ends with the signal, and the program with it', async () => {
  const program = await probe('setTimeout(() => {}, 60_000);');
  const stopping = new AbortController();
  const reading = readInAnotherProcess({ program, path: '/data/x' }, stopping.signal);
  stopping.abort(new Error('stopped'));
  await expect(reading).rejects.toThrow('stopped');
});
