import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, toHex } from '@switchyard/primitives';
import { publicKeyOf } from '@switchyard/protocol';
import { writeFileAtomic } from '@switchyard/service-kit';
import { validatorName } from './genesis.ts';
import type { Key } from './keys.ts';

/** The consensus home of one node, in CometBFT's formats, which solo-engine's are too. */
export async function writeSequencerHome(
  home: string,
  { genesis, validator }: { readonly genesis: object; readonly validator: Key },
): Promise<void> {
  await mkdir(join(home, 'data'), { recursive: true });
  await writeJson(join(home, 'config/genesis.json'), genesis);
  await writeJson(join(home, 'config/priv_validator_key.json'), validatorKeyFile(validator.seed));
  // Last: a home without it was never started.
  await writeJson(join(home, 'data/priv_validator_state.json'), { height: '0', round: 0, step: 0 });
}

/** What the key file of a validator says of this secret. */
export function validatorKeyFile(seed: Uint8Array): object {
  const publicKey = publicKeyOf(seed);
  return { ...validatorName(publicKey), priv_key: privateKey({ seed, publicKey }) };
}

/** By this a CometBFT node is known to its peers. */
export function nodeId({ publicKey }: Key): string {
  return toHex(sha256(publicKey).subarray(0, 20));
}

/** Where a CometBFT node listens and whom it knows. */
export type CometbftNode = {
  readonly moniker: string;
  readonly key: Key;
  /** `unix:///path`, the app of the same node. */
  readonly app: string;
  readonly rpcPort: number;
  readonly p2pPort: number;
  readonly peers: readonly { readonly id: string; readonly p2pPort: number }[];
  /** A node without data takes the state of others instead of replaying every block. */
  readonly stateSync?: StateSync;
};

/** What a joining node trusts, and whom it asks for the rest. */
export type StateSync = {
  /** Of two nodes at least: one is checked against the other. */
  readonly rpcPorts: readonly number[];
  readonly trusted: { readonly height: bigint; readonly hash: string };
};

/** Writes what only CometBFT reads; at each start, since ports and sockets may have moved. */
export async function writeCometbftConfig(home: string, node: CometbftNode): Promise<void> {
  await writeJson(join(home, 'config/node_key.json'), { priv_key: privateKey(node.key) });
  await writeFileAtomic(join(home, 'config/config.toml'), cometbftConfig(node));
}

/** CometBFT's configuration: what is not named is its default, and each name says why it is not. */
export function cometbftConfig(node: CometbftNode): string {
  const { moniker, app, rpcPort, p2pPort, peers, stateSync } = node;
  return `# Written at each start of the network: changes are lost.
version = "0.38.25"
moniker = "${moniker}"
# The app of this node, over a socket that only its user can reach.
proxy_app = "${app}"
abci = "socket"
# What a person looks for when blocks stop; every message of p2p is not.
log_level = "p2p:error,pex:error,*:info"

[rpc]
laddr = "tcp://127.0.0.1:${rpcPort}"
# Two nodes on one machine would want the same port for it.
pprof_laddr = ""
# It makes each answer of a batch, also for a caller who has gone: ten large blocks in each of 400 batches stopped the chain for 17 s.
max_request_batch_size = 1

[p2p]
laddr = "tcp://127.0.0.1:${p2pPort}"
persistent_peers = "${peers.map(({ id, p2pPort: port }) => `${id}@127.0.0.1:${port}`).join(',')}"
# Every node has the same address here, and it is none of the public internet.
addr_book_strict = false
allow_duplicate_ip = true
# The validators are known: nobody else is looked for.
pex = false
# Blocks of 7 MiB each second to each peer; the default of 5 MB/s is for slow lines.
send_rate = 512000000
recv_rate = 512000000
flush_throttle_timeout = "10ms"

[mempool]
# Transactions wait in the app's own pool, which shares the block fairly; relayers gossip them.
type = "nop"
recheck = false
broadcast = false

[consensus]
# A block about each second.
timeout_commit = "1s"
# A proposer that is away costs a second, not three.
timeout_propose = "1s"
timeout_propose_delta = "500ms"
timeout_prevote = "500ms"
timeout_precommit = "500ms"
peer_gossip_sleep_duration = "10ms"
# All nodes have this machine's clock. One that is set back by more than the default, a minute, would stop them, validators in a
# panic, until it is where it was: their blocks would be of the future.
block_time_tolerance = "8760h0m0s"

[tx_index]
# Found through the app and the dashboard; an index of every byte is a second copy of the chain.
indexer = "null"
${stateSync === undefined ? '' : stateSyncConfig(stateSync)}`;
}

function stateSyncConfig({ rpcPorts, trusted }: StateSync): string {
  return `
[statesync]
enable = true
rpc_servers = "${rpcPorts.map((port) => `http://127.0.0.1:${port}`).join(',')}"
trust_height = ${trusted.height}
trust_hash = "${trusted.hash}"
trust_period = "168h0m0s"
# Peers are known: none has to be waited for.
discovery_time = "5s"
`;
}

function privateKey({ seed, publicKey }: Pick<Key, 'seed' | 'publicKey'>): object {
  return {
    type: 'tendermint/PrivKeyEd25519',
    value: Buffer.concat([seed, publicKey]).toString('base64'),
  };
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
