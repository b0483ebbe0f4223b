import { ManualClock, settle } from '@switchyard/testing';
import { expect, it } from 'vitest';
import { untilStalled } from './progress.ts';

const never = new AbortController().signal;

function watch(stallsBefore: number) {
  const clock = new ManualClock();
  const seen = {
    height: '1' as string | undefined,
    moved: 0,
    untold: new Set<string>(),
    stalled: undefined as number | undefined,
  };
  void untilStalled(
    {
      read: () => Promise.resolve(seen.height),
      withinMs: 10_000,
      onChange: () => Promise.reject(new Error('the disk is full')),
    },
    { clock, stallsBefore, moved: () => seen.moved++, untold: (error) => seen.untold.add(error.message) },
    never,
  ).then((stood) => {
    seen.stalled = stood;
  });
  const pass = async (seconds: number, each: () => void = () => undefined): Promise<void> => {
    for (let s = 0; s < seconds; s++) {
      each();
      await settle();
      await clock.advance(1_000);
      await settle();
    }
  };
  return { seen, pass };
}

it('never calls stalled what goes on', async () => {
  const { seen, pass } = watch(0);
  let height = 1;
  await pass(60, () => {
    seen.height = `${height++}`;
  });
  expect(seen).toMatchObject({ stalled: undefined });
  expect(seen.moved).toBeGreaterThan(50);
  expect([...seen.untold]).toEqual(['the disk is full']);
});

it.each([
  ['stands still', '7'],
  ['does not answer', undefined],
])('finds one that %s', async (_, height) => {
  const { seen, pass } = watch(0);
  seen.height = height;
  await pass(9);
  expect(seen.stalled).toBeUndefined();
  await pass(4);
  expect(seen.stalled).toBeGreaterThan(10_000);
});

it('gives twice the time after each stall in a row', async () => {
  const { seen, pass } = watch(1);
  await pass(18);
  expect(seen.stalled).toBeUndefined();
  await pass(6);
  expect(seen.stalled).toBeGreaterThan(20_000);
});
