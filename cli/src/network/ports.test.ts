import { expect, it } from 'vitest';
import { namedPorts, warningOfOffset } from './ports.ts';

const highestOf = (offset: number, validators: number): number =>
  Math.max(
    ...namedPorts(offset, { validators, queue: 'nats', rollups: [{ index: 0 }, { index: 49 }] }).map(
      ([, port]) => port,
    ),
  );

it.each([1, 4])(
  'warns of an offset that puts a port among those of outgoing connections, %i validators',
  (n) => {
    let offset = 0;
    while (highestOf(offset + 1, n) < 32_768) offset++;
    expect(warningOfOffset(offset, n)).toBeUndefined();
    expect(warningOfOffset(offset + 1, n)).toContain(`up to ${offset} none is`);
  },
);
