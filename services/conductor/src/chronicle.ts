import type { Header } from '@switchyard/light';
import type { Clock, Facts, Logger } from '@switchyard/service-kit';
import type { Commitments, Executed } from './domain/commitments.ts';
import type { Mismatch, MismatchKind } from './domain/mismatch.ts';
import { headsOf, type Numbering } from './domain/session.ts';
import type { SoftBlock } from './domain/soft-chain.ts';
import type { ConductorMetrics } from './metrics.ts';
import type { FirmBlock, SignedHeader } from './ports.ts';
import type { StateWatch } from './state.ts';

/** What it needs. */
export type ChronicleDeps = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly facts: Facts;
  readonly metrics: ConductorMetrics;
  readonly state: StateWatch;
};

/** Tells what happened to blocks, in lines, figures and state, and keeps soft headers as evidence until firm. */
export type Chronicle = {
  readonly softExecuted: (block: SoftBlock, executed: Executed) => void;
  readonly finalized: (block: FirmBlock, executed: Executed, decision: 'execute' | 'promote') => void;
  readonly moved: (commitments: Commitments) => void;
  readonly timed: (timestamp: bigint, header: Header) => void;
  /** The soft block does not continue what was executed. */
  readonly heldSoft: (block: SoftBlock) => void;
  /** The rollup's hash of a block that was executed on the sequencer's word. */
  readonly softHash: (height: bigint) => string | undefined;
  readonly mismatch: (kind: MismatchKind, block: FirmBlock, executed: Executed) => Mismatch;
};

/** Soft headers kept for evidence, about 1 KiB each with a few validators. */
const keptHeaders = 4_096;

/** How far a rollup's clock may be ahead of the sequencer's. */
const timestampAlarmSeconds = 5n;

/** The chronicle of a session. */
export function createChronicle(
  { clock, log, facts, metrics, state }: ChronicleDeps,
  numbering: Numbering,
): Chronicle {
  const kept = new Map<bigint, SignedHeader & { readonly hash: string }>();
  const held = 'soft blocks do not continue what was executed; waiting for firm blocks';
  return {
    softExecuted: ({ height, header, commit, items, via }, { number, hash }) => {
      kept.set(height, { header, commit, hash });
      for (const oldest of kept.keys()) {
        if (kept.size <= keptHeaders) break;
        kept.delete(oldest);
      }
      metrics.softBlocks.inc({ via });
      const fields = { height, number, hash, txs: items.length, via };
      facts.record([`height:${height}`], fields, 'soft block executed');
    },

    finalized: ({ height, daHeight }, { number, hash }, decision) => {
      kept.delete(height);
      metrics.firmBlocks.inc({ decision });
      facts.record([`height:${height}`], { height, number, hash, daHeight }, 'block finalized');
    },

    moved: (commitments) => {
      const heads = headsOf(numbering, commitments);
      for (const head of ['soft', 'firm'] as const) {
        if (state.value[head]?.height !== heads[head]) metrics.movedAt[head] = clock.elapsed();
      }
      metrics.softHeight.set(Number(heads.soft));
      metrics.firmHeight.set(Number(heads.firm));
      state.patch({
        phase: 'running',
        why: undefined,
        soft: { ...commitments.soft, height: heads.soft },
        firm: { ...commitments.firm, height: heads.firm },
      });
    },

    timed: (timestamp, { time, height }) => {
      const aheadSeconds = timestamp - time.seconds;
      metrics.timestampAhead.set(Number(aheadSeconds));
      if (aheadSeconds > timestampAlarmSeconds) {
        log.error({ height: `${height}`, aheadSeconds: Number(aheadSeconds) }, 'rollup time runs ahead');
      }
    },

    heldSoft: ({ height }) => {
      metrics.conflicts.inc({ source: 'soft' });
      log.error({ height: `${height}` }, held);
      state.patch({ why: held });
    },

    softHash: (height) => kept.get(height)?.hash,

    mismatch: (kind, { height, header, proof, daHeight }, executed) => ({
      kind,
      height,
      number: executed.number,
      executed,
      soft: kept.get(height),
      firm: {
        header,
        descendants: proof.headers.filter((later) => later.height > height),
        commit: proof.commit,
      },
      daHeight,
      resolution: undefined,
    }),
  };
}
