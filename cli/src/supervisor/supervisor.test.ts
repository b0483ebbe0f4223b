import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@switchyard/service-kit';
import { expect, it, onTestFinished } from 'vitest';
import type { ChildSpec } from './child.ts';
import { createSupervisor } from './supervisor.ts';

it('excuses one end of a child when the one that it follows has ended, and no more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'supervisor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const said: string[] = [];
  // Delays between starts pass at once, and no time while a program runs.
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
  const child = (name: string, follows?: string): ChildSpec => ({
    name,
    program: '/bin/sh',
    args: ['-c', 'exit 1'],
    env: {},
    logFile: join(folder, `${name}.log`),
    ...(follows === undefined ? {} : { follows }),
    stopOrder: 1,
  });
  await supervisor.start([child('app'), child('engine', 'app')]);
  await expect
    .poll(() => supervisor.children().map(({ phase }) => phase), { timeout: 30_000 })
    .toEqual(['failed', 'failed']);
  await supervisor.stopAll();
  // Five ends of its own at the most, and one for each of the app's.
  expect(said.filter((line) => line.startsWith('engine exited')).length).toBeLessThanOrEqual(10);
});
