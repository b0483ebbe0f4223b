import { randomBytes } from 'node:crypto';
import { blockServiceRpcs as rpcs } from '@switchyard/clients';
import {
  BLOCKS_TOPIC_MAX_BYTES,
  blocksTopic,
  createGossipNode,
  ROLLUP_TOPIC_MAX_BYTES,
  rollupTopic,
} from '@switchyard/gossip';
import { MalformedError, rollupId } from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import { encodeFilteredBlock, filterBlock, type SignedBlock, validatorsToWire } from '@switchyard/protocol';
import { definition, serve, serveGrpc, serveStream } from '@switchyard/service-kit';
import type { TestChain } from '@switchyard/testing';
import { peerProtocol } from '../src/adapters/peer-protocol.ts';
import { demo } from './fakes.ts';

const { PeerRequest, PeerResponse } = switchyard.relayer.v1;

/** A relayer in this process: real gossip and real gRPC over a test chain. */
export type FakeRelayer = AsyncDisposable & {
  readonly address: string;
  /** Sends both messages of a block; resolves to how many peers got them. */
  readonly publish: (block: SignedBlock) => Promise<number>;
  /** Peers that get the blocks of the demo rollup at once. */
  readonly listeners: () => number;
};

/** Serves a chain at free ports. */
export async function startFakeRelayer(chain: TestChain): Promise<FakeRelayer> {
  const { chainId } = chain;
  const node = await createGossipNode({
    listen: '/ip4/127.0.0.1/tcp/0',
    keySeed: new Uint8Array(randomBytes(32)),
    bootstrap: [],
    floodPublish: true,
    maxConnections: 16,
  });
  const accept = (): 'accept' => 'accept';
  node.subscribe(blocksTopic(chainId), { maxBytes: BLOCKS_TOPIC_MAX_BYTES, validate: accept });
  node.subscribe(rollupTopic(chainId, demo), { maxBytes: ROLLUP_TOPIC_MAX_BYTES, validate: accept });
  const setOf = (hash: Uint8Array) => {
    const set = chain.validatorSet(hash);
    if (set === undefined) throw new MalformedError('unknown set');
    return { validators: validatorsToWire(set) };
  };
  await node.serve(peerProtocol(chainId), async function* (bytes) {
    const { block, validatorSet } = PeerRequest.decode(bytes);
    if (validatorSet?.hash !== undefined && validatorSet.hash !== null) {
      yield Uint8Array.from(PeerResponse.encode({ validatorSet: setOf(validatorSet.hash) }).finish());
      return;
    }
    const from = Number(parseU64(block?.fromHeight));
    for (const signed of chain.blocks.slice(from - 1, from - 1 + (block?.count ?? 0))) {
      const filteredBlock = encodeFilteredBlock(filterBlock(signed, demo));
      yield Uint8Array.from(PeerResponse.encode({ filteredBlock }).finish());
    }
  });
  const grpc = await serveGrpc({
    address: '127.0.0.1:0',
    services: [
      {
        definition: {
          getHead: definition(rpcs.getHead, 'unary'),
          getValidatorSet: definition(rpcs.getValidatorSet, 'unary'),
          streamFilteredBlocks: definition(rpcs.streamFilteredBlocks, 'stream'),
        },
        implementation: {
          getHead: serve(async () => ({
            chainId,
            height: formatU64(BigInt(chain.blocks.length)),
            hash: chain.blocks.at(-1)?.headerHash ?? new Uint8Array(32),
            p2pAddresses: [...node.addresses()],
          })),
          getValidatorSet: serve(async ({ hash }: switchyard.relayer.v1.GetValidatorSetRequest) =>
            setOf(hash),
          ),
          streamFilteredBlocks: serveStream(async function* ({
            fromHeight,
            rollupId: id,
          }: switchyard.relayer.v1.StreamFilteredBlocksRequest) {
            for (const block of chain.blocks.slice(Number(parseU64(fromHeight)) - 1)) {
              yield encodeFilteredBlock(filterBlock(block, rollupId(Uint8Array.from(id))));
            }
          }),
        },
      },
    ],
  });
  return {
    address: `127.0.0.1:${grpc.port}`,
    listeners: () => node.neighbours(rollupTopic(chainId, demo)).length,
    publish: async (block) => {
      const filtered = filterBlock(block, demo);
      if (filtered.section !== undefined) {
        await node.publish(rollupTopic(chainId, demo), encodeFilteredBlock(filtered));
      }
      const head = encodeFilteredBlock({ ...filtered, section: undefined });
      return (await node.publish(blocksTopic(chainId), head)).recipients;
    },
    async [Symbol.asyncDispose]() {
      await grpc[Symbol.asyncDispose]();
      await node[Symbol.asyncDispose]();
    },
  };
}
