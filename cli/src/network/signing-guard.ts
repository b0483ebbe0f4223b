import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writeFileAtomic } from '@switchyard/service-kit';
import { z } from 'zod';
import { RefusedStartError } from '../supervisor/child.ts';
import { validatorKeyFile } from './sequencer-home.ts';
import { parseJson, readText } from './state.ts';

const height = z.string().regex(/^\d{1,19}$/);
const schema = z.object({ height });

/** Beside the keys, not in `data`: who wipes the chain keeps it. */
const markOf = (home: string): string => join(home, 'config/signed.json');
const stateOf = (home: string): string => join(home, 'data/priv_validator_state.json');

const keySchema = z.object({ priv_key: z.object({ value: z.string() }) });

/**
 * A key of which one bit is another signs what nobody can verify, and the chain stands still without a word of it.
 * @throws RefusedStartError
 */
export async function assertValidatorKey(home: string): Promise<void> {
  const path = join(home, 'config/priv_validator_key.json');
  const known = await readText(path);
  const refused = (problem: string): RefusedStartError =>
    new RefusedStartError(
      path,
      problem,
      'restore it from a copy; without one `npm start -- --fresh` begins a new network',
    );
  if (known === undefined) throw refused('the key of this validator is missing');
  const file = parseJson(known);
  const key = keySchema.safeParse(file);
  const bytes = Buffer.from(key.data?.priv_key.value ?? '', 'base64');
  if (bytes.length !== 64 || !isDeepStrictEqual(file, validatorKeyFile(bytes.subarray(0, 32))))
    throw refused('the key of this validator is damaged');
}

/**
 * A validator that has forgotten what it signed may sign another block at the same height, which is an attack on the
 * chain. It never starts with a signing state that is missing, damaged, or older than what it is known to have signed.
 * @throws RefusedStartError
 */
export async function assertSigningState(home: string): Promise<void> {
  const path = stateOf(home);
  const remedy = `restore it from a copy that is not older, or take a new validator key for ${home}`;
  const state = schema.safeParse(parseJson((await readText(path)) ?? ''));
  if (!state.success) {
    const problem = existsSync(path) ? 'the signing state is damaged' : 'the signing state is missing';
    throw new RefusedStartError(path, problem, remedy);
  }
  const marked = await readText(markOf(home));
  if (marked === undefined) return;
  const mark = schema.safeParse(parseJson(marked));
  if (!mark.success) {
    throw new RefusedStartError(
      markOf(home),
      'it is damaged',
      `remove it if ${path} is what this validator wrote last`,
    );
  }
  if (BigInt(state.data.height) < BigInt(mark.data.height)) {
    throw new RefusedStartError(
      path,
      `it ends at height ${state.data.height}, and this validator has signed height ${mark.data.height}`,
      remedy,
    );
  }
}

/** Remembers that the chain has this height, which a validator has signed unless it was away: its state is not below it. */
export async function markSigned(home: string, chainHeight: bigint): Promise<void> {
  const state = schema.safeParse(parseJson((await readText(stateOf(home))) ?? ''));
  // A node that catches up has the chain's heights without having signed them.
  if (!state.success || BigInt(state.data.height) < chainHeight) return;
  await writeFileAtomic(markOf(home), `${JSON.stringify({ height: `${chainHeight}` })}\n`);
}
