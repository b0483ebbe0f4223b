import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import type { ChildSpec } from './child.ts';
import { createSupervisor } from './supervisor.ts';

it('excuses one end of a child when the one that it follows has ended, and no more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'supervisor-'));
  const said: string[] = [];
  const supervisor = createSupervisor({
    // Delays between starts pass at once.
    clock: { ...systemClock, sleep: (_, signal) => systemClock.sleep(1, signal) },
    say: (line) => said.push(line),
    childrenFile: join(folder, 'children.json'),
  });
  const child = (name: string, follows?: string): ChildSpec => ({
    name,
    program: process.execPath,
    args: ['-e', 'process.exit(1)'],
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
