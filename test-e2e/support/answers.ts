import type { Target } from './checker/gather.ts';
import { call, get } from './checker/json-rpc.ts';
import { namespaceOf } from './checker/merkle.ts';
import { range, rollupBlocks } from './checker/rollup.ts';

/** How far each chain was when its answers were written down. */
export type Heights = { readonly sequencer: number; readonly rollup: number; readonly da: number };

/** The sequencer's blocks 1..height: hash, and the app hash that stands in the header. */
export async function sequencerAnswers({ consensusUrl }: Target, { sequencer }: Heights): Promise<unknown> {
  type Block = {
    readonly result: {
      readonly block_id: { readonly hash: string };
      readonly block: { readonly header: { readonly app_hash: string } };
    };
  };
  type Results = { readonly result: unknown };
  return Promise.all(
    range(1, sequencer).map(async (height) => {
      const { block_id: id, block } = (await get<Block>(`${consensusUrl}/block?height=${height}`)).result;
      const { result } = await get<Results>(`${consensusUrl}/block_results?height=${height}`);
      return [id.hash, block.header.app_hash, JSON.stringify(result)];
    }),
  );
}

/** The sequencer's height now. */
export async function sequencerHeight({ consensusUrl }: Target): Promise<number> {
  type Status = { readonly result: { readonly sync_info: { readonly latest_block_height: string } } };
  return Number((await get<Status>(`${consensusUrl}/status`)).result.sync_info.latest_block_height);
}

/** The rollup's blocks 1..height, each receipt, and the balance of everyone who had a part in them but the fee taker. */
export async function rollupAnswers({ frontUrl }: Target, { rollup }: Heights): Promise<unknown> {
  const blocks = await rollupBlocks(frontUrl, 1, rollup);
  const hashes = blocks.flatMap(({ transactions }) => transactions.map(({ hash }) => hash));
  const receipts = await Promise.all(
    hashes.map((hash) => call<{ readonly to: string | null }>(frontUrl, 'eth_getTransactionReceipt', [hash])),
  );
  const people = [...new Set(receipts.flatMap(({ to }) => to ?? []))];
  const balances = await Promise.all(
    people.map(async (address) => [address, await call(frontUrl, 'eth_getBalance', [address, 'latest'])]),
  );
  return { blocks, receipts, balances };
}

/** The DA layer's headers 1..height, and what a reader finds in its blobs. */
export async function daAnswers(target: Target, { da }: Heights): Promise<unknown> {
  type Header = { readonly commit: unknown; readonly dah: unknown };
  const headers = await Promise.all(
    range(1, da).map(async (height) => {
      const { commit, dah } = await call<Header>(target.daUrl, 'header.GetByHeight', [height]);
      return { commit, dah };
    }),
  );
  // Up to the same height: what a writer has added since is no other answer.
  const asked = ['', target.rollupId].map((id) =>
    Buffer.from(namespaceOf(target.chainId, id)).toString('base64'),
  );
  const blobs = await Promise.all(
    range(1, da).map((height) => call<unknown>(target.daUrl, 'blob.GetAll', [height, asked])),
  );
  return { headers, blobs };
}
