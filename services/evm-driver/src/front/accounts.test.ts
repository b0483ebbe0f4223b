import { setImmediate as turn } from 'node:timers/promises';
import { rollupNumber } from '@switchyard/primitives';
import { expect, it } from 'vitest';
import { emptyAccount } from '../domain/admission.ts';
import { type EvmAddress, evmAddress, evmHash } from '../domain/names.ts';
import type { EngineBlock } from '../ports.ts';
import { createAccounts } from './accounts.ts';

const blockOf = (number: number): EngineBlock => ({
  number: rollupNumber(number),
  hash: evmHash(new Uint8Array(32).fill(number)),
  parentHash: evmHash(new Uint8Array(32)),
  timestamp: 0n,
  baseFee: 1n,
  gasUsed: 0n,
  gasLimit: 30_000_000n,
});
const addressOf = (n: number): EvmAddress => evmAddress(new Uint8Array(20).fill(n));

/** A node that answers when it is told to; what it was asked. */
function aNode() {
  const asked: {
    readonly number: bigint;
    readonly addresses: number;
    readonly answer: () => void;
    readonly fail: () => void;
  }[] = [];
  const accounts = createAccounts(
    {
      accounts: (at, addresses) =>
        new Promise((resolve, reject) => {
          asked.push({
            number: at.number,
            addresses: addresses.length,
            answer: () =>
              resolve(new Map(addresses.map((address) => [address, { ...emptyAccount, nonce: 7n }]))),
            fail: () => reject(new Error('away')),
          });
        }),
    },
    new AbortController().signal,
  );
  /** One after the other, as from callers of their own. */
  const readEach = async (
    at: EngineBlock,
    from: number,
    to: number,
  ): Promise<readonly Promise<unknown>[]> => {
    const reads: Promise<unknown>[] = [];
    for (let n = from; n < to; n++) {
      reads.push(accounts.read(at, addressOf(n)));
      reads.at(-1)?.catch(() => undefined);
      await turn();
      await turn();
    }
    return reads;
  };
  return { asked, accounts, readEach };
}

const first = blockOf(1);

it('reads together what is asked while it reads, and each account once for a block', async () => {
  const { asked, accounts, readEach } = aNode();
  const reads = await readEach(first, 0, 100);
  expect(asked.map(({ addresses }) => addresses)).toEqual([1]);
  asked[0]?.answer();
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer();
  expect(await Promise.all(reads)).toEqual(reads.map(() => ({ ...emptyAccount, nonce: 7n })));
  await accounts.read(first, addressOf(50));
  expect(asked.map(({ addresses }) => addresses)).toEqual([1, 99]);
});

it('does not wait for the block before, and takes nothing from it', async () => {
  const { asked, readEach } = aNode();
  void (await readEach(first, 0, 2));
  const reads = await readEach(blockOf(2), 0, 1);
  expect(asked.map(({ number, addresses }) => [number, addresses])).toEqual([
    [1n, 1],
    [2n, 1],
  ]);
  asked[1]?.answer();
  await Promise.all(reads);
});

it('asks again after a failure', async () => {
  const { asked, accounts, readEach } = aNode();
  const [failed, next] = await readEach(first, 0, 2);
  asked[0]?.fail();
  await expect(failed).rejects.toThrow('away');
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer();
  await next;
  const again = accounts.read(first, addressOf(0));
  await expect.poll(() => asked.length).toBe(3);
  asked[2]?.answer();
  expect(await again).toMatchObject({ nonce: 7n });
});
