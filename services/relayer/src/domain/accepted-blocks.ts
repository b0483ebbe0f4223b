import { equalBytes, type Hash32, toHex } from '@switchyard/primitives';
import { encodeFilteredBlock, type FilteredBlock } from '@switchyard/protocol';
import { type BlockTopic, isWithinWindow, topicKey } from './topic.ts';

/** Two verified blocks of one height: more than a third of the validators signed both. Encoded without sections. */
export type Evidence = {
  readonly height: bigint;
  readonly first: EvidenceBlock;
  readonly second: EvidenceBlock;
};

/** One side of the evidence. */
export type EvidenceBlock = { readonly headerHash: Hash32; readonly bytes: Uint8Array };

/** Which verified blocks of the window have passed here, by topic, height and hash. */
export type AcceptedBlocks = {
  readonly has: (topic: BlockTopic, height: bigint, headerHash: Uint8Array) => boolean;
  /** Remembers a verified block. Returns evidence when it is the second hash of its height, once for each hash. */
  readonly add: (topic: BlockTopic, block: FilteredBlock) => Evidence | undefined;
  /** Forgets what the window has left behind. */
  readonly moveTo: (tip: bigint) => void;
  readonly size: () => number;
};

type Known = EvidenceBlock & { readonly topics: Set<string> };

/** Nothing has passed yet. */
export function createAcceptedBlocks(): AcceptedBlocks {
  const byHeight = new Map<bigint, Known[]>();
  const find = (height: bigint, headerHash: Uint8Array): Known | undefined =>
    byHeight.get(height)?.find((known) => equalBytes(known.headerHash, headerHash));
  return {
    has: (topic, height, headerHash) => find(height, headerHash)?.topics.has(topicKey(topic)) ?? false,
    add: (topic, block) => {
      const { height } = block.header;
      const known = find(height, block.headerHash);
      if (known !== undefined) {
        known.topics.add(topicKey(topic));
        return undefined;
      }
      const all = byHeight.get(height) ?? [];
      const fresh: Known = {
        headerHash: block.headerHash,
        // Encoded anew, so that a section's bytes are not kept alive.
        bytes: encodeFilteredBlock({ ...block, section: undefined }),
        topics: new Set([topicKey(topic)]),
      };
      byHeight.set(height, [...all, fresh]);
      const [first] = all;
      return first === undefined ? undefined : { height, first, second: fresh };
    },
    moveTo: (tip) => {
      for (const height of byHeight.keys()) if (!isWithinWindow(height, tip)) byHeight.delete(height);
    },
    size: () => byHeight.size,
  };
}

/** The name under which evidence is kept: the same for the same pair. */
export function evidenceName({ height, first, second }: Evidence): string {
  return `${height}-${toHex(first.headerHash).slice(0, 16)}-${toHex(second.headerHash).slice(0, 16)}`;
}
