import { rollupNumber } from '@switchyard/primitives';
import { z } from 'zod';
import type { Account } from '../domain/admission.ts';
import { evmHash } from '../domain/names.ts';
import type { EngineBlock } from '../ports.ts';

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((hex) => BigInt(hex));
const hash = z.string().transform((hex) => evmHash(hex));

const blockSchema = z.object({
  number: quantity,
  hash,
  parentHash: hash,
  timestamp: quantity,
  baseFeePerGas: quantity,
  gasUsed: quantity,
  gasLimit: quantity,
  miner: z.string(),
  extraData: z.string(),
  transactions: z.array(hash),
});

/** A block of eth_getBlockByNumber, with what the profile fixes. */
export type WireBlock = {
  readonly block: EngineBlock;
  readonly miner: string;
  readonly extraData: string;
  readonly transactions: readonly string[];
};

/** The block in an answer; undefined for null. @throws ZodError for anything else. */
export function parseBlock(answer: unknown): WireBlock | undefined {
  if (answer === null) return undefined;
  const { miner, extraData, transactions, baseFeePerGas, number, ...rest } = blockSchema.parse(answer);
  return {
    block: { ...rest, number: rollupNumber(number), baseFee: baseFeePerGas },
    miner,
    extraData,
    transactions,
  };
}

const accountSchema = z.object({ nonce: quantity, balance: quantity, code: z.string() });

/** The account in an answer of eth_getAccountInfo. @throws ZodError */
export function parseAccount(answer: unknown): Account {
  const { nonce, balance, code } = accountSchema.parse(answer);
  return { nonce, balance, hasCode: code !== '0x' };
}

/** A number as JSON-RPC wants it. */
export function quantityOf(value: bigint | number): `0x${string}` {
  return `0x${value.toString(16)}`;
}
