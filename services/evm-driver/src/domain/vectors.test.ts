import { readFileSync } from 'node:fs';
import { fromHex } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { secp256k1 } from '../secp256k1.ts';
import { admit } from './admission.ts';
import { inspect } from './inspection.ts';
import { evmAddress } from './names.ts';

type Vectors = {
  chainId: string;
  baseFee: string;
  gasLimit: string;
  cases: {
    name: string;
    gasLimit?: string;
    accounts: Record<string, { nonce: string; balance: string; code: string }>;
    items: string[];
    fates: string[];
  }[];
};

const file = new URL('../../../../specs/vectors/evm-profile.json', import.meta.url);
const { chainId, baseFee, gasLimit, cases } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

describe('the vectors of specs/10-evm-profile.md', () => {
  it.each(cases)('$name', (each) => {
    const accounts = new Map(
      Object.entries(each.accounts).map(([address, { nonce, balance, code }]) => [
        evmAddress(address),
        { nonce: BigInt(nonce), balance: BigInt(balance), hasCode: code !== '0x' },
      ]),
    );
    const limits = { baseFee: BigInt(baseFee), gasLimit: BigInt(each.gasLimit ?? gasLimit) };
    const items = each.items.map((hex) => inspect(fromHex(hex), BigInt(chainId), secp256k1));
    const { skipped } = admit(accounts, limits, items);
    const reasons = new Map(skipped.map(({ index, reason }) => [index, reason]));
    expect(items.map((_, index) => reasons.get(index) ?? 'admitted')).toEqual(each.fates);
  });
});
