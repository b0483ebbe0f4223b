import { describe, it } from 'vitest';
import { type GethOptions, gethPath, startGeth } from './geth.ts';
import { newWorld, type World, worldOf } from './world.ts';

/** Makes the world of a test, on the engine that the suite runs on. */
export type MakeWorld = (settings?: Record<string, string>) => Promise<World>;

/** One suite, on anvil and on Geth. */
export function onEachEngine(
  name: string,
  suite: (makeWorld: MakeWorld, kind: 'anvil' | 'geth') => void,
): void {
  describe(`${name} over anvil`, () => suite(newWorld, 'anvil'));
  onGeth(name, (makeWorld) => suite(makeWorld, 'geth'));
}

/** A suite on Geth alone; without Geth it says so, which fails on CI. */
export function onGeth(
  name: string,
  suite: (
    makeWorld: (
      settings?: Record<string, string>,
      options?: GethOptions,
    ) => Promise<World<Awaited<ReturnType<typeof startGeth>>>>,
  ) => void,
): void {
  describe(`${name} over Geth`, () => {
    if (gethPath === undefined) it('runs', ({ skip }) => skip('not run: geth is missing: npm run engines'));
    else suite(async (settings, options) => worldOf(await startGeth(options), settings));
  });
}
