import { expect, it } from 'vitest';
import { InvalidParamsError } from './errors.ts';
import {
  checkedParams,
  defaultParams,
  MAX_BLOCK_BYTES,
  maxBlockBytes,
  paramsHash,
  updateParams,
} from './params.ts';

it('replaces the groups that are named', () => {
  const updated = updateParams(defaultParams, {
    block: { maxBytes: 5_000_000n, maxGas: 7n },
    version: { app: 2n },
  });
  expect(updated).toEqual({
    ...defaultParams,
    block: { maxBytes: 5_000_000n, maxGas: 7n },
    version: { app: 2n },
  });
  expect(paramsHash(updated)).not.toEqual(paramsHash(defaultParams));
});

it('reads -1 as the bound of CometBFT', () => {
  const unbounded = updateParams(defaultParams, { block: { maxBytes: -1n, maxGas: -1n } });
  expect(maxBlockBytes(unbounded)).toBe(MAX_BLOCK_BYTES);
});

const { evidence } = defaultParams;

it.each([
  ['no block', { block: { maxBytes: 0n, maxGas: -1n } }],
  ['a negative block', { block: { maxBytes: -2n, maxGas: -1n } }],
  ['a block over the bound', { block: { maxBytes: MAX_BLOCK_BYTES + 1n, maxGas: -1n } }],
  ['negative gas', { block: { maxBytes: 5_000_000n, maxGas: -2n } }],
  ['evidence of no height', { evidence: { ...evidence, maxAgeNumBlocks: 0n } }],
  ['evidence of no age', { evidence: { ...evidence, maxAgeDurationNs: 0n } }],
  ['evidence larger than a block', { block: { maxBytes: 1_000n, maxGas: -1n } }],
  ['negative evidence', { evidence: { ...evidence, maxBytes: -1n } }],
  ['other keys', { validator: { pubKeyTypes: ['secp256k1'] } }],
  ['vote extensions', { abci: { voteExtensionsEnableHeight: 9n } }],
])('refuses %s', (_, update) => {
  expect(() => updateParams(defaultParams, update)).toThrow(InvalidParamsError);
});

it('takes the defaults', () => {
  expect(checkedParams(defaultParams)).toBe(defaultParams);
});
