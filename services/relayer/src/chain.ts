import type { TrustedTip } from '@switchyard/light';
import { sequencerHeight } from '@switchyard/primitives';
import type { SignedBlock } from '@switchyard/protocol';
import { Watch } from '@switchyard/service-kit';
import { type AcceptedBlocks, createAcceptedBlocks } from './domain/accepted-blocks.ts';
import { createTrail } from './domain/trail.ts';
import type { KnownChain } from './domain/verdict.ts';
import type { Head } from './ports.ts';
import type { ValidatorSets } from './validator-sets.ts';

/** What this relayer has followed: written by the relay loop, read by gossip and servers. */
export type FollowedChain = {
  readonly head: Watch<Head>;
  /** How far consensus was when last heard, and what the cursor says. */
  readonly progress: { consensusHeight: bigint; cursorHeight: bigint };
  readonly accepted: AcceptedBlocks;
  /** What a verdict may take for granted now. */
  readonly known: () => KnownChain;
  /** Sets the head before the first block of this process. */
  readonly resumeAt: (tip: TrustedTip) => void;
  /** Goes on with a verified block of the next height. */
  readonly advance: (block: SignedBlock) => void;
};

/** Nothing followed yet. */
export function createFollowedChain(chainId: string, sets: ValidatorSets): FollowedChain {
  const head = new Watch<Head>({ chainId, height: sequencerHeight(0), headerHash: new Uint8Array() });
  const accepted = createAcceptedBlocks();
  const trail = createTrail();
  return {
    head,
    progress: { consensusHeight: 0n, cursorHeight: 0n },
    accepted,
    known: () => ({
      chainId,
      tip: head.value.height,
      validatorsHashAt: trail.validatorsHashAt,
      validators: sets.get,
      wasAccepted: accepted.has,
    }),
    resumeAt: ({ height, headerHash, nextValidatorsHash }) => {
      trail.resume(height, nextValidatorsHash);
      head.set({ chainId, height: sequencerHeight(height), headerHash });
    },
    advance: ({ header, headerHash }) => {
      trail.add(header);
      accepted.moveTo(header.height);
      head.set({ chainId, height: sequencerHeight(header.height), headerHash });
    },
  };
}
