import { expect, it } from 'vitest';
import { chooseEngines, embeddedEngines, engineArguments } from './engine-choice.ts';

it('is embedded unless chosen, and keeps what a network was made with', () => {
  expect(chooseEngines({})).toEqual(embeddedEngines);
  const four = chooseEngines({ consensus: 'cometbft', validators: '4' });
  expect(four).toEqual({ ...embeddedEngines, consensus: 'cometbft', validators: 4 });
  expect(chooseEngines({}, four)).toEqual(four);
  expect(engineArguments(four).join(' ')).toBe(
    '--consensus cometbft --evm anvil --queue direct --validators 4',
  );
});

it.each([
  [{ consensus: 'tendermint' }, "--consensus is solo or cometbft, not 'tendermint'"],
  [{ validators: '4' }, '--validators 4 needs --consensus cometbft'],
  [{ consensus: 'cometbft', validators: '0' }, '--validators is a whole number from 1 to 7'],
])('refuses %o', (given, message) => {
  expect(() => chooseEngines(given)).toThrow(message);
});
