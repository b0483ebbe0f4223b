import { rollupNumber } from '@switchyard/primitives';
import { z } from 'zod';
import { type EvmHash, evmHash } from '../../domain/names.ts';
import { NodeMisconfiguredError, NodeMovedError } from '../../errors.ts';
import type { BuildPlan, EngineBlock } from '../../ports.ts';
import { type ChainConstants, checkConstants, hashField, quantityField, quantityOf } from '../wire.ts';

/** What Geth shall put into a block besides transactions: constants of the rollup, and what names the sequencer block. */
export function payloadAttributes({ timestamp, sequencerHash }: BuildPlan): object {
  return {
    timestamp: quantityOf(timestamp),
    prevRandao: ZERO_HASH,
    suggestedFeeRecipient: `0x${'00'.repeat(20)}`,
    withdrawals: [],
    parentBeaconBlockRoot: sequencerHash,
  };
}

/** Says nothing, in the places of a hash. */
export const ZERO_HASH: ReturnType<typeof evmHash> = evmHash(new Uint8Array(32));

const payloadSchema = z.looseObject({
  parentHash: hashField,
  feeRecipient: z.string(),
  prevRandao: z.string(),
  blockNumber: quantityField,
  gasLimit: quantityField,
  gasUsed: quantityField,
  timestamp: quantityField,
  extraData: z.string(),
  baseFeePerGas: quantityField,
  blockHash: hashField,
  stateRoot: hashField,
  transactions: z.array(z.string()),
  withdrawals: z.array(z.unknown()),
});

const envelopeSchema = z.object({
  executionPayload: z.unknown(),
  executionRequests: z.array(z.string()).nullish(),
});

/** A block that Geth built and has not taken in yet. */
export type BuiltPayload = {
  readonly block: EngineBlock;
  /** As it came, to be handed back unchanged. */
  readonly payload: unknown;
  readonly executionRequests: readonly string[];
  readonly stateRoot: EvmHash;
};

/** The payload in an answer of `testing_buildBlockV1`. @throws ZodError */
export function parseEnvelope(answer: unknown): { readonly fields: PayloadFields } & BuiltPayload {
  const { executionPayload, executionRequests } = envelopeSchema.parse(answer);
  const fields = payloadSchema.parse(executionPayload);
  const { parentHash, gasLimit, gasUsed, timestamp, baseFeePerGas, blockHash } = fields;
  return {
    fields,
    block: {
      number: rollupNumber(fields.blockNumber),
      hash: blockHash,
      parentHash,
      timestamp,
      baseFee: baseFeePerGas,
      gasUsed,
      gasLimit,
    },
    payload: executionPayload,
    executionRequests: executionRequests ?? [],
    stateRoot: fields.stateRoot,
  };
}

type PayloadFields = z.infer<typeof payloadSchema>;

/** Whether the payload is what was ordered, before it is taken in. @throws NodeMovedError, NodeMisconfiguredError */
export function checkPayload(
  plan: BuildPlan,
  wanted: readonly string[],
  { fields, block }: ReturnType<typeof parseEnvelope>,
  constants: ChainConstants,
): void {
  if (block.parentHash !== plan.parent.hash || block.timestamp !== plan.timestamp) {
    throw new NodeMovedError({ built: block.hash, wanted: 'a child of our parent' });
  }
  checkConstants({ ...fields, miner: fields.feeRecipient }, constants);
  if (block.baseFee !== plan.baseFee) {
    throw new NodeMisconfiguredError({ baseFee: block.baseFee, wanted: plan.baseFee });
  }
  if (fields.prevRandao !== ZERO_HASH) throw new NodeMisconfiguredError({ prevRandao: fields.prevRandao });
  if (fields.withdrawals.length > 0)
    throw new NodeMisconfiguredError({ withdrawals: fields.withdrawals.length });
  const { transactions } = fields;
  if (transactions.length === wanted.length && transactions.every((hex, at) => hex === wanted[at])) return;
  throw new NodeMovedError({ what: 'the payload does not hold the planned transactions', built: block.hash });
}
