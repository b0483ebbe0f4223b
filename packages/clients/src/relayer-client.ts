import type { ValidatorSet } from '@switchyard/light';
import {
  type Hash32,
  hash32,
  MalformedError,
  type RollupId,
  type SequencerHeight,
  sequencerHeight,
} from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import {
  decodeFilteredBlock,
  decodeSignedBlock,
  type FilteredBlock,
  type SignedBlock,
  validatorsFromWire,
} from '@switchyard/protocol';
import {
  type CallLimits,
  type Codec,
  call,
  createGrpcClient,
  type Rpc,
  rpc,
  stream,
} from '@switchyard/service-kit';
import { rawBytes } from './raw-bytes.ts';

type V1 = typeof switchyard.relayer.v1;

const v1: V1 = switchyard.relayer.v1;

const at = '/switchyard.relayer.v1.BlockService';

type RpcOf<Req, Res> =
  Req extends Codec<infer ReqIn, infer ReqOut>
    ? Res extends Codec<infer ResIn, infer ResOut>
      ? Rpc<ReqIn, ReqOut, ResIn, ResOut>
      : never
    : never;

/** The rpcs of switchyard.relayer.v1.BlockService. Blocks are bytes here: they are canonical, and decoded strictly. */
export const blockServiceRpcs: {
  readonly getHead: RpcOf<V1['GetHeadRequest'], V1['GetHeadResponse']>;
  readonly getSignedBlock: RpcOf<V1['GetSignedBlockRequest'], typeof rawBytes>;
  readonly streamSignedBlocks: RpcOf<V1['StreamSignedBlocksRequest'], typeof rawBytes>;
  readonly getFilteredBlock: RpcOf<V1['GetFilteredBlockRequest'], typeof rawBytes>;
  readonly streamFilteredBlocks: RpcOf<V1['StreamFilteredBlocksRequest'], typeof rawBytes>;
  readonly getValidatorSet: RpcOf<V1['GetValidatorSetRequest'], V1['GetValidatorSetResponse']>;
} = {
  getHead: rpc(`${at}/GetHead`, v1.GetHeadRequest, v1.GetHeadResponse),
  getSignedBlock: rpc(`${at}/GetSignedBlock`, v1.GetSignedBlockRequest, rawBytes),
  streamSignedBlocks: rpc(`${at}/StreamSignedBlocks`, v1.StreamSignedBlocksRequest, rawBytes),
  getFilteredBlock: rpc(`${at}/GetFilteredBlock`, v1.GetFilteredBlockRequest, rawBytes),
  streamFilteredBlocks: rpc(`${at}/StreamFilteredBlocks`, v1.StreamFilteredBlocksRequest, rawBytes),
  getValidatorSet: rpc(`${at}/GetValidatorSet`, v1.GetValidatorSetRequest, v1.GetValidatorSetResponse),
};

/** What a relayer has verified last, and where its gossip peers connect. */
export type RelayerHead = {
  readonly chainId: string;
  readonly height: SequencerHeight;
  /** Undefined before the relayer has any block. */
  readonly hash: Hash32 | undefined;
  /** libp2p multiaddrs with the peer id. */
  readonly p2pAddresses: readonly string[];
};

/**
 * A relayer's BlockService. Nothing it answers is verified here: callers verify.
 *
 * @throws from every method: RemoteError (transient while the relayer is away, too busy or has not reached the
 * height; rejected when it refuses), MalformedError for bytes that are not canonical, the signal's reason.
 */
export type RelayerClient = Disposable & {
  /** The relayer's head. */
  head(signal: AbortSignal): Promise<RelayerHead>;
  /** One whole block. */
  signedBlock(height: SequencerHeight, signal: AbortSignal): Promise<SignedBlock>;
  /** Whole blocks from a height on, without gaps, following the head until the connection ends. */
  signedBlocksFrom(height: SequencerHeight, signal: AbortSignal): AsyncIterable<SignedBlock>;
  /** One block with one rollup's section, or the proof that it has none. */
  filteredBlock(height: SequencerHeight, id: RollupId, signal: AbortSignal): Promise<FilteredBlock>;
  /** Filtered blocks from a height on, without gaps, following the head until the connection ends. */
  filteredBlocksFrom(
    height: SequencerHeight,
    id: RollupId,
    signal: AbortSignal,
  ): AsyncIterable<FilteredBlock>;
  /** The validator set with this hash. */
  validatorSet(hash: Uint8Array, signal: AbortSignal): Promise<ValidatorSet>;
};

/** How long one call may take. */
export type RelayerClientOptions = { readonly deadlineMs?: number };

/** A client of the relayer at `host:port`; dispose it to close the connection. */
export function createRelayerClient(
  address: string,
  { deadlineMs = 10_000 }: RelayerClientOptions = {},
): RelayerClient {
  const client = createGrpcClient(address);
  const limits = (signal: AbortSignal): CallLimits => ({ deadlineMs, signal });
  return {
    head: async (signal) => {
      const head = await call(client, blockServiceRpcs.getHead, {}, limits(signal));
      return {
        chainId: head.chainId,
        height: sequencerHeight(parseU64(head.height)),
        hash: head.hash.length === 0 ? undefined : hash32(Uint8Array.from(head.hash)),
        p2pAddresses: head.p2pAddresses,
      };
    },
    signedBlock: async (height, signal) => {
      const request = { height: formatU64(height) };
      return decodeSignedBlock(await call(client, blockServiceRpcs.getSignedBlock, request, limits(signal)));
    },
    async *signedBlocksFrom(height, signal) {
      const request = { fromHeight: formatU64(height) };
      for await (const bytes of stream(client, blockServiceRpcs.streamSignedBlocks, request, signal)) {
        yield decodeSignedBlock(bytes);
      }
    },
    filteredBlock: async (height, id, signal) => {
      const request = { height: formatU64(height), rollupId: id };
      return decodeFilteredBlock(
        await call(client, blockServiceRpcs.getFilteredBlock, request, limits(signal)),
      );
    },
    async *filteredBlocksFrom(height, id, signal) {
      const request = { fromHeight: formatU64(height), rollupId: id };
      for await (const bytes of stream(client, blockServiceRpcs.streamFilteredBlocks, request, signal)) {
        yield decodeFilteredBlock(bytes);
      }
    },
    validatorSet: async (hash, signal) => {
      const { validators } = await call(client, blockServiceRpcs.getValidatorSet, { hash }, limits(signal));
      if (validators.length === 0) throw new MalformedError('a validator set is not empty');
      return validatorsFromWire(validators);
    },
    [Symbol.dispose]: () => client.close(),
  };
}
