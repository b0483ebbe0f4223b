import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allEngines, embedded, isSwept, unreachable, wayTo } from '../faults/places.ts';
import { run } from '../support/local-network.ts';

// What `npm run test:faults`, without and with --engines, has no way to is a gap that somebody has to have decided on.
const root = join(import.meta.dirname, '../..');
const { stdout } = await run(process.execPath, [join(root, 'cli/dist/main.js'), 'failpoints', '--json']);
const places = JSON.parse(stdout) as readonly string[];
const left = places.filter((place) => !isSwept(place, embedded) && !isSwept(place, allEngines));

it('are all reached by the networks of a fault run, on embedded parts or on engines', () => {
  expect(places.length).toBeGreaterThan(100);
  expect(left).toEqual(['solo-engine/prune.before', 'solo-engine/prune.after']);
});

it('are reached by a unit test where no network reaches them', () => {
  for (const place of left) {
    const { test } = unreachable(place, embedded) ?? {};
    expect(readFileSync(join(root, test ?? ''), 'utf8'), place).toMatch(/failpoint/i);
  }
});

it('are looked for where traffic or a scenario leads to them', () => {
  for (const engines of [embedded, allEngines]) {
    for (const place of places) {
      const isUnreachable = wayTo(place, engines).kind === 'unreachable';
      expect(unreachable(place, engines) !== undefined, place).toBe(isUnreachable);
      if (isUnreachable) expect(isSwept(place, engines), place).toBe(false);
    }
  }
  expect(wayTo('relayer/of-tomorrow.before', embedded)).toEqual({ kind: 'running', scenario: undefined });
});
