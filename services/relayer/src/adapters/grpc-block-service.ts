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
import { type Caller, definition, type GrpcService, serve, serveStream } from '@switchyard/service-kit';
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

/** Blocks on their way to clients at once; each may hold 16 MiB until it is taken, or its client cut off. */
const answersAtOnce = 4;
const answersWaiting = 64;
const messagesAtOnce = 8;

/** switchyard.relayer.v1.BlockService. */
export function grpcBlockService(deps: BlockServiceDeps, limits: BlockServiceLimits): GrpcService {
  const { chain, lookup, sets, p2pAddresses, metrics } = deps;
  const answers = createGate({ atOnce: answersAtOnce, waiting: answersWaiting });
  const messages = createGate({ atOnce: messagesAtOnce, waiting: limits.maxStreams });
  const streams = createStreamCount(deps, limits);

  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      metrics.refusals.inc({ code: codeOf(error) });
      throw error;
    }
  };

  const answer = (
    height: SequencerHeight,
    encode: (block: SignedBlock) => Uint8Array,
    signal: AbortSignal,
    { over }: Caller,
  ): Promise<Uint8Array> =>
    counted(async () => {
      const place = await answers.enter(signal);
      void over.then(() => place[Symbol.dispose]());
      return encode(await lookup.get(height, signal));
    });

  /** Blocks from a height on, each after the head has reached it. */
  async function* blocksFrom(
    from: SequencerHeight,
    encode: (block: SignedBlock) => Uint8Array,
    caller: AbortSignal,
    { peer }: Caller,
  ): AsyncGenerator<Uint8Array> {
    const signal = AbortSignal.any([caller, deps.signal]);
    using _stream = streams.open(peer);
    for (let height = from; ; height = next(height)) {
      const wanted = height;
      await chain.head.until((head) => head.height >= wanted, signal);
      using _place = await messages.enter(signal);
      yield encode(await counted(() => lookup.get(wanted, signal)));
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
        async ({ height }, signal, caller) => answer(blockHeight(height), encodeSignedBlock, signal, caller),
      ),
      GetFilteredBlock: serve<InstanceType<V1['GetFilteredBlockRequest']>, Uint8Array>(
        async ({ height, rollupId: id }, signal, caller) =>
          answer(blockHeight(height), filteredFor(id), signal, caller),
      ),
      StreamSignedBlocks: serveStream<InstanceType<V1['StreamSignedBlocksRequest']>, Uint8Array>(
        async function* ({ fromHeight }, signal, caller) {
          yield* blocksFrom(blockHeight(fromHeight), encodeSignedBlock, signal, caller);
        },
      ),
      StreamFilteredBlocks: serveStream<InstanceType<V1['StreamFilteredBlocksRequest']>, Uint8Array>(
        async function* ({ fromHeight, rollupId: id }, signal, caller) {
          yield* blocksFrom(blockHeight(fromHeight), filteredFor(id), signal, caller);
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

function filteredFor(id: Uint8Array): (block: SignedBlock) => Uint8Array {
  const rollup = rollupId(Uint8Array.from(id));
  return (block) => encodeFilteredBlock(filterBlock(block, rollup));
}

function blockHeight(wire: Parameters<typeof parseU64>[0]): SequencerHeight {
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
