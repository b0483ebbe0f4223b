import { type Anchor, tipOfAnchor } from '@switchyard/light';
import { runTasks, spareFile, type Task, Watch } from '@switchyard/service-kit';
import { createBell } from './bell.ts';
import { type ConductDeps, conduct, type OpenSession } from './conduct.ts';
import type { Mismatch } from './domain/mismatch.ts';
import { heightOf } from './domain/session.ts';
import { createSoftChain, type SoftChain } from './domain/soft-chain.ts';
import { firmStart, isRootOf, type OwnBlock, type TrustRoot, walkFrom } from './domain/start.ts';
import { NoTrustRootError } from './errors.ts';
import { createFirmQueue } from './firm-queue.ts';
import { followFirm } from './follow-firm.ts';
import { type FollowSoftDeps, followSoft } from './follow-soft.ts';
import type { FirmBlock, FirmReading, FirmSource, SignedHeader, TipStore } from './ports.ts';
import type { Mode } from './state.ts';
import { fetchRoot } from './trust-roots.ts';

/** What a session needs. */
export type SessionDeps = Omit<FollowSoftDeps, 'onMoved' | 'onConflict'> &
  ConductDeps & {
    readonly firmSource: FirmSource;
    readonly tips: TipStore;
    readonly keepConflict: (source: 'soft' | 'firm', second: SignedHeader) => void;
  };

/** How a conductor was set up. */
export type SessionOptions = { readonly mode: Mode; readonly anchor: Anchor };

/** One tip file a second is enough: an older one costs a little reading. */
const tipIntervalMs = 1_000;

/** Follows both sources and executes what they bring, until the session is lost. */
export function runSession(
  deps: SessionDeps,
  { mode, anchor }: SessionOptions,
  session: OpenSession,
  hold: Pick<Mismatch, 'height'> | undefined,
): Task {
  const { suppliers, tips, state, clock, log } = deps;
  const { rollupId } = session;

  return async (signal) => {
    state.patch({ followsSoft: false });
    const arrived = createBell();
    const saved = await tips.load();
    const newest = new Watch<Anchor | undefined>(undefined);
    const queue = mode === 'soft-only' ? undefined : createFirmQueue(arrived);
    let reading: FirmReading | undefined;
    let chain: SoftChain | undefined;

    const onFirm = (block: FirmBlock): void => {
      leap(chain, block, anchor.chainId);
      const da = reading?.daAnchorAt(block.searchHeight);
      if (da === undefined || block.nextValidators === undefined) return;
      const { height, headerHash, nextValidators } = block;
      newest.set({ chainId: anchor.chainId, sequencer: { height, headerHash, nextValidators }, da });
    };

    const soft: Task = async (s) => {
      chain = await openChain(saved, s);
      const onMoved = (): void => {
        state.patch({ seen: chain?.tip().height });
        arrived.ring();
      };
      const onConflict = (second: SignedHeader): void => deps.keepConflict('soft', second);
      await followSoft({ ...deps, onMoved, onConflict }, chain, rollupId)(s);
    };

    const firm = (firmQueue: NonNullable<typeof queue>): Task => {
      const onConflict = (second: SignedHeader): void => deps.keepConflict('firm', second);
      const onOpen = (opened: FirmReading): void => {
        reading = opened;
      };
      const follow = followFirm(
        { ...deps, source: deps.firmSource, onConflict },
        { rollupId, queue: firmQueue, onOpen },
      );
      return async (s) => follow(await openFirm(saved, s))(s);
    };

    const tasks: Record<string, Task> = {
      conduct: conduct(deps, session, { arrived, soft: () => chain, firm: queue, hold, onFirm }),
    };
    if (mode !== 'firm-only') tasks['soft'] = soft;
    if (queue !== undefined) {
      tasks['firm'] = firm(queue);
      tasks['tips'] = saveTips(deps, newest);
    }
    await runTasks(tasks, signal);
  };

  async function openFirm(saved: Anchor | undefined, signal: AbortSignal) {
    const { firm } = session.commitments;
    const own = { height: heightOf(session, firm.number), sequencerHash: firm.sequencerHash };
    const isAtHand = [saved, anchor].some((root) => root !== undefined && isRootOf(root.sequencer, own));
    const fetched =
      isAtHand || own.sequencerHash === '' ? undefined : await fetchRoot(suppliers, own, rollupId, signal);
    const root = fetched?.kind === 'root' ? fetched.root : undefined;
    const start = firmStart({ anchor, saved, fetched: root }, own, session.searchHeight);
    if (start === undefined) throw new NoTrustRootError(own.height, anchor.sequencer.height);
    return start;
  }

  /** Soft blocks are followed from the rollup's own soft block; without it, an earlier root is walked up to it. */
  async function openChain(saved: Anchor | undefined, signal: AbortSignal): Promise<SoftChain> {
    for (;;) {
      const own = ownSoft();
      const root = await softRoot(saved, own, signal);
      if (root !== undefined) {
        log.info({ height: `${root.height}`, soft: `${own.height}` }, 'following soft blocks');
        const tip = tipOfAnchor({ ...anchor, sequencer: root });
        state.patch({ followsSoft: true });
        return createSoftChain({ tip, validators: root.nextValidators });
      }
      await clock.sleep(tipIntervalMs, signal);
    }
  }

  async function softRoot(
    saved: Anchor | undefined,
    own: OwnBlock,
    signal: AbortSignal,
  ): Promise<TrustRoot | undefined> {
    const walk = walkFrom({ anchor, saved }, own);
    if (walk !== undefined && isRootOf(walk, own)) return walk;
    if (own.sequencerHash === '') return walk;
    const fetched = await fetchRoot(suppliers, own, rollupId, signal);
    if (fetched.kind === 'root') return fetched.root;
    return fetched.kind === 'different' ? walk : undefined;
  }

  /** Firm blocks may have moved soft since the session was opened. */
  function ownSoft(): OwnBlock {
    const soft = state.value.soft ?? session.commitments.soft;
    return { height: heightOf(session, soft.number), sequencerHash: soft.sequencerHash };
  }
}

function leap(chain: SoftChain | undefined, block: FirmBlock, chainId: string): void {
  const { height, headerHash, header, nextValidators } = block;
  chain?.leap({ chainId, height, headerHash, nextValidatorsHash: header.nextValidatorsHash }, nextValidators);
}

/** A tip that cannot be saved costs reading at the next start, nothing else. */
function saveTips(
  { tips, clock, failpoints, log }: Pick<SessionDeps, 'tips' | 'clock' | 'failpoints' | 'log'>,
  newest: Watch<Anchor | undefined>,
): Task {
  return async (signal) => {
    const spare = spareFile(log, 'tip file');
    for await (const tip of newest.changes(signal)) {
      if (tip === undefined) continue;
      failpoints.hit('tip-file.before');
      await spare(() => tips.save(tip));
      failpoints.hit('tip-file.after');
      await clock.sleep(tipIntervalMs, signal);
    }
  };
}
