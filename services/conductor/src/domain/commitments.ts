import type { Header } from '@switchyard/light';
import { type RollupNumber, type SequencerHeight, toHex } from '@switchyard/primitives';

/** A block that the rollup has executed, as it describes it. Hashes are the rollup's own and opaque. */
export type Executed = {
  readonly number: RollupNumber;
  readonly hash: string;
  readonly parentHash: string;
  /** Whole seconds. */
  readonly timestamp: bigint;
  /** Header hash of the sequencer block, lower-case hex; empty for the rollup's own genesis. */
  readonly sequencerHash: string;
};

/** What the rollup calls soft and firm. */
export type Commitments = { readonly soft: Executed; readonly firm: Executed };

/** The sequencer heights of both heads. */
export type Heads = { readonly soft: SequencerHeight; readonly firm: SequencerHeight };

/** Who brings a block: the sequencer's word, or the DA layer. */
export type Source = 'soft' | 'firm';

/** A verified block has come. */
export type Arrival = { readonly source: Source; readonly height: SequencerHeight };

/** `stale`: done with. `early`: its predecessor is missing. `execute`: run it. `promote`: compare, then call it firm. */
export type Decision = 'stale' | 'early' | 'execute' | 'promote';

/** What to do with an arrival; specs/09-conductor.md §4. */
export function decide({ soft, firm }: Heads, { source, height }: Arrival): Decision {
  const head = source === 'soft' ? soft : firm;
  if (height <= head) return 'stale';
  if (height > head + 1n) return 'early';
  return height > soft ? 'execute' : 'promote';
}

/**
 * The commitments after an execution. What DA has proven is soft and firm at once; so is what the rollup itself had
 * called firm (`lost`) before it lost the block, since firm never goes back for its users.
 */
export function afterExecution(
  { firm }: Commitments,
  executed: Executed,
  { source, lost }: { readonly source: Source; readonly lost: Executed | undefined },
): Commitments {
  const wasFirm = lost !== undefined && executed.number <= lost.number;
  return { soft: executed, firm: source === 'firm' || wasFirm ? executed : firm };
}

/** What is wrong with an executed block that DA is about to make firm; undefined when nothing is. */
export function promotionFault(
  { firm }: Commitments,
  executed: Executed,
  proven: { readonly sequencerHash: string; readonly softHash: string | undefined },
): 'sequencer-hash' | 'rollup-hash' | 'parent-hash' | undefined {
  if (executed.sequencerHash !== proven.sequencerHash) return 'sequencer-hash';
  if (proven.softHash !== undefined && executed.hash !== proven.softHash) return 'rollup-hash';
  if (executed.parentHash !== firm.hash) return 'parent-hash';
  return undefined;
}

/** What is wrong with the rollup's answer to an execution; undefined when nothing is. */
export function executionFault(
  parent: Executed,
  executed: Executed,
  asked: { readonly timestamp: bigint; readonly sequencerHash: string },
): 'number' | 'parent-hash' | 'timestamp' | 'sequencer-hash' | undefined {
  if (executed.number !== parent.number + 1n) return 'number';
  if (executed.parentHash !== parent.hash) return 'parent-hash';
  if (executed.timestamp !== asked.timestamp) return 'timestamp';
  if (executed.sequencerHash !== asked.sequencerHash) return 'sequencer-hash';
  return undefined;
}

/** Whether a sequencer block follows the one behind a rollup block; a rollup's first block may follow any. */
export function continues(
  head: { readonly height: SequencerHeight; readonly sequencerHash: string },
  header: Pick<Header, 'height' | 'lastBlockId'>,
): boolean {
  if (head.sequencerHash === '' || header.height !== head.height + 1n) return true;
  return toHex(header.lastBlockId.hash) === head.sequencerHash;
}
