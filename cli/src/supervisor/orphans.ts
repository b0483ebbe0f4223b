import { rm } from 'node:fs/promises';
import { startOfProcess, systemClock } from '@switchyard/service-kit';
import { z } from 'zod';
import { CommandError } from '../errors.ts';
import type { Layout } from '../network/layout.ts';
import { parseJson, readText } from '../network/state.ts';

const schema = z.array(z.object({ name: z.string(), pid: z.number(), start: z.string().optional() }));
const graceMs = 10_000;

/** Ends what a killed supervisor left behind: the very processes that it started, told by pid and start time. */
export async function endOrphans(layout: Layout, say: (line: string) => void): Promise<void> {
  const text = await readText(layout.childrenFile);
  const recorded = schema.safeParse(parseJson(text ?? ''));
  if (text !== undefined && !recorded.success) {
    say(`${layout.childrenFile} is damaged and removed: what a killed supervisor left behind is not known`);
  }
  const orphans = (recorded.data ?? []).filter(
    ({ pid, start }) => pid > 0 && start !== undefined && startOfProcess(pid) === start,
  );
  for (const { name, pid } of orphans) {
    say(`ending ${name} (pid ${pid}), left behind by a supervisor that was killed`);
    process.kill(pid, 'SIGTERM');
  }
  const deadline = systemClock.elapsed() + graceMs;
  const never = new AbortController().signal;
  for (const { name, pid, start } of orphans) {
    while (startOfProcess(pid) === start) {
      if (systemClock.elapsed() > deadline + graceMs) {
        throw new CommandError('timedOut', `${name} (pid ${pid}) does not end, even when killed`);
      }
      if (systemClock.elapsed() > deadline) process.kill(pid, 'SIGKILL');
      await systemClock.sleep(50, never);
    }
  }
  await rm(layout.childrenFile, { force: true });
}
