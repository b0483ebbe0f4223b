import { expect, it, vi } from 'vitest';
import { createGate } from './gate.ts';

it('lets in by turns, the oldest first, and refuses who would wait too many', async () => {
  const gate = createGate({ atOnce: 1, waiting: 2 });
  expect(await gate.enter()).toBe(true);
  const entered: string[] = [];
  const waiting = ['a', 'b'].map(async (name) => {
    if (await gate.enter()) entered.push(name);
  });
  expect(await gate.enter()).toBe(false);
  gate.leave();
  await waiting[0];
  expect(entered).toEqual(['a']);
  gate.leave();
  await waiting[1];
  gate.leave();
  expect(await gate.enter()).toBe(true);
});

it('lets the newest in before a heap that waits, and turns the oldest away when there are too many', async () => {
  const gate = createGate({ atOnce: 1, waiting: 3, next: 'newest' });
  await gate.enter();
  const outcomes: string[] = [];
  const waiting = ['a', 'b', 'c', 'd'].map(async (name) => {
    outcomes.push(`${name} ${(await gate.enter()) ? 'in' : 'away'}`);
  });
  await waiting[0];
  for (const index of [3, 2, 1]) {
    gate.leave();
    await waiting[index];
  }
  expect(outcomes).toEqual(['a away', 'd in', 'c in', 'b in']);
});

it('turns away who has waited too long, and hands his turn to nobody', async () => {
  vi.useFakeTimers();
  try {
    const gate = createGate({ atOnce: 1, waiting: 3, waitMs: 1_000 });
    await gate.enter();
    const late = gate.enter();
    await vi.advanceTimersByTimeAsync(600);
    const early = gate.enter();
    await vi.advanceTimersByTimeAsync(400);
    expect(await late).toBe(false);
    gate.leave();
    expect(await early).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});
