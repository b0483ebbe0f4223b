import { codeOf, faultOf, type RollupNumber, rollupNumber } from '@switchyard/primitives';
import { Mutex, type Task, Watch } from '@switchyard/service-kit';
import { type Commitments, type ExecutedBlock, isInRange, refusalOf } from './domain/block.ts';
import { type EvmHash, evmHash } from './domain/names.ts';
import { DivergedError } from './errors.ts';
import {
  AheadOfSoftError,
  CommitmentError,
  OutOfRangeError,
  TimestampError,
  UnknownBlockError,
} from './execution-api/errors.ts';
import type {
  BlockName,
  ExecuteRequest,
  ExecutionDeps,
  ExecutionOptions,
  Included,
  WantedCommitments,
} from './execution-types.ts';
import { digestOf, makeBlock } from './make-block.ts';
import type { EngineBlock } from './ports.ts';
import { agreeOnGenesis, canReplay, restore, usableDump } from './restore.ts';
import { createSaving } from './saving.ts';
import { createStuckWatch } from './stuck.ts';

/** What the rest of the process sees. */
type NodeView = {
  /** undefined until the node was reached for the first time. */
  readonly commitments: Commitments | undefined;
  /** Why blocks cannot be executed now. */
  readonly notReady: string | undefined;
  /** What a person must do about it; not for users. */
  readonly remedy?: string | undefined;
};

/** The driver's core: one node, one journal, one operation at a time. */
export type Execution = {
  readonly view: Watch<NodeView>;
  /** Whether a block is being made: what is less urgent lets the node go. */
  readonly making: Watch<boolean>;
  /** Keeps the node where the journal says, makes dumps; ends with what must stop the process. */
  readonly keep: Task;
  /** The commitment state of a new session. */
  readonly open: () => Promise<Commitments>;
  readonly execute: (request: ExecuteRequest, stillValid: () => void) => Promise<ExecutedBlock>;
  readonly commit: (wanted: WantedCommitments, stillValid: () => void) => Promise<Commitments>;
  /** Block 0, once the node was reached. */
  readonly genesis: () => EngineBlock | undefined;
  readonly find: (name: BlockName) => Promise<ExecutedBlock>;
  /** The transactions of a recent block. */
  readonly included: (number: RollupNumber) => readonly Included[] | undefined;
  /** The block above soft that was executed and is not committed. */
  readonly uncommitted: () => EvmHash | undefined;
  /** Undoes what is soft only. Clients must open a new session. */
  readonly rewindToFirm: () => Promise<Commitments>;
};

const keepIntervalMs = 1_000;
const rememberedBlocks = 64n;
const dumpDeadlineMs = 5_000;
const ZERO_HASH = evmHash(new Uint8Array(32));

/** Executes blocks on the node, journals them, and moves what users see. `signal` ends all of it. */
export function createExecution(
  deps: ExecutionDeps,
  options: ExecutionOptions,
  signal: AbortSignal,
): Execution {
  const { engine, journal, clock, log, metrics } = deps;
  const saving = createSaving(deps, options);
  const serial = new Mutex();
  const making = new Watch(false);
  const view = new Watch<NodeView>({ commitments: undefined, notReady: 'the node has not answered yet' });
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => undefined);
  const included = new Map<RollupNumber, readonly Included[]>();
  let genesis: EngineBlock | undefined;
  let head: EngineBlock | undefined;

  /** One at a time; what must stop the process does. */
  const exclusively = <T>(run: () => Promise<T>): Promise<T> =>
    serial.run(async () => {
      try {
        signal.throwIfAborted();
        return await run();
      } catch (error) {
        if (faultOf(error) !== 'rejected' && !signal.aborted) metrics.errors.inc({ code: codeOf(error) });
        if (faultOf(error) === 'fatal' && !signal.aborted) stopped.reject(error);
        throw error;
      }
    });

  const publish = (): Commitments => {
    const commitments = commitmentsNow();
    metrics.softNumber.set(Number(commitments.soft.number));
    metrics.firmNumber.set(Number(commitments.firm.number));
    view.set({ commitments, notReady: undefined });
    return commitments;
  };

  const commitmentsNow = (): Commitments => {
    const { soft, firm, searchHeight } = journal.heads();
    return {
      soft: blockAt(soft),
      firm: blockAt(firm),
      searchHeight: searchHeight ?? options.daStartHeight,
    };
  };

  const blockAt = (number: RollupNumber): ExecutedBlock => {
    const entry = journal.entry(number);
    if (entry !== undefined) return entry.block;
    if (number !== 0n || genesis === undefined) throw new UnknownBlockError({ number });
    return { ...genesis, parentHash: ZERO_HASH, sequencerHash: ZERO_HASH };
  };

  /** Block 0, which a session, a block or a commitment may come before. */
  const began = async (): Promise<EngineBlock> => {
    genesis ??= await agreeOnGenesis(deps, signal);
    return genesis;
  };

  /** The node's head is the soft block when this resolves, or its child when that may stay. */
  const settle = async (mayStay: (child: EngineBlock) => boolean): Promise<EngineBlock> => {
    const first = await began();
    const { soft } = commitmentsNow();
    const now = await engine.head(signal);
    const isChild = now.parentHash === soft.hash && now.number === soft.number + 1n;
    const settled =
      now.hash === soft.hash || (isChild && mayStay(now))
        ? now
        : await restore(deps, first, soft.number, signal);
    head = settled;
    return settled;
  };

  const execute = async (request: ExecuteRequest): Promise<ExecutedBlock> => {
    const started = clock.elapsed();
    await began();
    const { soft } = commitmentsNow();
    if (request.parentHash !== soft.hash)
      throw new AheadOfSoftError({ parent: request.parentHash, soft: soft.hash });
    const number = rollupNumber(soft.number + 1n);
    if (!isInRange(number, options.range)) throw new OutOfRangeError({ number, end: options.range.end });
    if (request.timestamp <= soft.timestamp) {
      throw new TimestampError({ timestamp: request.timestamp, parent: soft.timestamp });
    }
    const inputs = digestOf(request);
    const known = journal.entry(number);
    const again = known?.inputs === inputs ? known : undefined;
    if (known !== undefined && again === undefined && number <= journal.promised()) {
      throw new DivergedError({ number, journal: known.block.hash, what: 'made of other transactions' });
    }
    const at = await settle((child) => child.hash === again?.block.hash);
    if (again !== undefined && at.hash === again.block.hash) return again.block;
    const made = await makeBlock(deps, options, request, at, { inputs, again }, signal);
    head = made.head;
    included.set(number, made.included);
    included.delete(rollupNumber(number > rememberedBlocks ? number - rememberedBlocks : 0n));
    metrics.executeSeconds.observe((clock.elapsed() - started) / 1_000);
    return made.block;
  };

  const commit = async (wanted: WantedCommitments): Promise<Commitments> => {
    const first = await began();
    const now = commitmentsNow();
    const refusal = refusalOf(now, { soft: wanted.soft.number, firm: wanted.firm.number });
    if (refusal !== undefined) {
      throw new CommitmentError({ refusal, soft: wanted.soft.number, firm: wanted.firm.number });
    }
    for (const { number, hash } of [wanted.soft, wanted.firm]) {
      const known = number === 0n ? first.hash : journal.entry(number)?.block.hash;
      if (known !== hash) throw new CommitmentError({ refusal: 'unknown-block', number, hash });
    }
    const heads = { soft: wanted.soft.number, firm: wanted.firm.number, searchHeight: wanted.searchHeight };
    // A node that lost the executed block cannot show it: it is made again first.
    if (wanted.soft.number > now.soft.number && (await engine.head(signal)).hash !== wanted.soft.hash) {
      head = await restore(deps, first, wanted.soft.number, signal);
    }
    await journal.commit(heads);
    await engine.commit({ soft: wanted.soft.hash, firm: wanted.firm.hash }, signal);
    if (wanted.soft.number > now.soft.number) metrics.progressed(clock.elapsed());
    return publish();
  };

  const stuck = createStuckWatch(deps);

  const keepOnce = (): Promise<void> =>
    exclusively(async () => {
      await settle(() => true);
      if (view.value.notReady !== undefined) publish();
      await saving.whenDue(signal);
    });

  const keep: Task = async (ending) => {
    const loop = async (): Promise<void> => {
      for (;;) {
        ending.throwIfAborted();
        try {
          await keepOnce();
          stuck.succeeded();
        } catch (error) {
          ending.throwIfAborted();
          if (faultOf(error) === 'fatal') throw error;
          if (view.value.notReady === undefined) log.warn({ err: error }, 'node is not usable');
          const remedy = await stuck.failed(error, journal.heads().soft, ending);
          view.set({ ...view.value, notReady: codeOf(error), remedy });
        }
        await clock.sleep(keepIntervalMs, ending);
      }
    };
    try {
      await Promise.race([loop(), stopped.promise]);
    } finally {
      if (ending.aborted) {
        const limit = AbortSignal.timeout(dumpDeadlineMs);
        await serial
          .run(() => saving.atEnd(limit))
          .catch((error: unknown) => log.warn({ err: error }, 'no dump at the end'));
      }
    }
  };

  return {
    view,
    making,
    keep,
    open: () =>
      exclusively(async () => {
        await settle(() => true);
        return publish();
      }),
    execute: (request, stillValid) =>
      exclusively(async () => {
        stillValid();
        making.set(true);
        try {
          return await execute(request);
        } finally {
          making.set(false);
        }
      }),
    commit: (wanted, stillValid) =>
      exclusively(() => {
        stillValid();
        return commit(wanted);
      }),
    find: (name) =>
      exclusively(async () => {
        const first = await began();
        const { soft } = journal.heads();
        if ('number' in name) {
          if (name.number > soft) throw new UnknownBlockError({ number: name.number });
          return blockAt(name.number);
        }
        if (name.hash === first.hash) return blockAt(rollupNumber(0));
        const entry = journal.entryOf(name.hash);
        if (entry === undefined || entry.block.number > soft)
          throw new UnknownBlockError({ hash: name.hash });
        return entry.block;
      }),
    genesis: () => genesis,
    included: (number) => included.get(number),
    uncommitted: () => (head !== undefined && head.number > journal.heads().soft ? head.hash : undefined),
    rewindToFirm: () =>
      exclusively(async () => {
        await settle(() => true);
        const { firm } = journal.heads();
        const base = usableDump(deps, firm)?.number ?? rollupNumber(0);
        // A client that keeps its chain on disk steps back by itself.
        const isOnDisk = engine.dumps === undefined && firm > 0n;
        const to = isOnDisk || canReplay(journal, base, firm) ? firm : base;
        log.warn({ from: journal.heads().soft, firm, to }, 'rewinding');
        await journal.cut(to);
        await settle(() => false);
        included.clear();
        return publish();
      }),
  };
}
