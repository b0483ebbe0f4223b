import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@switchyard/service-kit';
import { expect, it, onTestFinished } from 'vitest';
import type { ChildSpec } from './child.ts';
import { createSupervisor } from './supervisor.ts';

/** Delays between starts pass at once, and no time while a program runs. */
async function supervise(...specs: readonly (Partial<ChildSpec> & Pick<ChildSpec, 'name' | 'args'>)[]) {
  const folder = await mkdtemp(join(tmpdir(), 'supervisor-'));
  const said: string[] = [];
  let now = 0;
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    now += ms;
    return systemClock.sleep(1, signal);
  };
  const supervisor = createSupervisor({
    clock: { ...systemClock, elapsed: () => now, sleep },
    say: (line) => said.push(line),
    childrenFile: join(folder, 'children.json'),
  });
  onTestFinished(async () => {
    await supervisor.stopAll();
    await rm(folder, { recursive: true, force: true });
  });
  const common = { program: '/bin/sh', env: {}, stopOrder: 1 };
  await supervisor.start(specs.map((spec) => ({ ...common, ...spec, logFile: join(folder, spec.name) })));
  return { said, children: supervisor.children, child: () => supervisor.children()[0] };
}

const script = (text: string): Pick<ChildSpec, 'args'> => ({ args: ['-c', text] });
const files = { folder: '/volume', remedy: 'remove /volume' };

it('starts what is not ours again for as long as its disk takes no writes, and says so once', async () => {
  const node = {
    name: 'node',
    ...script('echo "Fatal: write /volume/1: no space left on device"; exit 1'),
    files,
  };
  const { said, child } = await supervise(node);
  await expect.poll(() => child()?.restarts, { timeout: 30_000 }).toBeGreaterThan(7);
  expect(child()?.phase).not.toBe('failed');
  expect(said.filter((line) => line.includes('make room on the disk of /volume'))).toHaveLength(1);
});

it('gives up what is not ours with its own words and the remedy, in one line', async () => {
  const text = 'echo "panic: manifest corrupted"; echo; echo "main.main()"; exit 2';
  const { said, child } = await supervise({ name: 'engine', ...script(text), files });
  await expect.poll(() => child()?.phase, { timeout: 30_000 }).toBe('failed');
  expect(child()?.reason).toBe('panic: manifest corrupted; remove /volume');
  expect(said.at(-1)).toBe('    panic: manifest corrupted; remove /volume');
});

it('ends what lives on and has said that it is of no use any more', async () => {
  const text = 'echo "[ERR] Critical write error: sync: input/output error"; exec sleep 600';
  const queue = { name: 'queue', ...script(text), files, uselessAfter: /Critical write error/ };
  const { said, child } = await supervise(queue);
  await expect.poll(() => child()?.restarts, { timeout: 30_000 }).toBeGreaterThan(2);
  expect(child()?.lastExit).toBe('was ended by SIGKILL');
  expect(
    said.filter((line) => line.includes('Critical write error: sync: input/output error; make room')),
  ).toHaveLength(1);
});

it('excuses one end of a child when the one that it follows has ended, and no more', async () => {
  const app = { name: 'app', ...script('exit 1') };
  const { said, children } = await supervise(app, { ...app, name: 'engine', follows: 'app' });
  await expect
    .poll(() => children().map(({ phase }) => phase), { timeout: 30_000 })
    .toEqual(['failed', 'failed']);
  // Five ends of its own at the most, and one for each of the app's.
  expect(said.filter((line) => line.startsWith('engine exited')).length).toBeLessThanOrEqual(10);
});
