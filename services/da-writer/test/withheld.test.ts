import type { Blob } from '@switchyard/celestia';
import { daHeight, type Namespace, rollupIdOf, rollupNamespace, toHex } from '@switchyard/primitives';
import { createLogger } from '@switchyard/service-kit';
import { ManualClock } from '@switchyard/testing';
import { expect, it } from 'vitest';
import { DaDataMissingError } from '../src/ports.ts';
import { createWithheld, READ_AGAIN_DEADLINE_MS, READS_AT_ONCE } from '../src/withheld.ts';

const chainId = 'yard-1';
const rollups = Array.from({ length: 50 }, (_, n) => rollupIdOf(`r${n}`));
const never = new AbortController().signal;
const log = createLogger('da-writer', 'error', { write: () => undefined });

type Answer = 'hangs' | 'missing' | 'given';

/** What was withheld of 50 rollups at heights 1 to 3, and a node that answers so. */
function newWorld(answer: (rollup: number) => Answer) {
  const clock = new ManualClock();
  const names = new Map(rollups.map((id, n) => [toHex(rollupNamespace(chainId, id)), n]));
  const asked: string[] = [];
  let atOnce = 0;
  let most = 0;
  const read = async (
    height: bigint,
    namespace: Namespace,
    signal: AbortSignal,
  ): Promise<readonly Blob[]> => {
    const rollup = names.get(toHex(namespace)) ?? -1;
    asked.push(`${rollup}@${height}`);
    most = Math.max(most, ++atOnce);
    try {
      const told = answer(rollup);
      if (told === 'hangs') {
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }
      if (told === 'missing') throw new DaDataMissingError(height);
      return [{ namespace, data: Uint8Array.of(rollup, Number(height)), shareVersion: 0 } as Blob];
    } finally {
      atOnce--;
    }
  };
  const withheld = createWithheld({ da: { read }, clock, log }, chainId);
  for (let height = 1; height <= 3; height++) {
    for (const rollupId of rollups) withheld.add({ daHeight: daHeight(height), rollupId });
  }
  return {
    clock,
    asked,
    most: () => most,
    /** Resolves to the sections that came, and how long it took. */
    readAgain: async (wanted = rollups) => {
      const since = clock.elapsed();
      const progress = { isDone: false };
      const reading = withheld.read(wanted, never).finally(() => {
        progress.isDone = true;
      });
      while (!progress.isDone) await clock.advance(100);
      return { sections: await reading, tookMs: clock.elapsed() - since };
    },
  };
}

it('holds the reader up for one deadline, however many rollups a hanging node withholds', async () => {
  const world = newWorld(() => 'hangs');
  const { sections, tookMs } = await world.readAgain();
  expect(sections).toEqual([]);
  expect(tookMs).toBeLessThanOrEqual(READ_AGAIN_DEADLINE_MS + 200);
  expect(world.asked.length).toBe(READS_AT_ONCE);
  expect(world.most()).toBe(READS_AT_ONCE);
});

it('comes to each rollup, though others hang', async () => {
  const world = newWorld((rollup) => (rollup < 30 ? 'hangs' : 'given'));
  let came = 0;
  for (let n = 0; n < 10; n++) came += (await world.readAgain()).sections.length;
  expect(came).toBe(20 * 3);
});

it('asks for what a rollup lacks in order, and no further than to the first that is still withheld', async () => {
  const world = newWorld((rollup) => (rollup === 7 ? 'missing' : 'given'));
  const { sections } = await world.readAgain();
  expect(sections.length).toBe(49 * 3);
  expect(world.asked.filter((one) => one.startsWith('7@'))).toEqual(['7@1']);
  expect(world.asked.filter((one) => one.startsWith('8@'))).toEqual(['8@1', '8@2', '8@3']);
  expect((await world.readAgain()).sections).toEqual([]);
  expect(world.asked.filter((one) => one.startsWith('7@'))).toEqual(['7@1', '7@1']);
});

it('forgets what nobody waits for any more', async () => {
  const world = newWorld(() => 'missing');
  await world.readAgain(rollups.slice(0, 1));
  await world.readAgain();
  expect(world.asked).toEqual(['0@1', '0@1']);
});

it('ends with the signal', async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  const stopping = new AbortController();
  const da = { read: () => promise };
  const withheld = createWithheld({ da, clock: new ManualClock(), log }, chainId);
  withheld.add({ daHeight: daHeight(1), rollupId: rollupIdOf('a') });
  const reading = withheld.read([rollupIdOf('a')], stopping.signal);
  stopping.abort(new Error('stopped'));
  reject(new Error('stopped'));
  await expect(reading).rejects.toThrow('stopped');
});
