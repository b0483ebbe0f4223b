import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { fromHex } from '@switchyard/primitives';
import { toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, it, onTestFinished, vi } from 'vitest';
import { gethPath, startGeth } from './support/geth.ts';
import { openConductor, signed, startDriver, worldOf } from './support/world.ts';

vi.setConfig({ testTimeout: 120_000 });

type Call = { readonly method: string };
/** A message to the node: one call, or a batch of them, each of which costs one way there and back. */
type Message = Call | readonly Call[];

/** Passes on all that goes to the node and comes from it, and keeps the messages to it. */
async function listenAlong(ipc: string) {
  const path = `${ipc}.along`;
  const messages: (readonly string[])[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((driver) => {
    const node = connect(ipc);
    let rest = '';
    for (const [one, other] of [
      [driver, node],
      [node, driver],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
    driver.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines)
        messages.push([JSON.parse(line) as Message].flat().map(({ method }) => method));
    });
  }).listen(path);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { path, messages };
}

const ofAccounts = (messages: readonly (readonly string[])[]) => {
  const batches = messages.filter((methods) => methods.includes('eth_getTransactionCount'));
  return { batches: batches.length, calls: batches.reduce((sum, { length }) => sum + length, 0) };
};

/** What a block costs besides, whatever is in it. */
const fewMessages = 30;

it('asks Geth for all accounts of a block together, and once whether they have code', async ({ skip }) => {
  if (gethPath === undefined) skip('not run: geth is missing: npm run engines');
  const node = await startGeth();
  const along = await listenAlong(node.ipc);
  await using world = await worldOf({ ...node, settings: { ...node.settings, NODE_IPC: along.path } });
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
