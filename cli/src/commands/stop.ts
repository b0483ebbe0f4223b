import { startOfProcess, systemClock } from '@switchyard/service-kit';
import type { Command } from '../command.ts';
import { CommandError } from '../errors.ts';
import { parseJson, readText } from '../network/state.ts';
import { askControl } from '../supervisor/control.ts';

const goneMs = 30_000;

export const stop: Command = {
  name: 'stop',
  summary: 'stop the network; what it holds stays, and `npm start` goes on from there',
  usage: [],
  run: async (_args, { layout, say, signal }) => {
    const supervisor = parseJson((await readText(layout.supervisorFile)) ?? '') as
      | { pid?: number; start?: string }
      | undefined;
    await askControl(layout, 'POST', '/stop', {});
    const deadline = systemClock.elapsed() + goneMs;
    while (supervisor?.pid !== undefined && startOfProcess(supervisor.pid) === supervisor.start) {
      if (systemClock.elapsed() > deadline) {
        throw new CommandError(
          'timedOut',
          `the supervisor (pid ${supervisor.pid}) still runs after ${goneMs / 1_000} s`,
        );
      }
      await systemClock.sleep(50, signal);
    }
    say('stopped');
  },
};
