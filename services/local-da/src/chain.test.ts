import { cp, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFailpoints, refusalOf, systemClock } from '@switchyard/service-kit';
import { expect, it, onTestFinished } from 'vitest';
import { ChainStore } from './adapters/chain-store.ts';
import { Chain } from './chain.ts';
import { openIdentity } from './genesis-files.ts';

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-da-chain-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens the chain of a folder, makes so many blocks, and says how high it is. */
async function heightAfter(folder: string, blocks: number): Promise<bigint> {
  const deps = { clock: systemClock, failpoints: noFailpoints };
  const { genesis, signer } = await openIdentity(folder, { chainName: 'cut', ...deps });
  await using store = await ChainStore.open(folder, genesis.validator);
  const chain = await Chain.open({ genesis, store, signer, ...deps });
  for (let made = 0; made < blocks; made++) await chain.makeBlock([]);
  return chain.height.value;
}

it('is refused, with what to do, wherever its file ends too early, or is whole again', async () => {
  const whole = await temporary();
  const top = await heightAfter(whole, 4);
  const { size } = await stat(join(whole, 'blocks.log'));
  const refused = new Set<string>();
  let again = 0;
  for (let end = 0; end <= size; end += 47) {
    const folder = await temporary();
    await cp(whole, folder, { recursive: true });
    await truncate(join(folder, 'blocks.log'), end);
    try {
      expect(await heightAfter(folder, 0)).toBe(top);
      again++;
    } catch (error) {
      refused.add(String(refusalOf(error)?.problem ?? error));
    }
  }
  expect([...refused].sort()).toEqual(['signing state and blocks are not of one moment']);
  expect(again).toBeGreaterThan(0);
});
