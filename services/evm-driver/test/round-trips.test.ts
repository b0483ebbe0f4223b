import { fromHex } from '@switchyard/primitives';
import { toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { gethPath, startGeth } from './support/geth.ts';
import { listenAlong } from './support/listen-along.ts';
import { openConductor, signed, startDriver, worldOf } from './support/world.ts';

const ofAccounts = (messages: readonly (readonly string[])[]) => {
  const batches = messages.filter((methods) => methods.includes('eth_getTransactionCount'));
  return { batches: batches.length, calls: batches.reduce((sum, { length }) => sum + length, 0) };
};

/** What a block costs besides, whatever is in it. */
const fewMessages = 30;

it('asks Geth for all accounts of a block together, and once whether they have code', async ({ skip }) => {
  if (gethPath === undefined) skip('not run: geth is missing: npm run engines');
  const node = await startGeth();
  const along = await listenAlong(node);
  await using world = await worldOf({ ...node, settings: along.settings });
  await using driver = startDriver(world);
  const conductor = await openConductor(driver.client);
  const messagesOf = async (act: () => Promise<unknown>) => {
    const before = along.messages.length;
    await act();
    return along.messages.slice(before);
  };

  const ofOne = await Promise.all(Array.from({ length: 1_000 }, (_, nonce) => signed({ nonce })));
  const senders = Array.from({ length: 1_000 }, (_, index) =>
    privateKeyToAccount(toHex(index + 1, { size: 32 })),
  );
  const ofMany = await Promise.all(
    senders.map(async (account) =>
      fromHex(
        await account.signTransaction({
          type: 'eip1559',
          chainId: 1337,
          nonce: 0,
          to: account.address,
          gas: 21_000n,
          maxFeePerGas: 100_000_000_000n,
          maxPriorityFeePerGas: 1n,
        }),
      ),
    ),
  );

  for (const [items, wanted] of [
    [[], { batches: 0, calls: 0 }],
    [ofOne, { batches: 1, calls: 3 }],
    // 250 accounts in a batch.
    [ofMany, { batches: 4, calls: 3_000 }],
    [[...ofMany].reverse(), { batches: 4, calls: 2_000 }],
  ] as const) {
    const messages = await messagesOf(() => conductor.execute(items));
    expect(ofAccounts(messages)).toEqual(wanted);
    expect(messages.length - wanted.batches).toBeLessThan(fewMessages);
  }
});
