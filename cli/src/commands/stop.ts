import { systemClock } from '@switchyard/service-kit';
import type { Command } from '../command.ts';
import { CommandError } from '../errors.ts';
import { askControl } from '../supervisor/control.ts';
import { findHolder } from '../supervisor/holder.ts';

const goneMs = 30_000;

export const stop: Command = {
  name: 'stop',
  summary: 'stop the network; what it holds stays, and `npm start` goes on from there',
  usage: [],
  run: async (_args, { layout, say, signal }) => {
    const supervisor = await findHolder(layout);
    await askControl(layout, 'POST', '/stop', {});
    const deadline = systemClock.elapsed() + goneMs;
    while (supervisor?.isRunning() === true) {
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
