import { parseI64, parseU64, tendermint } from '@switchyard/proto';
import { base64, base64OrNull } from './json.ts';

const { ResponseFinalizeBlock } = tendermint.abci;

/** CometBFT's JSON of `block_results`. */
export function formatBlockResults(height: bigint, encoded: Uint8Array): object {
  const results = ResponseFinalizeBlock.decode(encoded);
  return {
    height: `${height}`,
    txs_results: orNull(results.txResults.map(formatTxResult)),
    finalize_block_events: orNull(results.events.map(formatEvent)),
    validator_updates: orNull(results.validatorUpdates.map(formatValidatorUpdate)),
    consensus_param_updates: results.consensusParamUpdates
      ? formatParams(results.consensusParamUpdates)
      : null,
    app_hash: base64OrNull(results.appHash),
  };
}

/** CometBFT's JSON of `result_finalize_block` in an event. */
export function formatFinalizeEvent(encoded: Uint8Array): object {
  const results = ResponseFinalizeBlock.decode(encoded);
  return {
    ...(results.events.length > 0 && { events: results.events.map(formatEvent) }),
    ...(results.txResults.length > 0 && { tx_results: results.txResults.map(formatTxResult) }),
    validator_updates: results.validatorUpdates.map(formatValidatorUpdate),
    ...(results.consensusParamUpdates && {
      consensus_param_updates: formatParams(results.consensusParamUpdates),
    }),
    ...(results.appHash.length > 0 && { app_hash: base64(results.appHash) }),
  };
}

function orNull<T>(items: readonly T[]): readonly T[] | null {
  return items.length === 0 ? null : items;
}

function formatTxResult(wire: tendermint.abci.ExecTxResult.$Properties): object {
  return {
    code: wire.code ?? 0,
    data: base64OrNull(wire.data),
    log: wire.log ?? '',
    info: wire.info ?? '',
    gas_wanted: `${parseI64(wire.gasWanted)}`,
    gas_used: `${parseI64(wire.gasUsed)}`,
    events: (wire.events ?? []).map(formatEvent),
    codespace: wire.codespace ?? '',
  };
}

function formatEvent({ type, attributes }: tendermint.abci.Event.$Properties): object {
  return {
    type: type ?? '',
    attributes: (attributes ?? []).map(({ key, value, index }) => ({
      key: key ?? '',
      value: value ?? '',
      index: index ?? false,
    })),
  };
}

function formatValidatorUpdate({ pubKey, power }: tendermint.abci.ValidatorUpdate.$Properties): object {
  return {
    pub_key: {
      Sum: {
        type: 'tendermint.crypto.PublicKey_Ed25519',
        value: { ed25519: base64(pubKey?.ed25519 ?? new Uint8Array()) },
      },
    },
    ...(parseI64(power) !== 0n && { power: `${parseI64(power)}` }),
  };
}

/** Members that are zero are left out, as Go's `omitempty` does. */
function formatParams(wire: tendermint.types.ConsensusParams.$Properties): object {
  const { block, evidence, validator, version, abci } = wire;
  const integer = (name: string, value: bigint) => (value === 0n ? {} : { [name]: `${value}` });
  return {
    ...(block && {
      block: {
        ...integer('max_bytes', parseI64(block.maxBytes)),
        ...integer('max_gas', parseI64(block.maxGas)),
      },
    }),
    ...(evidence && {
      evidence: {
        ...integer('max_age_num_blocks', parseI64(evidence.maxAgeNumBlocks)),
        max_age_duration: `${
          parseI64(evidence.maxAgeDuration?.seconds) * 1_000_000_000n +
          BigInt(evidence.maxAgeDuration?.nanos ?? 0)
        }`,
        ...integer('max_bytes', parseI64(evidence.maxBytes)),
      },
    }),
    ...(validator && { validator: { pub_key_types: [...(validator.pubKeyTypes ?? [])] } }),
    ...(version && { version: integer('app', parseU64(version.app)) }),
    ...(abci && {
      abci: integer('vote_extensions_enable_height', parseI64(abci.voteExtensionsEnableHeight)),
    }),
  };
}
