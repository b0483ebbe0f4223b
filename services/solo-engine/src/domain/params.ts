import { consensusParamsHash } from '@switchyard/light';
import type { Hash32 } from '@switchyard/primitives';
import { InvalidParamsError } from './errors.ts';

/** The consensus parameters of CometBFT v0.38. */
export type ConsensusParams = {
  /** `maxBytes` −1 is CometBFT's own bound of 100 MiB. */
  readonly block: { readonly maxBytes: bigint; readonly maxGas: bigint };
  readonly evidence: {
    readonly maxAgeNumBlocks: bigint;
    readonly maxAgeDurationNs: bigint;
    readonly maxBytes: bigint;
  };
  readonly validator: { readonly pubKeyTypes: readonly string[] };
  readonly version: { readonly app: bigint };
  readonly abci: { readonly voteExtensionsEnableHeight: bigint };
};

/** The groups that an application changes; each replaces the whole group. */
export type ParamsUpdate = Partial<ConsensusParams>;

/** `MaxBlockSizeBytes` of CometBFT. */
export const MAX_BLOCK_BYTES = 104_857_600n;

const ED25519 = 'ed25519';

/** The parameters after an update. @throws InvalidParamsError when CometBFT, or this engine, would not go on with them. */
export function updateParams(params: ConsensusParams, update: ParamsUpdate): ConsensusParams {
  return checkedParams({ ...params, ...update });
}

/** @throws InvalidParamsError */
export function checkedParams(params: ConsensusParams): ConsensusParams {
  const { block, evidence, validator, abci } = params;
  const refuse = (problem: string): never => {
    throw new InvalidParamsError(problem);
  };
  if (block.maxBytes === 0n || block.maxBytes < -1n || block.maxBytes > MAX_BLOCK_BYTES) {
    refuse('block.max_bytes');
  }
  if (block.maxGas < -1n) refuse('block.max_gas');
  if (evidence.maxAgeNumBlocks <= 0n) refuse('evidence.max_age_num_blocks');
  if (evidence.maxAgeDurationNs <= 0n) refuse('evidence.max_age_duration');
  if (evidence.maxBytes < 0n || evidence.maxBytes > maxBlockBytes(params)) refuse('evidence.max_bytes');
  if (!validator.pubKeyTypes.includes(ED25519)) refuse('validator.pub_key_types');
  if (abci.voteExtensionsEnableHeight !== 0n) refuse('abci.vote_extensions_enable_height');
  return params;
}

/** How large a block may be, framing included. */
export function maxBlockBytes({ block }: ConsensusParams): bigint {
  return block.maxBytes === -1n ? MAX_BLOCK_BYTES : block.maxBytes;
}

/** `consensus_hash` of the blocks made under these parameters. */
export function paramsHash({ block }: ConsensusParams): Hash32 {
  return consensusParamsHash({ blockMaxBytes: block.maxBytes, blockMaxGas: block.maxGas });
}

/** `DefaultConsensusParams` of v0.38: what a genesis file without parameters means. */
export const defaultParams: ConsensusParams = {
  block: { maxBytes: 22_020_096n, maxGas: -1n },
  evidence: { maxAgeNumBlocks: 100_000n, maxAgeDurationNs: 172_800_000_000_000n, maxBytes: 1_048_576n },
  validator: { pubKeyTypes: [ED25519] },
  version: { app: 0n },
  abci: { voteExtensionsEnableHeight: 0n },
};
