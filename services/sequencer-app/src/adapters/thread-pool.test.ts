import { readFileSync } from 'node:fs';
import { fromHex } from '@switchyard/primitives';
import { expect, it } from 'vitest';
import { checkSignatureInThreadPool } from './thread-pool.ts';

type Vectors = {
  readonly cases: readonly {
    readonly name: string;
    readonly body: string;
    readonly public_key: string;
    readonly signature: string;
    readonly valid: boolean;
  }[];
};

const vectors = JSON.parse(
  readFileSync(new URL('../../../../specs/vectors/signatures.json', import.meta.url), 'utf8'),
) as Vectors;

it.each(vectors.cases)('$name', async ({ body, public_key, signature, valid }) => {
  const signed = { bodyBytes: fromHex(body), publicKey: fromHex(public_key), signature: fromHex(signature) };
  expect(await checkSignatureInThreadPool(signed)).toBe(valid);
});
