import { formatPublicKeyJson, formatTime, validatorAddress } from '@switchyard/light';
import type { Genesis } from '../domain/chain.ts';
import { upperHex } from './json.ts';
import { formatParamsJson } from './params-json.ts';

/** What of a genesis file only people read, and the application's part as it was parsed. */
export type GenesisExtras = {
  readonly validators: readonly { readonly name?: string | undefined }[];
  readonly app_state?: unknown;
};

/** The genesis as CometBFT's RPC writes it, defaults filled in. */
export function formatGenesisJson(genesis: Genesis, extras: GenesisExtras): object {
  return {
    genesis_time: formatTime(genesis.time),
    chain_id: genesis.chainId,
    initial_height: `${genesis.initialHeight}`,
    consensus_params: formatParamsJson(genesis.params),
    validators: genesis.validators.map((validator, index) => ({
      address: upperHex(validatorAddress(validator)),
      pub_key: formatPublicKeyJson(validator.publicKey),
      power: `${validator.power}`,
      name: extras.validators[index]?.name ?? '',
    })),
    app_hash: upperHex(genesis.appHash),
    ...(extras.app_state !== undefined && { app_state: extras.app_state }),
  };
}
