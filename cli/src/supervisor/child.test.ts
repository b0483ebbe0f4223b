import { expect, it } from 'vitest';
import { reasonOf } from './child.ts';

const ours = JSON.stringify({ level: 'fatal', file: 'f', problem: 'p', remedy: 'r' });

it('finds the reason in the last line of a service, and in that alone', () => {
  expect(reasonOf(['x', ours], undefined)).toBe('f: p; r');
  expect(reasonOf([ours, 'x'], undefined)).toBeUndefined();
  expect(reasonOf([], 'r')).toBeUndefined();
});

it('gives what another program said, and the remedy of the plan', () => {
  // What anvil 1 says of a genesis file that is cut off.
  const said = `error: invalid value 'g.json' for '--init <PATH>': failed to parse json file: EOF at line 1`;
  expect(reasonOf(['listening', said, `For more information, try '--help'.`], 'restore it')).toBe(
    `${said}; restore it`,
  );
  expect(reasonOf(['panicked'], 'restore it')).toBe('panicked; restore it');
});

it('takes no line of the work of a killed Geth for its reason', () => {
  const work = 'INFO [11-23|00:02:54.399] Chain head was updated                   number=77';
  expect(reasonOf([work], 'remove it')).toBeUndefined();
  const fatal = 'Fatal: invalid genesis file: unexpected EOF';
  expect(reasonOf([work, fatal], 'restore it')).toBe(`${fatal}; restore it`);
});
