import type { AbciResponse } from '@switchyard/abci';
import { parseI64, type tendermint } from '@switchyard/proto';
import type { QueryAnswer } from '../ports.ts';
import { base64OrNull } from './json.ts';

/** CometBFT's JSON of an application's answer to a query. */
export function formatQueryJson(response: AbciResponse<'query'>): QueryAnswer {
  return {
    code: response.code,
    log: response.log,
    info: response.info,
    index: `${parseI64(response.index)}`,
    key: base64OrNull(response.key),
    value: base64OrNull(response.value),
    proofOps: response.proofOps ? formatProofOps(response.proofOps) : null,
    height: `${parseI64(response.height)}`,
    codespace: response.codespace,
  };
}

function formatProofOps({ ops }: tendermint.crypto.ProofOps.$Properties): object {
  return {
    ops: (ops ?? []).map(({ type, key, data }) => ({
      type: type ?? '',
      key: base64OrNull(key),
      data: base64OrNull(data),
    })),
  };
}
