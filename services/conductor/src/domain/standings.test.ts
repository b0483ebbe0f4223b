import { expect, it } from 'vitest';
import { createStandings, firstPauseMs, lastPauseMs, rememberedPeers } from './standings.ts';

it('asks who answered well before any stranger, and one stranger only', () => {
  const standings = createStandings();
  expect(standings.toAsk([], 0)).toEqual([]);
  expect(standings.toAsk(['a', 'b', 'c'], 0)).toEqual(['a']);
  standings.worked('c', 1);
  expect(standings.toAsk(['a', 'b', 'c'], 2)).toEqual(['c', 'a']);
});

it('takes those who answer well in turn', () => {
  const standings = createStandings();
  standings.worked('a', 1);
  standings.worked('b', 2);
  expect(standings.toAsk(['a', 'b'], 3)).toEqual(['a']);
  standings.worked('a', 3);
  expect(standings.toAsk(['a', 'b'], 4)).toEqual(['b']);
});

it('lets who failed wait, twice as long each time, up to a bound', () => {
  const standings = createStandings();
  standings.worked('a', 0);
  standings.failed('a', 0);
  expect(standings.toAsk(['a'], firstPauseMs - 1)).toEqual([]);
  expect(standings.toAsk(['a'], firstPauseMs)).toEqual(['a']);
  standings.failed('a', 0);
  expect(standings.toAsk(['a'], 2 * firstPauseMs - 1)).toEqual([]);
  for (let time = 0; time < 100; time++) standings.failed('a', 0);
  expect(standings.toAsk(['a'], lastPauseMs)).toEqual(['a']);
  standings.failed('b', -1);
  expect(standings.toAsk(['a', 'b'], lastPauseMs)).toEqual(['b']);
  expect(standings.toAsk(['a', 'b', 'new'], lastPauseMs)).toEqual(['new']);
  standings.worked('a', 5);
  expect(standings.toAsk(['a'], 6)).toEqual(['a']);
});

it('does not hold it against who answered well that it has nothing newer', () => {
  const standings = createStandings();
  standings.worked('good', 0);
  standings.refused('good', 1);
  standings.refused('stranger', 1);
  expect(standings.toAsk(['good', 'stranger'], 2)).toEqual(['good']);
});

it('remembers no more than so many', () => {
  const standings = createStandings();
  standings.worked('first', 0);
  for (let index = 0; index < rememberedPeers; index++) standings.failed(`${index}`, 0);
  expect(standings.toAsk(['first', 'other'], 1)).toEqual(['first']);
});
