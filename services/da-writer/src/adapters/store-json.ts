import { formatValidatorsJson, parseValidatorsJson } from '@switchyard/light';
import {
  daHeight,
  fromHex,
  MalformedError,
  sequencerHeight,
  sha256,
  toHex,
  utf8,
} from '@switchyard/primitives';
import { z } from 'zod';
import type { Intent, Outcome } from '../domain/submission.ts';
import type { Confirmed } from '../ports.ts';

const u64Text = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform(BigInt);
const hex = z.string().regex(/^([0-9a-f]{2})*$/);

const confirmedSchema = z.object({
  chain_id: z.string(),
  height: u64Text,
  header_hash: hex,
  next_validators_hash: hex,
  next_validators: z.optional(z.unknown()),
  search_height: u64Text,
});

const markSchema = z.object({ namespace: hex, commitment: hex, bytes: z.number().int().nonnegative() });

const recordSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('intent'),
    id: z.string(),
    from: u64Text,
    to: u64Text,
    attempt: z.number().int().positive(),
    part: z.optional(z.object({ index: z.number().int(), of: z.number().int() })),
    blobs: z.array(markSchema),
    da_head_before: u64Text,
  }),
  z.object({ kind: z.literal('outcome'), id: z.string(), attempt: z.number().int(), da_height: u64Text }),
]);

/** A line of the intents log. */
export type LogRecord =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'outcome'; readonly outcome: Outcome };

/** The text of a record. */
export function formatRecord(record: LogRecord): string {
  if (record.kind === 'outcome') {
    const { id, attempt, daHeight: at } = record.outcome;
    return JSON.stringify({ kind: 'outcome', id, attempt, da_height: `${at}` });
  }
  const { id, from, to, attempt, part, blobs, daHeadBefore } = record.intent;
  const heights = { kind: 'intent', id, from: `${from}`, to: `${to}`, attempt };
  return JSON.stringify({ ...heights, part, blobs, da_head_before: `${daHeadBefore}` });
}

/** The record in a text. @throws MalformedError */
export function parseRecord(text: string): LogRecord {
  const record = parseWith(recordSchema, text);
  if (record.kind === 'outcome') {
    const { id, attempt, da_height } = record;
    return { kind: 'outcome', outcome: { id, attempt, daHeight: daHeight(da_height) } };
  }
  const { id, from, to, attempt, part, blobs, da_head_before } = record;
  const intent = { id, from, to, attempt, part, blobs, daHeadBefore: daHeight(da_head_before) };
  return { kind: 'intent', intent };
}

/** The state file: a body, and its SHA-256 so that damage is seen. */
export function formatConfirmed(chainId: string, confirmed: Confirmed): string {
  const { height, headerHash, nextValidatorsHash, nextValidators, searchHeight } = confirmed;
  const body = JSON.stringify({
    chain_id: chainId,
    height: `${height}`,
    header_hash: toHex(headerHash),
    next_validators_hash: toHex(nextValidatorsHash),
    next_validators: nextValidators === undefined ? undefined : formatValidatorsJson(nextValidators),
    search_height: `${searchHeight}`,
  });
  return `${JSON.stringify({ body, sha256: toHex(sha256(utf8(body))) })}\n`;
}

/** What a state file says, and of which chain. @throws MalformedError when it is damaged. */
export function parseConfirmed(text: string): { readonly chainId: string; readonly confirmed: Confirmed } {
  const { body, sha256: expected } = parseWith(z.object({ body: z.string(), sha256: hex }), text);
  if (toHex(sha256(utf8(body))) !== expected) throw new MalformedError('state file is damaged');
  const state = parseWith(confirmedSchema, body);
  const { next_validators: set } = state;
  return {
    chainId: state.chain_id,
    confirmed: {
      height: sequencerHeight(state.height),
      headerHash: fromHex(state.header_hash),
      nextValidatorsHash: fromHex(state.next_validators_hash),
      nextValidators: set === undefined ? undefined : parseValidatorsJson(set as never),
      searchHeight: daHeight(state.search_height),
    },
  };
}

function parseWith<T>(schema: z.ZodType<T>, text: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw malformed(error);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw malformed(parsed.error);
  return parsed.data;
}

function malformed(cause: unknown): MalformedError {
  return new MalformedError('state is not what it should be', {}, { cause });
}
