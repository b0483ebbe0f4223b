import { expect, it } from 'vitest';
import { CommandError } from '../errors.ts';
import { failureOf } from './start-detached.ts';

it('does not call a killed supervisor a bug', () => {
  expect(failureOf('SIGKILL', [])).toMatchObject({
    reason: 'notAvailable',
    message:
      'the supervisor was ended by SIGKILL before the network was ready: ' +
      'run `./switchyard start` again, it ends what is left behind',
  });
});

it('says what the supervisor said, with its exit code', () => {
  expect(failureOf(73, ['port 1 is in use'])).toMatchObject({
    reason: 'conflict',
    message: 'port 1 is in use',
  });
  expect(failureOf(1, ['a stack'])).not.toBeInstanceOf(CommandError);
});
