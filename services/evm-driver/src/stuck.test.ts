import { createLogger } from '@switchyard/service-kit';
import { ManualClock } from '@switchyard/testing';
import { expect, it, vi } from 'vitest';
import { NodeMovedError, NodeUnavailableError } from './errors.ts';
import { createStuckWatch } from './stuck.ts';

const { signal } = new AbortController();

function watch(folder: string | undefined) {
  const clock = new ManualClock();
  const log = createLogger('evm-driver', 'error');
  const said = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const engine = { folder: folder === undefined ? undefined : () => Promise.resolve(folder) };
  const stuck = createStuckWatch({ engine, clock, log });
  const moved = () => stuck.failed(new NodeMovedError({}), 7n, signal);
  return { clock, said, stuck, moved };
}

it('names the folder of a node that answers and does not come back, once, and what to do', async () => {
  const { clock, said, stuck, moved } = watch('/geth');
  expect(await moved()).toBeUndefined();
  await clock.advance(14_000);
  expect(await moved()).toBeUndefined();
  await clock.advance(2_000);
  const line = /^\/geth: the node answers and does not come back to block 7; .*remove the folder/;
  expect(await moved()).toMatch(line);
  expect(await moved()).toMatch(line);
  expect(said).toHaveBeenCalledTimes(1);
  stuck.succeeded();
  expect(await moved()).toBeUndefined();
});

it('says nothing of a node that is away in between, nor of one without a folder', async () => {
  const { clock, stuck, moved } = watch('/geth');
  await moved();
  await clock.advance(14_000);
  await stuck.failed(new NodeUnavailableError('eth_chainId', {}), 7n, signal);
  await clock.advance(14_000);
  expect(await moved()).toBeUndefined();
  const without = watch(undefined);
  await without.moved();
  await without.clock.advance(60_000);
  expect(await without.moved()).toBeUndefined();
});
