import { formatPublicKeyJson } from '@switchyard/light';
import { addressOf, equalBytes, toHex } from '@switchyard/primitives';
import { upperHex } from '../adapters/json.ts';
import { type ChainView, committedHeight } from './chain-view.ts';

/** CometBFT's JSON of `status`. There is no p2p: the node's id is the validator's address, and it listens nowhere. */
export function statusJson(view: ChainView): object {
  const height = committedHeight(view);
  const state = view.state() ?? view.store.state();
  const address = addressOf(view.ownKey);
  const own = state?.validators.validators.find(({ publicKey }) => equalBytes(publicKey, view.ownKey));
  return {
    node_info: {
      protocol_version: { p2p: '8', block: '11', app: `${state?.appVersion ?? 0n}` },
      id: toHex(address),
      listen_addr: '',
      network: state?.chainId ?? '',
      version: '0.38.25',
      channels: '',
      moniker: 'solo-engine',
      other: { tx_index: 'off', rpc_address: `tcp://${view.rpcAddress}` },
    },
    sync_info: {
      ...ends('latest', view, height),
      ...ends('earliest', view, height === 0n ? 0n : view.store.base),
      catching_up: view.state() === undefined,
    },
    validator_info: {
      address: upperHex(address),
      pub_key: formatPublicKeyJson(view.ownKey),
      voting_power: `${own?.power ?? 0n}`,
    },
  };
}

/** What Go's zero Unix time looks like. */
const NO_TIME = '1970-01-01T00:00:00Z';

function ends(which: 'latest' | 'earliest', view: ChainView, height: bigint): object {
  const end = height === 0n ? undefined : view.end(height);
  return {
    [`${which}_block_hash`]: end?.hash ?? '',
    [`${which}_app_hash`]: end?.appHash ?? '',
    [`${which}_block_height`]: `${height}`,
    [`${which}_block_time`]: end?.time ?? NO_TIME,
  };
}
