import { portsOfNode } from '../../cli/src/network/ports.ts';
import { eventually } from './local-network.ts';

/** A sequencer node as its own public addresses show it. */
export type ConsensusNode = {
  readonly index: number;
  /** Undefined while nobody answers. */
  readonly extent: () => Promise<{ readonly first: number; readonly last: number } | undefined>;
  /** Resolves when its head is at least so high. */
  readonly reaches: (height: number, withinMs?: number) => Promise<number>;
  readonly commit: (height: number) => Promise<CommitOfHeight>;
  /** The app's own word, not that of the header. */
  readonly appState: () => Promise<{ readonly height: number; readonly appHash: string }>;
};

/** A header with the addresses that signed it, upper-case hex. */
export type CommitOfHeight = {
  readonly hash: string;
  readonly appHash: string;
  readonly proposer: string;
  readonly signers: readonly string[];
};

type Answer<T> = { readonly result: T };
type Status = {
  readonly sync_info: { readonly latest_block_height: string; readonly earliest_block_height: string };
};
type Commit = {
  readonly signed_header: {
    readonly header: { readonly app_hash: string; readonly proposer_address: string };
    readonly commit: {
      readonly block_id: { readonly hash: string };
      readonly signatures: readonly { readonly block_id_flag: number; readonly validator_address: string }[];
    };
  };
};

const answerMs = 5_000;
/** BLOCK_ID_FLAG_COMMIT. */
const signed = 2;

/** The node with this index of the network with these ports. */
export function consensusNode(portOffset: number, index: number): ConsensusNode {
  const { consensusRpc, appAdmin } = portsOfNode(portOffset, index);
  const ask = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${consensusRpc}${path}`, {
      signal: AbortSignal.timeout(answerMs),
    });
    const { result } = (await answer.json()) as Answer<T>;
    if (result === undefined) throw new Error(`node ${index} does not answer ${path}`);
    return result;
  };
  const extent: ConsensusNode['extent'] = async () => {
    const status = await ask<Status>('/status').catch(() => undefined);
    if (status === undefined) return undefined;
    const { latest_block_height: last, earliest_block_height: first } = status.sync_info;
    return { first: Number(first), last: Number(last) };
  };
  return {
    index,
    extent,
    reaches: (height, withinMs = 60_000) =>
      eventually(
        `node ${index} to reach height ${height}`,
        async () => {
          const { last = 0 } = (await extent()) ?? {};
          return last >= height ? last : undefined;
        },
        withinMs,
      ),
    commit: async (height) => {
      const { header, commit } = (await ask<Commit>(`/commit?height=${height}`)).signed_header;
      return {
        hash: commit.block_id.hash,
        appHash: header.app_hash,
        proposer: header.proposer_address,
        signers: commit.signatures
          .filter(({ block_id_flag }) => block_id_flag === signed)
          .map(({ validator_address }) => validator_address),
      };
    },
    appState: async () => {
      const answer = await fetch(`http://127.0.0.1:${appAdmin}/status`, {
        signal: AbortSignal.timeout(answerMs),
      });
      const status = (await answer.json()) as { readonly height: string; readonly appHash: string };
      return { height: Number(status.height), appHash: status.appHash.toUpperCase() };
    },
  };
}
