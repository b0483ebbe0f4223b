import { rollupIdOf, toHex } from '@switchyard/primitives';
import { decodeTransaction, encodeTransaction } from '@switchyard/protocol';
import { describe, expect, it } from 'vitest';
import { CorruptStoreError, InvalidBlockError, OutOfOrderError } from './errors.ts';
import { failpoints } from './failpoints.ts';
import {
  admit,
  Crash,
  decide,
  type Node,
  openNode,
  propose,
  start,
  temporaryFolder,
} from './testing/node.ts';
import { aTransaction, data, person, report, transfer, validatorKey } from './testing/world.ts';

const genesis = {
  accounts: [{ address: person(2), balance: 1_000n }],
  params: { reporters: [person(3)] },
};

/** What the blocks of the crash test order. */
const contents = [
  [aTransaction(2), aTransaction(4, { actions: [data('gm', 300), transfer(4, 0n)] })],
  [
    aTransaction(3, { actions: [report(1n, 5n)] }),
    aTransaction(1, { actions: [{ kind: 'updateValidator', publicKey: validatorKey(2), power: 3n }] }),
    aTransaction(2, { nonce: 1n, actions: [transfer(9, 400n)] }),
  ],
  [],
  [aTransaction(9, { actions: [data('demo', 1_000)] })],
] as const;

/** The items of a whole chain and the app hash after each block. */
async function referenceChain() {
  await using folder = await temporaryFolder();
  await using node = await openNode(folder.path);
  start(node.consensus, genesis);
  const blocks: { readonly items: readonly Uint8Array[]; readonly appHash: string }[] = [];
  for (const transactions of contents) {
    admit(node, ...transactions);
    const height = BigInt(blocks.length + 1);
    const items = propose(node, height);
    expect(await node.consensus.judge(height, items)).toBeUndefined();
    blocks.push({ items, appHash: toHex(await decide(node, height, items)) });
  }
  return blocks;
}

const reference = referenceChain();

/** CometBFT's handshake: InitChain at height 0, then every block that the app does not have. */
async function replay(node: Node, upTo: number): Promise<void> {
  const blocks = await reference;
  if (node.consensus.durable().height === 0n) start(node.consensus, genesis);
  for (let index = Number(node.consensus.durable().height); index < upTo; index++) {
    const block = blocks[index];
    if (block === undefined) break;
    expect(toHex(await decide(node, BigInt(index + 1), block.items))).toBe(block.appHash);
  }
}

describe('a crash', () => {
  // Those of snapshots have tests of their own.
  const ofBlocks = failpoints.filter((name) => !/^(snapshot|restore)-/.test(name));
  const windows = ofBlocks.flatMap((name) =>
    name.startsWith('init-chain') ? [[name, 0] as const] : contents.map((_, index) => [name, index] as const),
  );

  it.each(windows)('at %s of block %i replays to the same app hash', async (failpoint, index) => {
    await using folder = await temporaryFolder();
    {
      await using node = await openNode(folder.path);
      if (index > 0) await replay(node, index);
    }
    {
      await using node = await openNode(folder.path, failpoint);
      await expect(replay(node, index + 1)).rejects.toBeInstanceOf(Crash);
    }
    await using node = await openNode(folder.path);
    const { height } = node.consensus.durable();
    expect([BigInt(index), BigInt(index + 1)]).toContain(height);
    const isWritten = failpoint.startsWith('commit-reply') || failpoint === 'store-write.after';
    expect(height === BigInt(index + 1)).toBe(isWritten);
    await replay(node, contents.length);
    expect(node.consensus.durable().height).toBe(BigInt(contents.length));
  });
});

describe('consensus that', () => {
  it('finalizes again after it was cut off before Commit', async () => {
    const [first, second] = await reference;
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    start(node.consensus, genesis);
    await node.consensus.finalize(1n, propose(node, 1n));
    expect(node.consensus.settledTree()).toBeUndefined();
    expect(toHex((await node.consensus.finalize(1n, first?.items ?? [])).appHash)).toBe(first?.appHash);
    node.consensus.commit();
    expect(toHex((await node.consensus.finalize(2n, second?.items ?? [])).appHash)).toBe(second?.appHash);
  });

  it('asks out of order is refused for good', async () => {
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    expect(() => propose(node, 1n)).toThrow(OutOfOrderError);
    expect(() => node.consensus.commit()).toThrow(OutOfOrderError);
    start(node.consensus, genesis);
    expect(() => propose(node, 2n)).toThrow(OutOfOrderError);
    await replay(node, 1);
    expect(() => start(node.consensus, genesis)).toThrow(OutOfOrderError);
  });

  it('calls InitChain again before the first block starts anew', async () => {
    const [first] = await reference;
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    start(node.consensus, { accounts: [{ address: person(7), balance: 5n }] });
    start(node.consensus, genesis);
    expect(toHex(await decide(node, 1n, first?.items ?? []))).toBe(first?.appHash);
  });
});

describe('a proposal is rejected', () => {
  const [one, two] = [aTransaction(2), aTransaction(4)];
  const forged = encodeTransaction({ ...decodeTransaction(one.bytes), signature: new Uint8Array(64) });
  it.each<[string, (items: readonly Uint8Array[]) => readonly Uint8Array[], string]>([
    ['without items', () => [], 'EMPTY'],
    ['without block roots', (items) => items.slice(1), 'MALFORMED'],
    ['with block roots twice', ([roots = new Uint8Array(), ...rest]) => [roots, roots, ...rest], 'MALFORMED'],
    ['with a transaction left out', (items) => items.slice(0, -1), 'BLOCK_ROOTS'],
    ['with a transaction twice', (items) => [...items, ...items.slice(-1)], 'NONCE_USED'],
    ['with a wrong signature', ([roots = new Uint8Array()]) => [roots, forged], 'BAD_SIGNATURE'],
    ['with an unknown field', (items) => [...items, Uint8Array.of(...two.bytes, 0x20, 1)], 'MALFORMED'],
    [
      'with a transaction that is not valid',
      (items) => [...items, aTransaction(5, { nonce: 1n }).bytes],
      'NONCE_GAP',
    ],
    [
      'over a limit',
      (items) => [
        ...items,
        aTransaction(5, { actions: Array.from({ length: 256 }, (_, n) => data(`${n}`, 1)) }).bytes,
      ],
      'TOO_MANY_ROLLUPS',
    ],
  ])('%s', async (_name, change, fault) => {
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    start(node.consensus, genesis);
    admit(node, one, two);
    const items = change(propose(node, 1n));
    expect(await node.consensus.judge(1n, items)).toMatchObject({ fault });
    await expect(node.consensus.finalize(1n, items)).rejects.toBeInstanceOf(InvalidBlockError);
  });
});

describe('the store', () => {
  it('finds transactions by id and by nonce', async () => {
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    await replay(node, 2);
    const [, wanted] = contents[0];
    const place = { id: wanted.id, height: 1n };
    const found = node.store.placeOf(wanted.id);
    expect(found).toMatchObject(place);
    expect(node.store.placeOfNonce(person(4), 0n)).toEqual(found);
    expect(node.store.placeOf(rollupIdOf('nothing'))).toBeUndefined();
    expect(node.store.placeOfNonce(person(4), 1n)).toBeUndefined();
  });

  it('keeps the index for 100,000 heights', async () => {
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    const { id, sender: account } = aTransaction(2);
    const appHash = new Uint8Array(32);
    const write = (
      height: bigint,
      transactions = [] as { id: Uint8Array; account: Uint8Array; nonce: bigint }[],
    ) => node.store.write({ height, appHash, changes: [], transactions });
    write(5n, [{ id, account, nonce: 0n }]);
    write(100_004n);
    expect(node.store.placeOf(id)).toMatchObject({ height: 5n, index: 1 });
    write(100_005n);
    expect(node.store.placeOf(id)).toBeUndefined();
    expect(node.store.placeOfNonce(account, 0n)).toBeUndefined();
  });

  it('is refused with its remedy when the state is not what was written', async () => {
    await using folder = await temporaryFolder();
    {
      await using node = await openNode(folder.path);
      await replay(node, 2);
      const { height, appHash } = node.consensus.durable();
      const changes = [['account/00', new Uint8Array(16)]] as const;
      node.store.write({ height, appHash, changes, transactions: [] });
    }
    const opened = openNode(folder.path);
    await expect(opened).rejects.toBeInstanceOf(CorruptStoreError);
    await expect(opened).rejects.toHaveProperty('context.remedy');
  });
});
