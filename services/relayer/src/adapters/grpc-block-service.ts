import { status } from '@grpc/grpc-js';
import { blockServiceRpcs as rpcs } from '@switchyard/clients';
import {
  codeOf,
  hash32,
  MalformedError,
  next,
  rollupId,
  type SequencerHeight,
  SwitchyardError,
  sequencerHeight,
} from '@switchyard/primitives';
import { formatU64, parseU64, type switchyard } from '@switchyard/proto';
import {
  encodeFilteredBlock,
  encodeSignedBlock,
  filterBlock,
  type SignedBlock,
  validatorsToWire,
} from '@switchyard/protocol';
import { definition, type GrpcService, serve, serveStream } from '@switchyard/service-kit';
import type { BlockLookup } from '../block-lookup.ts';
import type { FollowedChain } from '../chain.ts';
import { createGate } from '../gate.ts';
import type { RelayerMetrics } from '../metrics.ts';
import { UnknownValidatorSetError, type ValidatorSets } from '../validator-sets.ts';

type V1 = typeof switchyard.relayer.v1;

/** What it serves from. */
export type BlockServiceDeps = {
  readonly chain: FollowedChain;
  readonly lookup: BlockLookup;
  readonly sets: ValidatorSets;
  readonly p2pAddresses: () => readonly string[];
  readonly metrics: RelayerMetrics;
  /** Ends the streams. */
  readonly signal: AbortSignal;
};

/** How much all clients, and one connection, may have open. */
export type BlockServiceLimits = { readonly maxStreams: number; readonly maxStreamsPerConnection: number };

const callsAtOnce = 16;
const callsWaiting = 64;

/** switchyard.relayer.v1.BlockService. */
export function grpcBlockService(deps: BlockServiceDeps, limits: BlockServiceLimits): GrpcService {
  const { chain, lookup, sets, p2pAddresses, metrics } = deps;
  const gate = createGate({ atOnce: callsAtOnce, waiting: callsWaiting });
  const streams = createStreamCount(deps, limits);

  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      metrics.refusals.inc({ code: codeOf(error) });
      throw error;
    }
  };
  const block = (height: SequencerHeight, signal: AbortSignal): Promise<SignedBlock> =>
    counted(() => gate.run(() => lookup.get(height, signal), signal));

  /** Blocks from a height on, each after the head has reached it. */
  async function* blocksFrom(
    from: SequencerHeight,
    peer: string,
    caller: AbortSignal,
  ): AsyncGenerator<SignedBlock> {
    const signal = AbortSignal.any([caller, deps.signal]);
    using _place = streams.open(peer);
    for (let height = from; ; height = next(height)) {
      const wanted = height;
      await chain.head.until((head) => head.height >= wanted, signal);
      yield await counted(() => lookup.get(height, signal));
    }
  }

  return {
    definition: {
      GetHead: definition(rpcs.getHead, 'unary'),
      GetSignedBlock: definition(rpcs.getSignedBlock, 'unary'),
      StreamSignedBlocks: definition(rpcs.streamSignedBlocks, 'stream'),
      GetFilteredBlock: definition(rpcs.getFilteredBlock, 'unary'),
      StreamFilteredBlocks: definition(rpcs.streamFilteredBlocks, 'stream'),
      GetValidatorSet: definition(rpcs.getValidatorSet, 'unary'),
    },
    implementation: {
      GetHead: serve<InstanceType<V1['GetHeadRequest']>, switchyard.relayer.v1.GetHeadResponse.$Properties>(
        () => {
          const { chainId, height, headerHash } = chain.head.value;
          return Promise.resolve({
            chainId,
            height: formatU64(height),
            hash: headerHash,
            p2pAddresses: [...p2pAddresses()],
          });
        },
      ),
      GetSignedBlock: serve<InstanceType<V1['GetSignedBlockRequest']>, Uint8Array>(
        async ({ height }, signal) =>
          encodeSignedBlock(await block(sequencerHeight(parseU64(height)), signal)),
      ),
      GetFilteredBlock: serve<InstanceType<V1['GetFilteredBlockRequest']>, Uint8Array>(
        async ({ height, rollupId: id }, signal) => {
          const rollup = rollupId(Uint8Array.from(id));
          return encodeFilteredBlock(
            filterBlock(await block(sequencerHeight(parseU64(height)), signal), rollup),
          );
        },
      ),
      StreamSignedBlocks: serveStream<InstanceType<V1['StreamSignedBlocksRequest']>, Uint8Array>(
        async function* ({ fromHeight }, signal, peer) {
          for await (const signed of blocksFrom(firstHeight(fromHeight), peer, signal)) {
            yield encodeSignedBlock(signed);
          }
        },
      ),
      StreamFilteredBlocks: serveStream<InstanceType<V1['StreamFilteredBlocksRequest']>, Uint8Array>(
        async function* ({ fromHeight, rollupId: id }, signal, peer) {
          const rollup = rollupId(Uint8Array.from(id));
          for await (const signed of blocksFrom(firstHeight(fromHeight), peer, signal)) {
            yield encodeFilteredBlock(filterBlock(signed, rollup));
          }
        },
      ),
      GetValidatorSet: serve<
        InstanceType<V1['GetValidatorSetRequest']>,
        switchyard.relayer.v1.GetValidatorSetResponse.$Properties
      >(({ hash }) => {
        const set = sets.get(hash32(hash));
        if (set === undefined) return Promise.reject(new UnknownValidatorSetError(hash));
        return Promise.resolve({ validators: validatorsToWire(set) });
      }),
    },
  };
}

function firstHeight(wire: Parameters<typeof parseU64>[0]): SequencerHeight {
  const height = sequencerHeight(parseU64(wire));
  if (height === 0n) throw new MalformedError('the first height is 1');
  return height;
}

type StreamCount = { open(peer: string): Disposable };

function createStreamCount(
  { metrics }: BlockServiceDeps,
  { maxStreams, maxStreamsPerConnection }: BlockServiceLimits,
): StreamCount {
  const byPeer = new Map<string, number>();
  let all = 0;
  const count = (peer: string, change: 1 | -1): void => {
    all += change;
    const ofPeer = (byPeer.get(peer) ?? 0) + change;
    if (ofPeer === 0) byPeer.delete(peer);
    else byPeer.set(peer, ofPeer);
    metrics.streams.set(all);
  };
  return {
    open: (peer) => {
      if (all >= maxStreams || (byPeer.get(peer) ?? 0) >= maxStreamsPerConnection)
        throw new TooManyStreamsError();
      count(peer, 1);
      return { [Symbol.dispose]: () => count(peer, -1) };
    },
  };
}

/** A client, or all together, have as many streams open as this relayer serves. */
export class TooManyStreamsError extends SwitchyardError {
  override readonly code = 'RELAYER_TOO_MANY_STREAMS';
  override readonly fault = 'transient';
  readonly grpcStatus = status.RESOURCE_EXHAUSTED;
  readonly retryAfterMs = 1_000;

  constructor() {
    super('too many block streams are open');
  }
}
