import { rollupNumber } from '@switchyard/primitives';
import { z } from 'zod';
import type { Account } from '../domain/admission.ts';
import { type EvmHash, evmHash } from '../domain/names.ts';
import { NodeMisconfiguredError, NodeUnavailableError } from '../errors.ts';
import type { EngineBlock } from '../ports.ts';

/** A number in an answer. */
export const quantityField = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((hex) => BigInt(hex));
/** A hash in an answer. */
export const hashField = z.string().transform((hex) => evmHash(hex));

const blockSchema = z.object({
  number: quantityField,
  hash: hashField,
  parentHash: hashField,
  timestamp: quantityField,
  baseFeePerGas: quantityField,
  gasUsed: quantityField,
  gasLimit: quantityField,
  stateRoot: hashField,
  miner: z.string(),
  extraData: z.string(),
  transactions: z.array(hashField),
});

/** A block of eth_getBlockByNumber, with what the profile fixes. */
export type WireBlock = {
  readonly block: EngineBlock;
  readonly stateRoot: EvmHash;
  readonly miner: string;
  readonly extraData: string;
  readonly transactions: readonly string[];
};

/** The block in an answer; undefined for null. @throws ZodError for anything else. */
export function parseBlock(answer: unknown): WireBlock | undefined {
  if (answer === null) return undefined;
  const { stateRoot, miner, extraData, transactions, baseFeePerGas, number, ...rest } =
    blockSchema.parse(answer);
  return {
    block: { ...rest, number: rollupNumber(number), baseFee: baseFeePerGas },
    stateRoot,
    miner,
    extraData,
    transactions,
  };
}

const accountSchema = z.object({ nonce: quantityField, balance: quantityField, code: z.string() });

/** The account in an answer of eth_getAccountInfo. @throws ZodError */
export function parseAccount(answer: unknown): Account {
  const { nonce, balance, code } = accountSchema.parse(answer);
  return { nonce, balance, hasCode: code !== '0x' };
}

/** A number as JSON-RPC wants it. */
export function quantityOf(value: bigint | number): `0x${string}` {
  return `0x${value.toString(16)}`;
}

/** What a parser makes of an answer. @throws NodeUnavailableError when the node answers what it should not */
export function parsed<T>(method: string, parse: (answer: unknown) => T, answer: unknown): T {
  try {
    return parse(answer);
  } catch (error) {
    throw new NodeUnavailableError(method, { cause: error });
  }
}

/** The rollup's constants that the node must run with. */
export type ChainConstants = {
  readonly chainId: bigint;
  readonly gasLimit: bigint;
};

/** Who gets the fees of every block: nobody. */
export const FEE_RECIPIENT = `0x${'00'.repeat(20)}`;

/** Whether a block is of the rollup's constants. @throws NodeMisconfiguredError that says what is not */
export function checkConstants(
  { gasLimit, miner, extraData }: Pick<EngineBlock, 'gasLimit'> & Pick<WireBlock, 'miner' | 'extraData'>,
  constants: ChainConstants,
): void {
  if (gasLimit !== constants.gasLimit)
    throw new NodeMisconfiguredError({ gasLimit, wanted: constants.gasLimit });
  if (miner !== FEE_RECIPIENT)
    throw new NodeMisconfiguredError({ feeRecipient: miner, wanted: FEE_RECIPIENT });
  if (extraData !== '0x') throw new NodeMisconfiguredError({ extraData, wanted: '0x' });
}
