import {
  formatBlockIdJson,
  formatTime,
  formatValidatorsJson,
  type ProposerRotation,
  parseBlockIdJson,
  parseTime,
  parseValidatorsJson,
  type QueuedValidator,
} from '@switchyard/light';
import { equalBytes, fromHex, MalformedError, toHex } from '@switchyard/primitives';
import { z } from 'zod';
import type { ChainState } from '../domain/chain.ts';
import { formatParamsJson, parseParamsJson } from './params-json.ts';

/** The state as JSON text. */
export function formatState(state: ChainState): string {
  return JSON.stringify({
    chain_id: state.chainId,
    initial_height: `${state.initialHeight}`,
    app_version: `${state.appVersion}`,
    height: `${state.height}`,
    last_block_id: formatBlockIdJson(state.lastBlockId),
    last_block_time: formatTime(state.lastBlockTime),
    last_validators: formatValidatorsJson(state.lastValidators),
    validators: rotationJson(state.validators),
    next_validators: rotationJson(state.nextValidators),
    params: formatParamsJson(state.params),
    last_results_hash: toHex(state.lastResultsHash),
    app_hash: toHex(state.appHash),
  });
}

const integer = z.string().transform(BigInt);
const hex = z.string().transform(fromHex);
const rotation = z.object({ validators: z.unknown(), proposer: hex });
const schema = z.object({
  chain_id: z.string(),
  initial_height: integer,
  app_version: integer,
  height: integer,
  last_block_id: z.unknown(),
  last_block_time: z.string(),
  last_validators: z.unknown(),
  validators: rotation,
  next_validators: rotation,
  params: z.unknown(),
  last_results_hash: hex,
  app_hash: hex,
});

/** @throws MalformedError, ZodError when the text is not one that {@link formatState} made. */
export function parseState(text: string): ChainState {
  const json = schema.parse(JSON.parse(text));
  return {
    chainId: json.chain_id,
    initialHeight: json.initial_height,
    appVersion: json.app_version,
    height: json.height,
    lastBlockId: parseBlockIdJson(json.last_block_id),
    lastBlockTime: parseTime(json.last_block_time),
    lastValidators: parseValidatorsJson(json.last_validators),
    validators: parsedRotation(json.validators),
    nextValidators: parsedRotation(json.next_validators),
    params: parseParamsJson(json.params),
    lastResultsHash: json.last_results_hash,
    appHash: json.app_hash,
  };
}

/** A rotation as JSON text. */
export function formatRotation(value: ProposerRotation): string {
  return JSON.stringify(rotationJson(value));
}

/** @throws MalformedError, ZodError when the text is not one that {@link formatRotation} made. */
export function parseRotation(text: string): ProposerRotation {
  return parsedRotation(rotation.parse(JSON.parse(text)));
}

function rotationJson({ validators, proposer }: ProposerRotation): object {
  return { validators: formatValidatorsJson(validators), proposer: toHex(proposer.publicKey) };
}

function parsedRotation(json: z.infer<typeof rotation>): ProposerRotation {
  const validators = parseValidatorsJson(json.validators).map(
    (validator): QueuedValidator => ({ ...validator, proposerPriority: validator.proposerPriority ?? 0n }),
  );
  const proposer = validators.find(({ publicKey }) => equalBytes(publicKey, json.proposer));
  if (proposer === undefined) throw new MalformedError('proposer is not in the set');
  return { validators, proposer };
}
