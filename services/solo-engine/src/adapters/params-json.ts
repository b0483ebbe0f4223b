import { MalformedError } from '@switchyard/primitives';
import { z } from 'zod';
import { type ConsensusParams, checkedParams, defaultParams } from '../domain/params.ts';

const decimal = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform((text) => BigInt(text));

const schema = z.object({
  block: z.object({ max_bytes: decimal, max_gas: decimal }),
  evidence: z.object({ max_age_num_blocks: decimal, max_age_duration: decimal, max_bytes: decimal }),
  validator: z.object({ pub_key_types: z.array(z.string()) }),
  version: z.object({ app: decimal.optional() }).optional(),
  abci: z.object({ vote_extensions_enable_height: decimal.optional() }).optional(),
});

/** The consensus parameters in CometBFT's JSON; absent ones are CometBFT's defaults. @throws MalformedError */
export function parseParamsJson(json: unknown): ConsensusParams {
  if (json === undefined || json === null) return defaultParams;
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw malformedParams(parsed.error);
  const { block, evidence, validator, version, abci } = parsed.data;
  return checkedParams({
    block: { maxBytes: block.max_bytes, maxGas: block.max_gas },
    evidence: {
      maxAgeNumBlocks: evidence.max_age_num_blocks,
      maxAgeDurationNs: evidence.max_age_duration,
      maxBytes: evidence.max_bytes,
    },
    validator: { pubKeyTypes: validator.pub_key_types },
    version: { app: version?.app ?? 0n },
    abci: { voteExtensionsEnableHeight: abci?.vote_extensions_enable_height ?? 0n },
  });
}

/** CometBFT's JSON of consensus parameters. */
export function formatParamsJson({ block, evidence, validator, version, abci }: ConsensusParams): object {
  return {
    block: { max_bytes: `${block.maxBytes}`, max_gas: `${block.maxGas}` },
    evidence: {
      max_age_num_blocks: `${evidence.maxAgeNumBlocks}`,
      max_age_duration: `${evidence.maxAgeDurationNs}`,
      max_bytes: `${evidence.maxBytes}`,
    },
    validator: { pub_key_types: validator.pubKeyTypes },
    version: { app: `${version.app}` },
    abci: { vote_extensions_enable_height: `${abci.voteExtensionsEnableHeight}` },
  };
}

function malformedParams(cause: z.ZodError): MalformedError {
  return new MalformedError('consensus parameters are malformed', {}, { cause });
}
