import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUseError, lockFolder } from './folder-lock.ts';
import { startOfProcess } from './process-start.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const lockOf = (): Promise<string> => readFile(join(folder, 'lock'), 'utf8');

it('names its holder, and leaves nothing behind', async () => {
  {
    await using _lock = await lockFolder(folder);
    expect(await lockOf()).toMatch(new RegExp(`^${process.pid} ${startOfProcess(process.pid)} `));
    expect(await readdir(folder)).toEqual(['lock']);
  }
  expect(await readdir(folder)).toEqual([]);
});

it('is refused while another process lives that has it', async () => {
  await writeFile(join(folder, 'lock'), `${process.ppid} ${startOfProcess(process.ppid)}\n`);
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUseError);
  expect(await readdir(folder)).toEqual(['lock']);
});

it('is refused to the process that has it', async () => {
  await using _lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUseError);
});

it.each([
  ['a process that is gone', '999999999 1\n'],
  ['an earlier process of the same number', `${process.ppid} 1\n`],
  ['an earlier process of our own number', `${process.pid} 1 token\n`],
  ['nobody, as after a power cut', ''],
])('takes the lock of %s over', async (_of, content) => {
  await writeFile(join(folder, 'lock'), content);
  await using _lock = await lockFolder(folder);
  expect(await lockOf()).toMatch(new RegExp(`^${process.pid} `));
  expect(await readdir(folder)).toEqual(['lock']);
});

it('goes on from a taker that was killed before it was done', async () => {
  await writeFile(join(folder, 'lock'), '999999999 1 first\n');
  await writeFile(join(folder, 'lock.1.first'), '999999998 1 second\n');
  await writeFile(join(folder, 'lock.new-999999997-third'), '');
  await using _lock = await lockFolder(folder);
  expect(await readdir(folder)).toEqual(['lock']);
});

it("leaves another's lock where it is when it is let go", async () => {
  const mine = await lockFolder(folder);
  const other = `${process.ppid} ${startOfProcess(process.ppid)} other\n`;
  await writeFile(join(folder, 'lock'), other);
  await mine[Symbol.asyncDispose]();
  expect(await lockOf()).toBe(other);
});

it('takes the lock of a killed process over before its parent has waited for it', async () => {
  // The shell becomes sleep, which never waits for the child that ended before.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = line.toString().trim();
    const fields = async () =>
      (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
    await expect.poll(async () => (await fields())[0]).toBe('Z');
    await writeFile(join(folder, 'lock'), `${pid} ${(await fields())[19]}\n`);
    await using lock = await lockFolder(folder);
    expect(lock).toBeDefined();
  } finally {
    parent.kill('SIGKILL');
  }
});

describe('of several processes at once', () => {
  const starters = 4;
  let children: readonly ChildProcess[] = [];

  beforeEach(async () => {
    const program = join(folder, 'starter.ts');
    await writeFile(
      program,
      `import { FolderInUseError, lockFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)};
      let lock;
      process.on('message', async (message) => {
        if (message === 'release') {
          await lock?.[Symbol.asyncDispose]();
          lock = undefined;
          return process.send('released');
        }
        while (Date.now() < message.at);
        lock = await lockFolder(message.folder).catch((error) => {
          if (!(error instanceof FolderInUseError)) process.send(String(error.stack));
        });
        process.send(lock === undefined ? 'refused' : 'has it');
      });
      process.send('ready');`,
    );
    children = Array.from({ length: starters }, () =>
      fork(program, { execArgv: ['--conditions=@switchyard/source'] }),
    );
    await answers();
  });

  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  const answers = (): Promise<unknown[]> =>
    Promise.all(children.map(async (child) => ((await once(child, 'message')) as unknown[])[0]));
  const ask = (message: object | string): Promise<unknown[]> => {
    const all = answers();
    for (const child of children) child.send(message);
    return all;
  };

  const stale = fc.constantFrom(
    { lock: '999999999 1\n' },
    { lock: '999999999 1 first\n' },
    { lock: '' },
    { lock: '999999999 1 first\n', 'lock.1.first': '999999998 1 second\n' },
    {},
  );

  it('exactly one has it, and all are told apart', { timeout: 120_000 }, async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(stale, async (files) => {
        const place = join(folder, `${round++}`);
        await mkdir(place);
        for (const [name, content] of Object.entries(files)) await writeFile(join(place, name), content);
        const told = await ask({ folder: place, at: Date.now() + 3 });
        expect(told.filter((answer) => answer === 'has it')).toHaveLength(1);
        expect(told.filter((answer) => answer === 'refused')).toHaveLength(starters - 1);
        expect(await readdir(place)).toEqual(['lock']);
        await ask('release');
        expect(await readdir(place)).toEqual([]);
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });
});

it.skipIf(process.platform !== 'linux')('names the lock when it cannot be written', async () => {
  const refused = await lockFolder('/proc/self').catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'FOLDER_LOCK', context: { file: '/proc/self/lock' } });
});
