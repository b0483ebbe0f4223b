import type { Commit, Header, TrustedTip, ValidatorSet } from '@switchyard/light';
import {
  equalBytes,
  type Hash32,
  type SequencerHeight,
  sequencerHeight,
  toHex,
} from '@switchyard/primitives';

/** How a soft block came. */
export type Via = 'gossip' | 'request' | 'rpc';

/** A block whose commit and section were verified under the set that its header names. */
export type SoftBlock = {
  readonly height: SequencerHeight;
  readonly headerHash: Hash32;
  readonly header: Header;
  readonly commit: Commit;
  readonly items: readonly Uint8Array[];
  readonly byteLength: number;
  readonly via: Via;
};

/** `far` and `full` blocks come again by repair; a `conflict` is a second verified block at one height. */
type Admission = 'taken' | 'known' | 'stale' | 'far' | 'full' | 'conflict';

/** How much waits for execution. */
export type WindowLimits = { readonly heights: number; readonly bytes: number };

/** design §3: soft blocks ahead ≤ 64 heights and 16 MiB. */
const softWindow: WindowLimits = { heights: 64, bytes: 16 * 1024 * 1024 };

/**
 * The sequencer chain as far as it was followed, in order, from a trusted tip. Blocks behind `tip` and after what was
 * taken are ready; blocks beyond it wait for their predecessors. A validator set is trusted only when a block of the
 * chain names it.
 */
export type SoftChain = {
  readonly tip: () => TrustedTip;
  /** The set that signs the block after the tip, when it is known. */
  readonly validators: () => ValidatorSet | undefined;
  /** The set to verify a header at a height with, when its predecessor is known to name it. */
  readonly validatorsFor: (header: Pick<Header, 'height' | 'validatorsHash'>) => ValidatorSet | undefined;
  /** Learns the set that the tip names; another one is ignored. */
  readonly learn: (hash: Uint8Array, validators: ValidatorSet) => void;
  readonly admit: (block: SoftBlock) => Admission;
  /** The next ready block, which stays until `take`. */
  readonly peek: () => SoftBlock | undefined;
  readonly take: () => SoftBlock | undefined;
  /** Goes on from a later block that was proven otherwise. */
  readonly leap: (tip: TrustedTip, validators: ValidatorSet | undefined) => void;
  /** The hash of the block of the chain at a recent height. */
  readonly hashAt: (height: bigint) => Uint8Array | undefined;
  readonly has: (height: bigint) => boolean;
  /** The lowest height that waits for a predecessor. */
  readonly lowestAhead: () => SequencerHeight | undefined;
  /** How many more heights fit. */
  readonly room: () => number;
  readonly byteLength: () => number;
};

type Passed = { readonly headerHash: Uint8Array; readonly validatorsHash: Uint8Array };

/** A chain that goes on from a trusted tip. */
export function createSoftChain(
  start: { readonly tip: TrustedTip; readonly validators: ValidatorSet | undefined },
  limits: WindowLimits = softWindow,
): SoftChain {
  let tip = start.tip;
  let taken = sequencerHeight(start.tip.height);
  let bytes = 0;
  const blocks = new Map<bigint, SoftBlock>();
  const passed = new Map<bigint, Passed>();
  const sets = new Map<string, ValidatorSet>();
  if (start.validators !== undefined) sets.set(toHex(start.tip.nextValidatorsHash), start.validators);

  const drop = (height: bigint): void => {
    const block = blocks.get(height);
    if (block === undefined) return;
    bytes -= block.byteLength;
    blocks.delete(height);
  };

  const keepRecent = <K>(map: Map<K, unknown>, most: number): void => {
    for (const oldest of map.keys()) {
      if (map.size <= most) break;
      map.delete(oldest);
    }
  };

  const advance = (): void => {
    for (;;) {
      const block = blocks.get(tip.height + 1n);
      if (block === undefined) return;
      if (!follows(tip, block.header)) {
        drop(block.height);
        return;
      }
      passed.set(block.height, {
        headerHash: block.headerHash,
        validatorsHash: block.header.validatorsHash,
      });
      keepRecent(passed, limits.heights);
      tip = {
        chainId: tip.chainId,
        height: block.height,
        headerHash: block.headerHash,
        nextValidatorsHash: block.header.nextValidatorsHash,
      };
    }
  };

  const highest = (): bigint => {
    let most = 0n;
    for (const height of blocks.keys()) if (height > most) most = height;
    return most;
  };

  /** Lower heights are needed sooner: they push out the highest that wait. */
  const makeRoom = (block: SoftBlock): boolean => {
    while (blocks.size >= limits.heights || (blocks.size > 0 && bytes + block.byteLength > limits.bytes)) {
      const last = highest();
      if (last <= block.height || last <= tip.height) return false;
      drop(last);
    }
    return true;
  };

  return {
    tip: () => tip,
    validators: () => sets.get(toHex(tip.nextValidatorsHash)),
    validatorsFor: ({ height, validatorsHash }) => {
      const named = height > tip.height ? tip.nextValidatorsHash : passed.get(height)?.validatorsHash;
      if (named === undefined || !equalBytes(named, validatorsHash)) return undefined;
      return sets.get(toHex(validatorsHash));
    },
    learn: (hash, validators) => {
      if (!equalBytes(hash, tip.nextValidatorsHash)) return;
      sets.set(toHex(hash), validators);
      keepRecent(sets, 8);
    },
    admit: (block) => {
      const { height } = block;
      const known = passed.get(height)?.headerHash ?? blocks.get(height)?.headerHash;
      if (known !== undefined) return equalBytes(known, block.headerHash) ? 'known' : 'conflict';
      if (height <= tip.height) return 'stale';
      if (height > taken + BigInt(limits.heights)) return 'far';
      if (!makeRoom(block)) return 'full';
      blocks.set(height, block);
      bytes += block.byteLength;
      advance();
      return 'taken';
    },
    peek: () => (taken < tip.height ? blocks.get(taken + 1n) : undefined),
    take: () => {
      if (taken >= tip.height) return undefined;
      const block = blocks.get(taken + 1n);
      taken = sequencerHeight(taken + 1n);
      drop(taken);
      return block;
    },
    leap: (later, validators) => {
      if (later.height <= taken) return;
      taken = sequencerHeight(later.height);
      for (const height of [...blocks.keys()]) if (height <= taken) drop(height);
      if (later.height <= tip.height && sameBlock(passed.get(later.height), later)) return;
      const isFork = later.height <= tip.height;
      for (const height of [...passed.keys()]) if (height >= taken) passed.delete(height);
      if (isFork) for (const height of [...blocks.keys()]) drop(height);
      tip = later;
      if (validators !== undefined) sets.set(toHex(later.nextValidatorsHash), validators);
      advance();
    },
    hashAt: (height) => (height === tip.height ? tip.headerHash : passed.get(height)?.headerHash),
    has: (height) => height <= tip.height || blocks.has(height),
    lowestAhead: () => {
      let lowest: SequencerHeight | undefined;
      for (const { height } of blocks.values()) {
        if (height > tip.height && (lowest === undefined || height < lowest)) lowest = height;
      }
      return lowest;
    },
    room: () => limits.heights - blocks.size,
    byteLength: () => bytes,
  };
}

/** Whether a header is the tip's successor: height, link, and the set that the tip names. */
function follows(tip: TrustedTip, header: Header): boolean {
  return (
    header.height === tip.height + 1n &&
    equalBytes(header.lastBlockId.hash, tip.headerHash) &&
    equalBytes(header.validatorsHash, tip.nextValidatorsHash)
  );
}

function sameBlock(passed: Passed | undefined, tip: TrustedTip): boolean {
  return passed !== undefined && equalBytes(passed.headerHash, tip.headerHash);
}
