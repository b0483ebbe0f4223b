import { type RollupId, toHex } from '@switchyard/primitives';

/** Largest FilteredBlock of a rollup; specs/07-gossip.md §2. */
export const ROLLUP_TOPIC_MAX_BYTES: number = 2 * 1_024 * 1_024;
/** Largest block without section. */
export const BLOCKS_TOPIC_MAX_BYTES: number = 64 * 1_024;
/** Largest batch of transactions: 256 KiB, or one transaction of 1 MiB, with framing. */
export const TXS_TOPIC_MAX_BYTES: number = 1_280 * 1_024;
/** Largest batch of reports and sudo transactions. */
export const CONTROL_TOPIC_MAX_BYTES: number = 64 * 1_024;

/** Every height, without sections. */
export function blocksTopic(chainId: string): string {
  return `${prefix(chainId)}/blocks`;
}

/** Every height that has data of this rollup, with its section. */
export function rollupTopic(chainId: string, rollupId: RollupId): string {
  return `${prefix(chainId)}/rollup/${toHex(rollupId)}`;
}

/** Newly admitted transactions, in batches. */
export function txsTopic(chainId: string): string {
  return `${prefix(chainId)}/txs`;
}

/** Reports and sudo transactions, which must never wait behind data. */
export function controlTopic(chainId: string): string {
  return `${prefix(chainId)}/control`;
}

function prefix(chainId: string): string {
  return `switchyard/1/${chainId}`;
}
