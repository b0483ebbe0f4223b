import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  type Block,
  type BlockId,
  type Commit,
  parseBlockIdJson,
  parseBlockJson,
  parseCommitJson,
} from '@switchyard/light';
import { formatI64, tendermint } from '@switchyard/proto';

type Texts = Readonly<Record<string, string>>;

type Recording = {
  readonly source: string;
  readonly genesis: string;
  readonly validatorKey: string;
  readonly rpc: {
    readonly genesis: string;
    readonly status: string;
    readonly block: Texts;
    readonly block_results: Texts;
    readonly commit: Texts;
    readonly validators: Texts;
    readonly consensus_params: Texts;
  };
};

/** One height of the recorded chain. */
export type RecordedHeight = {
  readonly height: bigint;
  readonly block: Block;
  readonly blockId: BlockId;
  readonly commit: Commit;
  /** The application's answer to FinalizeBlock, as it was on the wire. */
  readonly results: Uint8Array;
};

/** What CometBFT v0.38.25 did with sequencer-app; `source` in the file says how it was made. */
export const recording = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/chain.json.gz'))).toString(),
) as Recording;

export const recordedHeights: readonly RecordedHeight[] = Object.keys(recording.rpc.block).map((height) => {
  const { block, block_id: blockId } = resultOf(recording.rpc.block[height]);
  const { signed_header: signed } = resultOf(recording.rpc.commit[height]);
  return {
    height: BigInt(height),
    block: parseBlockJson(block),
    blockId: parseBlockIdJson(blockId),
    commit: parseCommitJson(signed?.['commit']),
    results: encodeResults(resultOf(recording.rpc.block_results[height])),
  };
});

type Json = { readonly [name: string]: Json | undefined };

function resultOf(text: string | undefined): Json {
  return (JSON.parse(text ?? '{}') as { readonly result: Json }).result;
}

type ResultsJson = {
  readonly txs_results: readonly { readonly [name: string]: string | number | null }[] | null;
  readonly validator_updates:
    | readonly {
        readonly pub_key: { readonly Sum: { readonly value: { readonly ed25519: string } } };
        readonly power: string;
      }[]
    | null;
  readonly consensus_param_updates: {
    readonly block: { readonly max_bytes: string; readonly max_gas: string };
  } | null;
  readonly app_hash: string;
};

function encodeResults(json: unknown): Uint8Array {
  const results = json as ResultsJson;
  const block = results.consensus_param_updates?.block;
  return tendermint.abci.ResponseFinalizeBlock.encode({
    txResults: (results.txs_results ?? []).map((result) => ({
      code: Number(result['code']),
      data: Buffer.from(String(result['data'] ?? ''), 'base64'),
      log: String(result['log']),
      gasWanted: formatI64(BigInt(result['gas_wanted'] ?? 0)),
      gasUsed: formatI64(BigInt(result['gas_used'] ?? 0)),
    })),
    validatorUpdates: (results.validator_updates ?? []).map(({ pub_key: key, power }) => ({
      pubKey: { ed25519: Buffer.from(key.Sum.value.ed25519, 'base64') },
      power: formatI64(BigInt(power)),
    })),
    ...(block && {
      consensusParamUpdates: {
        block: { maxBytes: formatI64(BigInt(block.max_bytes)), maxGas: formatI64(BigInt(block.max_gas)) },
      },
    }),
    appHash: Buffer.from(results.app_hash, 'base64'),
  }).finish();
}
