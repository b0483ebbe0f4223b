import {
  bigEndianU64,
  codeOf,
  type DaHeight,
  faultOf,
  fromHex,
  type RollupNumber,
  rollupNumber,
  type SequencerHeight,
  sha256,
  toHex,
} from '@switchyard/primitives';
import { type Clock, type Facts, Mutex, type Task, Watch } from '@switchyard/service-kit';
import { buildBlock } from './build.ts';
import type { Inspected, SkipReason } from './domain/admission.ts';
import {
  type BlockRange,
  type Commitments,
  type ExecutedBlock,
  isInRange,
  refusalOf,
} from './domain/block.ts';
import { nextBaseFee } from './domain/gas.ts';
import type { Secp256k1 } from './domain/inspection.ts';
import { type EvmAddress, type EvmHash, evmHash } from './domain/names.ts';
import { DivergedError, NodeMovedError } from './errors.ts';
import {
  AheadOfSoftError,
  CommitmentError,
  OutOfRangeError,
  TimestampError,
  UnknownBlockError,
} from './execution-api/errors.ts';
import { inspectAll } from './inspect-all.ts';
import { countSkipped } from './metrics.ts';
import type { EngineBlock, JournalEntry, RefusedStore } from './ports.ts';
import { agreeOnGenesis, canReplay, type RestoreDeps, restore, usableDump } from './restore.ts';

/** What the execution of blocks needs. */
export type ExecutionDeps = RestoreDeps & {
  readonly refused: RefusedStore;
  readonly crypto: Secp256k1;
  readonly facts: Facts;
  readonly clock: Clock;
};

/** The rollup's place in the sequence. */
export type ExecutionOptions = {
  readonly chainId: bigint;
  readonly range: BlockRange;
  readonly sequencerStartHeight: SequencerHeight;
  /** Where a reader starts while nothing is firm. */
  readonly daStartHeight: DaHeight;
  /** A dump is made when a replay would take longer. */
  readonly maxReplayMs: number;
};

/** One block to be executed. */
export type ExecuteRequest = {
  readonly parentHash: EvmHash;
  readonly timestamp: bigint;
  readonly sequencerHash: EvmHash;
  readonly items: readonly SectionItem[];
};

/** A transaction's bytes, or an item that this profile has no meaning for. */
export type SectionItem = Uint8Array | 'unknown-variant';

/** A block as a client names it. */
export type BlockName = { readonly number: RollupNumber } | { readonly hash: EvmHash };

/** A transaction of a block. */
export type Included = { readonly hash: EvmHash; readonly sender: EvmAddress; readonly nonce: bigint };

/** What the rest of the process sees. */
export type NodeView = {
  /** undefined until the node was reached for the first time. */
  readonly commitments: Commitments | undefined;
  /** Why blocks cannot be executed now. */
  readonly notReady: string | undefined;
};

/** The driver's core: one node, one journal, one operation at a time. */
export type Execution = {
  readonly view: Watch<NodeView>;
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

/** What a client wants to be soft and firm. */
export type WantedCommitments = {
  readonly soft: NamedBlock;
  readonly firm: NamedBlock;
  readonly searchHeight: DaHeight;
};

/** A block by both its names. */
export type NamedBlock = { readonly number: RollupNumber; readonly hash: EvmHash };

const keepIntervalMs = 1_000;
const rememberedBlocks = 64n;
const dumpDeadlineMs = 5_000;
const replayBytes = { one: 32 * 1024 * 1024, all: 64 * 1024 * 1024 };
const ZERO_HASH = evmHash(new Uint8Array(32));

/** Executes blocks on the node, journals them, and moves what users see. `signal` ends all of it. */
export function createExecution(
  deps: ExecutionDeps,
  options: ExecutionOptions,
  signal: AbortSignal,
): Execution {
  const { engine, journal, dumps, clock, log, metrics, facts, refused } = deps;
  const serial = new Mutex();
  const view = new Watch<NodeView>({ commitments: undefined, notReady: 'the node has not answered yet' });
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => undefined);
  const included = new Map<RollupNumber, readonly Included[]>();
  let genesis: EngineBlock | undefined;
  let head: EngineBlock | undefined;
  let lastDumpMs = 0;

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
      now.hash === soft.hash || (isChild && mayStay(now)) ? now : await restore(deps, first, signal);
    head = settled;
    return settled;
  };

  const execute = async (request: ExecuteRequest): Promise<ExecutedBlock> => {
    const started = clock.now();
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
    const at = await settle((child) => child.hash === again?.block.hash);
    if (again !== undefined && at.hash === again.block.hash) return again.block;
    const block = await make(request, at, inputs, again);
    metrics.executeSeconds.observe((clock.now() - started) / 1_000);
    return block;
  };

  const make = async (
    request: ExecuteRequest,
    parent: EngineBlock,
    inputs: string,
    again: JournalEntry | undefined,
  ): Promise<ExecutedBlock> => {
    const { timestamp, sequencerHash } = request;
    const items = await inspectAll(request.items, options.chainId, deps.crypto);
    const accounts = await engine.accounts(parent, sendersOf(items), signal);
    const baseFee = nextBaseFee(parent);
    const plan = { parent, timestamp, baseFee, sequencerHash };
    const limits = { baseFee, gasLimit: parent.gasLimit };
    const started = clock.now();
    const result = await buildBlock(engine, { plan, limits, accounts, items }, signal);
    const buildMs = clock.now() - started;
    metrics.buildSeconds.observe(buildMs / 1_000);
    const { number, hash, parentHash, gasUsed } = result.block;
    if (again !== undefined && again.block.hash !== hash) {
      throw new DivergedError({ number, journal: again.block.hash, node: hash });
    }
    for (const { candidate, why } of result.refused) {
      metrics.refused.inc();
      log.error(
        { number, txHash: candidate.hash, why: why.slice(0, 200) },
        'node refused an admitted transaction',
      );
      await refused.file({ number, hash: candidate.hash, why, bytes: candidate.bytes });
    }
    const { admitted, skipped } = result.admission;
    const block = { number, hash, parentHash, timestamp, baseFee, gasUsed, sequencerHash };
    if (again === undefined) {
      await journal.execute({ block, inputs, buildMs, transactions: admitted.map(({ bytes }) => bytes) });
    }
    head = result.block;
    included.set(
      number,
      admitted.map(({ hash: tx, sender, tx: { nonce } }) => ({ hash: tx, sender, nonce })),
    );
    included.delete(rollupNumber(number > rememberedBlocks ? number - rememberedBlocks : 0n));
    metrics.admitted.inc(admitted.length);
    countSkipped(
      metrics,
      skipped.map(({ reason }) => reason),
    );
    recordFacts(
      block,
      request,
      admitted.map(({ hash: tx }) => tx),
      skipped,
    );
    return block;
  };

  const recordFacts = (
    { number, hash, gasUsed }: ExecutedBlock,
    { items }: ExecuteRequest,
    admitted: readonly EvmHash[],
    skipped: readonly { readonly index: number; readonly reason: SkipReason }[],
  ): void => {
    const height = options.sequencerStartHeight + number - options.range.start;
    const ids = [`height:${height}`, ...admitted.map((tx) => `tx:${tx}`)];
    const counts = { txs: admitted.length, skipped: skipped.length };
    facts.record(ids, { number, height, hash, ...counts, gasUsed }, 'block executed');
    for (const [reason, group] of Map.groupBy(skipped, ({ reason: why }) => why)) {
      const hashes = group.flatMap(({ index }) => {
        const item = items[index];
        return item instanceof Uint8Array ? [`tx:${evmHash(deps.crypto.keccak256(item))}`] : [];
      });
      facts.record(hashes, { number, height, reason, txs: group.length }, 'transactions skipped');
    }
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
    // A node that lost the block cannot show it: it is brought back first.
    if (head?.hash !== wanted.soft.hash) await settle(() => true);
    if (wanted.soft.number > now.soft.number && head?.hash !== wanted.soft.hash) {
      throw new NodeMovedError({ what: 'the executed block is gone', number: wanted.soft.number });
    }
    await journal.commit(heads);
    await engine.commit({ soft: wanted.soft.hash, firm: wanted.firm.hash }, signal);
    if (wanted.soft.number > now.soft.number) metrics.progressed(clock.now());
    return publish();
  };

  const dump = async (limit: AbortSignal): Promise<void> => {
    const { soft, firm } = journal.heads();
    const at = await engine.head(limit);
    const entry = journal.entry(soft);
    if (engine.dumps === undefined || entry === undefined || at.hash !== entry.block.hash) return;
    const started = clock.now();
    const content = await engine.dumps.dump(limit);
    await dumps.save({ number: soft, hash: at.hash }, content);
    lastDumpMs = clock.now() - started;
    metrics.dumps.inc();
    log.info({ number: soft, bytes: content.length, ms: lastDumpMs }, 'dump saved');
    const base = usableDump(deps, firm);
    for (const name of dumps.list()) {
      if (name.number !== soft && name.number !== base?.number) await dumps.remove(name);
    }
    const covered = journal.replayCost(rollupNumber(0)).bytes > replayBytes.all ? soft : base?.number;
    if (covered !== undefined) await journal.compact(covered);
  };

  const dumpWhenDue = async (): Promise<void> => {
    const { soft } = journal.heads();
    const cost = journal.replayCost(usableDump(deps, soft)?.number ?? rollupNumber(0));
    const isDue = cost.ms > Math.max(options.maxReplayMs, 10 * lastDumpMs) || cost.bytes > replayBytes.one;
    if (isDue) await dump(signal);
  };

  const keepOnce = (): Promise<void> =>
    exclusively(async () => {
      await settle(() => true);
      if (view.value.notReady !== undefined) publish();
      await dumpWhenDue();
    });

  const saveAtEnd = (): Promise<void> =>
    serial.run(async () => {
      const limit = AbortSignal.timeout(dumpDeadlineMs);
      const { soft } = journal.heads();
      const entry = journal.entry(soft);
      const newest = usableDump(deps, soft);
      if (entry === undefined || newest?.number === soft) return;
      const target = await engine.block(entry.block.hash, limit);
      if (target !== undefined && (await engine.rewind(target, limit)) === 'done') await dump(limit);
    });

  const keep: Task = async (ending) => {
    const loop = async (): Promise<void> => {
      for (;;) {
        ending.throwIfAborted();
        try {
          await keepOnce();
        } catch (error) {
          ending.throwIfAborted();
          if (faultOf(error) === 'fatal') throw error;
          if (view.value.notReady === undefined) log.warn({ err: error }, 'node is not usable');
          view.set({ ...view.value, notReady: codeOf(error) });
        }
        await clock.sleep(keepIntervalMs, ending);
      }
    };
    try {
      await Promise.race([loop(), stopped.promise]);
    } finally {
      if (ending.aborted) {
        await saveAtEnd().catch((error: unknown) => log.warn({ err: error }, 'no dump at the end'));
      }
    }
  };

  return {
    view,
    keep,
    open: () =>
      exclusively(async () => {
        await settle(() => true);
        return publish();
      }),
    execute: (request, stillValid) =>
      exclusively(() => {
        stillValid();
        return execute(request);
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
        const to = canReplay(journal, base, firm) ? firm : base;
        log.warn({ from: journal.heads().soft, firm, to }, 'rewinding');
        await journal.cut(to);
        await settle(() => false);
        included.clear();
        return publish();
      }),
  };
}

function digestOf({ parentHash, timestamp, sequencerHash, items }: ExecuteRequest): string {
  const parts = items.flatMap((item) =>
    item instanceof Uint8Array ? [bigEndianU64(BigInt(item.length)), item] : [bigEndianU64((1n << 64n) - 1n)],
  );
  return toHex(sha256(fromHex(parentHash), bigEndianU64(timestamp), fromHex(sequencerHash), ...parts));
}

function sendersOf(items: readonly Inspected[]): readonly EvmAddress[] {
  return [...new Set(items.flatMap((item) => (typeof item === 'string' ? [] : [item.sender])))];
}
