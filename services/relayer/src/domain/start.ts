import type { TrustedTip } from '@switchyard/light';
import { type SequencerHeight, SwitchyardError, sequencerHeight } from '@switchyard/primitives';

/** Where a relayer without a cursor begins: at the consensus head, or at the lowest height that the node has. */
export type StartSetting = 'head' | 'earliest';

/** What the consensus node has. */
export type ChainExtent = {
  readonly chainId: string;
  readonly earliestHeight: bigint;
  /** 0 before the first block. */
  readonly height: bigint;
};

/** Which height comes first, and what it must follow. */
export type Start =
  /** Goes on behind the last height relayed. */
  | { readonly kind: 'resumed'; readonly next: SequencerHeight; readonly tip: TrustedTip }
  /** Nothing was relayed yet: the node's own word is the root of trust. */
  | { readonly kind: 'fresh'; readonly next: SequencerHeight }
  /** The node pruned heights that were never relayed: nobody can get them here any more. */
  | {
      readonly kind: 'gap';
      readonly next: SequencerHeight;
      readonly missed: { readonly from: bigint; readonly to: bigint };
    };

/** Which chain is to be followed, and from where. */
export type StartSettings = { readonly chainId: string; readonly startAt: StartSetting };

/** The first height to relay. @throws OtherChainError when cursor, settings and node are not of one chain. */
export function start(
  cursor: TrustedTip | undefined,
  { chainId, startAt }: StartSettings,
  chain: ChainExtent,
): Start {
  for (const actual of [chain.chainId, cursor?.chainId ?? chainId]) {
    if (actual !== chainId) throw new OtherChainError(chainId, actual);
  }
  const earliest = chain.earliestHeight < 1n ? 1n : chain.earliestHeight;
  if (cursor === undefined) {
    const first = startAt === 'head' && chain.height > earliest ? chain.height : earliest;
    return { kind: 'fresh', next: sequencerHeight(first) };
  }
  const following = cursor.height + 1n;
  if (following >= earliest) return { kind: 'resumed', next: sequencerHeight(following), tip: cursor };
  return { kind: 'gap', next: sequencerHeight(earliest), missed: { from: following, to: earliest - 1n } };
}

/** The consensus node, or the cursor, is not of the chain that this relayer is to follow. */
export class OtherChainError extends SwitchyardError {
  override readonly code = 'RELAYER_OTHER_CHAIN';
  override readonly fault = 'fatal';

  constructor(expected: string, actual: string) {
    super('consensus node or data folder is of another chain: set the right chain id, node and folder', {
      expected,
      actual,
    });
  }
}
