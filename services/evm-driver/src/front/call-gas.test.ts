import { expect, it } from 'vitest';
import { gasCaps, withGasCap } from './call-gas.ts';

it.each([
  ['what is asked for, when it is less', { to: '0x1', gas: '0x5208' }, { to: '0x1', gas: '0x5208' }],
  ['the cap, when more is asked for', { gas: '0xffffffffffffffff' }, { gas: '0x7530' }],
  ['the cap, when nothing is asked for', { to: '0x1' }, { to: '0x1', gas: '0x7530' }],
  ['the cap for null', { gas: null }, { gas: '0x7530' }],
  ['the cap for a plain number', { gas: 9_007_199_254_740_991 }, { gas: '0x7530' }],
  ['what is no call', [], []],
])('gives a call %s', (_name, request, expected) => {
  expect(withGasCap(request, 30_000n)).toEqual(expected);
});

it.each([-1, 1.5, 1e30, '-0x1', '0x', '100', '0x1ffffffffffffffff', {}, [], true])(
  'takes no gas of %j',
  (gas) => {
    expect(() => withGasCap({ gas }, 30_000n)).toThrow(expect.objectContaining({ rpcCode: -32_602 }));
  },
);

it('estimates no more than a transaction may have', () => {
  expect(gasCaps.eth_estimateGas).toBe(16_777_216n);
});
