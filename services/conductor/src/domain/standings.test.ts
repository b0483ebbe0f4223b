import { expect, it } from 'vitest';
import {
  createStandings,
  firstPauseMs,
  lastPauseMs,
  lastResortPauseMs,
  rememberedPeers,
} from './standings.ts';

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

it('shuts nobody out for long who is the last resort', () => {
  const standings = createStandings();
  expect(standings.lastResort([], 0)).toBeUndefined();
  for (let time = 0; time < 100; time++) standings.failed('worst', time);
  standings.failed('slow', 100);
  expect(standings.toAsk(['slow', 'worst'], 101)).toEqual([]);
  expect(standings.lastResort(['slow', 'worst'], 100 + lastResortPauseMs)).toBe('slow');
  standings.failed('slow', 100 + lastResortPauseMs);
  expect(standings.lastResort(['slow'], 101 + lastResortPauseMs)).toBeUndefined();
  expect(standings.lastResort(['slow', 'worst'], 101 + lastResortPauseMs)).toBe('worst');
  expect(standings.lastResort(['new'], 0)).toBe('new');
});
