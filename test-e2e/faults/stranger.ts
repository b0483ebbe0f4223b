import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRelayerClient } from '@switchyard/clients';
import {
  BLOCKS_TOPIC_MAX_BYTES,
  blocksTopic,
  createGossipNode,
  TXS_TOPIC_MAX_BYTES,
  txsTopic,
} from '@switchyard/gossip';
import { commitHash, dataHash, type Header, headerHash } from '@switchyard/light';
import { rollupIdOf, sequencerHeight } from '@switchyard/primitives';
import { switchyard } from '@switchyard/proto';
import {
  buildSignedBlock,
  encodeBlockRoots,
  encodeFilteredBlock,
  privateKeyOf,
  publicKeyOf,
  rollupDataRoot,
  rollupIdsRoot,
  type SignedBlock,
  signTransaction,
} from '@switchyard/protocol';
import { signHeader, type TestValidator } from '@switchyard/testing';
import type { Victim } from './network.ts';
import { until } from './waiting.ts';

/** A peer of the network's gossip that holds the validator's key and uses it badly. */
export type Stranger = AsyncDisposable & {
  /** Publishes a transaction that nobody has seen, of an account without funds. */
  readonly publishTransaction: () => Promise<void>;
  /** Publishes a second block of a height that everyone has: it differs by a nanosecond. */
  readonly publishSecondBlock: () => Promise<void>;
  /** Publishes an empty block of the next height, signed, before consensus makes its own. */
  readonly publishNextBlock: () => Promise<void>;
};

const joinMs = 20_000;
const grpcPort = 9_091;

/** Joins the gossip of a network that runs. */
export async function joinAsStranger({ network }: Victim, signal: AbortSignal): Promise<Stranger> {
  const relayer = createRelayerClient(`127.0.0.1:${grpcPort + network.portOffset}`);
  const { chainId, p2pAddresses } = await until(
    'the relayer',
    () => relayer.head(signal),
    { ms: joinMs },
    signal,
  );
  const node = await createGossipNode({
    listen: '/ip4/127.0.0.1/tcp/0',
    keySeed: randomBytes(32),
    bootstrap: p2pAddresses,
    floodPublish: true,
    maxConnections: 8,
  });
  const blocks = blocksTopic(chainId);
  const txs = txsTopic(chainId);
  node.subscribe(blocks, { maxBytes: BLOCKS_TOPIC_MAX_BYTES, validate: () => 'accept' });
  node.subscribe(txs, { maxBytes: TXS_TOPIC_MAX_BYTES, validate: () => 'accept' });
  const publish = async (topic: string, bytes: Uint8Array): Promise<void> => {
    const hasListener = (): true | undefined => (node.subscribers(topic).length > 0 ? true : undefined);
    await until('a listener', hasListener, { ms: joinMs }, signal);
    await node.publish(topic, bytes);
  };
  const validator = validatorOf(network.folder);
  return {
    publishTransaction: async () => {
      const { height } = await relayer.head(signal);
      const action = {
        kind: 'submitRollupData',
        rollupId: rollupIdOf('nobody'),
        data: randomBytes(16),
      } as const;
      const body = { chainId, nonce: 0n, expiresAtHeight: height + 100n, maxFee: 0n, actions: [action] };
      const batch = { transactions: [signTransaction(body, randomBytes(32))] };
      await publish(txs, switchyard.relayer.v1.TransactionBatch.encode(batch).finish());
    },
    publishSecondBlock: async () => {
      const { height } = await relayer.head(signal);
      const { sections: _, ...block } = await relayer.signedBlock(sequencerHeight(height - 1n), signal);
      const { time } = block.header;
      const header = { ...block.header, time: { ...time, nanos: (time.nanos + 1) % 1_000_000_000 } };
      const commit = signHeader(header, [validator]);
      await publish(
        blocks,
        encodeFilteredBlock({ ...block, header, commit, headerHash: headerHash(header), section: undefined }),
      );
    },
    publishNextBlock: async () => {
      const { height } = await relayer.head(signal);
      const listening = new AbortController();
      const ending = AbortSignal.any([signal, listening.signal]);
      for await (const parent of relayer.signedBlocksFrom(sequencerHeight(height + 1n), ending)) {
        const { header, items } = emptyBlockAfter(parent);
        const { sections: _, ...block } = buildSignedBlock({
          header,
          commit: signHeader(header, [validator]),
          items,
        });
        await publish(blocks, encodeFilteredBlock({ ...block, section: undefined }));
        break;
      }
      listening.abort();
    },
    [Symbol.asyncDispose]: async () => {
      relayer[Symbol.dispose]();
      await node[Symbol.asyncDispose]();
    },
  };
}

/** What consensus could have made after a block, without transactions. */
function emptyBlockAfter({ header: before, commit }: SignedBlock): {
  readonly header: Header;
  readonly items: readonly Uint8Array[];
} {
  const height = before.height + 1n;
  const items = [
    encodeBlockRoots({ height, rollupDataRoot: rollupDataRoot([]), rollupIdsRoot: rollupIdsRoot([]) }),
  ];
  const header: Header = {
    ...before,
    height,
    time: { ...before.time, seconds: before.time.seconds + 1n },
    lastBlockId: commit.blockId,
    lastCommitHash: commitHash(commit),
    dataHash: dataHash(items),
    validatorsHash: before.nextValidatorsHash,
  };
  return { header, items };
}

function validatorOf(folder: string): TestValidator {
  const path = join(folder, 'data/sequencer/config/priv_validator_key.json');
  const { priv_key: key } = JSON.parse(readFileSync(path, 'utf8')) as { priv_key: { value: string } };
  const seed = new Uint8Array(Buffer.from(key.value, 'base64').subarray(0, 32));
  return { publicKey: publicKeyOf(seed), power: 10n, privateKey: privateKeyOf(seed) };
}
