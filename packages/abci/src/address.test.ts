import { expect, it } from 'vitest';
import { parseAbciAddress } from './address.ts';
import { AbciAddressError } from './errors.ts';

it.each([
  ['unix:/tmp/app.sock', { path: '/tmp/app.sock' }],
  ['unix:///tmp/app.sock', { path: '/tmp/app.sock' }],
  ['tcp://127.0.0.1:26658', { host: '127.0.0.1', port: 26_658 }],
  ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
  ['[::1]:26658', { host: '::1', port: 26_658 }],
])('parses %s', (address, target) => {
  expect(parseAbciAddress(address)).toEqual(target);
});

it.each(['', 'unix:', '127.0.0.1', '127.0.0.1:99999', `unix:/${'x'.repeat(107)}`])(
  'refuses "%s"',
  (address) => {
    expect(() => parseAbciAddress(address)).toThrow(AbciAddressError);
  },
);
