import { next, toHex } from '@switchyard/primitives';
import { rollupTimestamp } from '@switchyard/protocol';
import { type Failpoints, retrying, type Task } from '@switchyard/service-kit';
import type { Bell } from './bell.ts';
import { type ChronicleDeps, createChronicle } from './chronicle.ts';
import {
  afterExecution,
  type Commitments,
  continues,
  decide,
  type Executed,
  executionFault,
  promotionFault,
  type Source,
} from './domain/commitments.ts';
import { holdsSoft, type Mismatch } from './domain/mismatch.ts';
import { headsOf, isLast, type Session } from './domain/session.ts';
import type { SoftBlock, SoftChain } from './domain/soft-chain.ts';
import { ExecutionRefusedError, MismatchError, OutOfRangeError, WrongExecutionError } from './errors.ts';
import type { Failpoint } from './failpoints.ts';
import type { FirmQueue } from './firm-queue.ts';
import type { ExecutionClient, FirmBlock } from './ports.ts';

/** What the loop needs. */
export type ConductDeps = ChronicleDeps & {
  readonly execution: ExecutionClient;
  readonly failpoints: Failpoints<Failpoint>;
};

/** Where blocks come from; a mode lacks one of them. */
export type Feeds = {
  /** Rings when either has a block. */
  readonly arrived: Bell;
  /** Undefined while its trust root is not at hand. */
  readonly soft: () => SoftChain | undefined;
  readonly firm: FirmQueue | undefined;
  /** What firm must pass before soft blocks count again. */
  readonly hold: Pick<Mismatch, 'height'> | undefined;
  /** A block has become firm. */
  readonly onFirm: (block: FirmBlock) => void;
};

/** A session with what the rollup really has. */
export type OpenSession = Session & {
  /** What the rollup called firm before it lost it: made again, it must be the same. */
  readonly lost: Executed | undefined;
};

type Arrival =
  | { readonly source: 'soft'; readonly block: SoftBlock }
  | { readonly source: 'firm'; readonly block: FirmBlock };

/** Executes and commits what arrives, one block at a time, in order; specs/09-conductor.md §4. */
export function conduct(deps: ConductDeps, session: OpenSession, feeds: Feeds): Task {
  const { execution, clock, log, metrics, failpoints } = deps;
  const chronicle = createChronicle(deps, session);
  let { commitments, searchHeight } = session;
  let lastSource: Source = 'soft';
  let isSoftHeld = false;

  return async (signal) => {
    chronicle.moved(commitments);
    for (;;) {
      signal.throwIfAborted();
      assertInRange();
      const arrival = nextArrival();
      if (arrival === undefined) {
        await feeds.arrived.wait(signal);
        continue;
      }
      await handle(arrival, signal);
      lastSource = arrival.source;
      if (arrival.source === 'soft') feeds.soft()?.take();
      else feeds.firm?.take();
    }
  };

  /** In turns while both have one. */
  function nextArrival(): Arrival | undefined {
    const firm = feeds.firm?.peek();
    const soft = softAllowed() ? feeds.soft()?.peek() : undefined;
    if (firm !== undefined && (soft === undefined || lastSource === 'soft'))
      return { source: 'firm', block: firm };
    return soft === undefined ? undefined : { source: 'soft', block: soft };
  }

  function softAllowed(): boolean {
    const { firm } = headsOf(session, commitments);
    return !isSoftHeld && !holdsSoft(feeds.hold, firm) && !isLast(session, commitments.soft.number);
  }

  /** A fork that has ended is left once all of it is firm; before that a new session may be the same again. */
  function assertInRange(): void {
    const { soft, firm } = commitments;
    if (!isLast(session, soft.number)) return;
    if (feeds.firm !== undefined && !isLast(session, firm.number)) return;
    throw new OutOfRangeError("the session's range of blocks has ended", { number: soft.number });
  }

  async function handle(arrival: Arrival, signal: AbortSignal): Promise<void> {
    const { source, block } = arrival;
    const heads = headsOf(session, commitments);
    switch (decide(heads, { source, height: block.height })) {
      case 'stale':
        if (source === 'firm' && block.height === heads.firm) assertSameFirm(block);
        return;
      case 'early':
        throw new ExecutionRefusedError('a block is missing before this one', { height: block.height });
      case 'execute':
        await execute(arrival, signal);
        return;
      case 'promote':
        if (source === 'firm') await promote(block, signal);
    }
  }

  async function execute(arrival: Arrival, signal: AbortSignal): Promise<void> {
    const { source, block } = arrival;
    const parent = commitments.soft;
    const { soft: height } = headsOf(session, commitments);
    if (!continues({ height, sequencerHash: parent.sequencerHash }, block.header)) {
      if (source === 'firm') throw new MismatchError(chronicle.mismatch('parent-hash', block, parent));
      isSoftHeld = true;
      chronicle.heldSoft(block);
      return;
    }
    const executed = await run(parent, block, signal);
    assertSameAsLost(executed);
    const { lost } = session;
    await commit(afterExecution(commitments, executed, { source, lost }), arrival, signal);
    if (source === 'soft') {
      chronicle.softExecuted(block, executed);
    } else {
      isSoftHeld = false;
      chronicle.finalized(block, executed, 'execute');
      feeds.onFirm(block);
    }
  }

  async function run(parent: Executed, block: SoftBlock | FirmBlock, signal: AbortSignal): Promise<Executed> {
    const { header, headerHash, items } = block;
    const asked = {
      timestamp: rollupTimestamp(parent.timestamp, header.time),
      sequencerHash: toHex(headerHash),
    };
    const request = { sessionId: session.id, parentHash: parent.hash, items, ...asked };
    const startedAt = clock.elapsed();
    failpoints.hit('execute.before');
    const executed = await trying('execute', (s) => execution.execute(request, s), signal);
    failpoints.hit('execute.after');
    metrics.executeSeconds.observe((clock.elapsed() - startedAt) / 1_000);
    const fault = executionFault(parent, executed, asked);
    if (fault !== undefined) {
      throw new WrongExecutionError('the rollup answers with another block', { fault, height: block.height });
    }
    chronicle.timed(asked.timestamp, header);
    return executed;
  }

  async function promote(block: FirmBlock, signal: AbortSignal): Promise<void> {
    const number = next(commitments.firm.number);
    const executed = await trying('executed block', (s) => execution.executedAt(number, s), signal);
    if (executed === undefined) {
      throw new ExecutionRefusedError('the rollup does not know its own block', { number });
    }
    const fault = promotionFault(commitments, executed, {
      sequencerHash: toHex(block.headerHash),
      softHash: chronicle.softHash(block.height),
    });
    if (fault !== undefined) throw new MismatchError(chronicle.mismatch(fault, block, executed));
    await commit({ soft: commitments.soft, firm: executed }, { source: 'firm', block }, signal);
    chronicle.finalized(block, executed, 'promote');
    feeds.onFirm(block);
  }

  async function commit(to: Commitments, { source, block }: Arrival, signal: AbortSignal): Promise<void> {
    if (source === 'firm' && block.searchHeight > searchHeight) searchHeight = block.searchHeight;
    const update = { sessionId: session.id, commitments: to, searchHeight };
    const startedAt = clock.elapsed();
    failpoints.hit(source === 'soft' ? 'commit-soft.before' : 'commit-firm.before');
    await trying('commit', (s) => execution.commit(update, s), signal);
    failpoints.hit(source === 'soft' ? 'commit-soft.after' : 'commit-firm.after');
    metrics.commitSeconds.observe((clock.elapsed() - startedAt) / 1_000);
    commitments = to;
    chronicle.moved(commitments);
  }

  function assertSameFirm(block: FirmBlock): void {
    const { firm } = commitments;
    if (firm.sequencerHash !== '' && firm.sequencerHash !== toHex(block.headerHash)) {
      throw new MismatchError(chronicle.mismatch('firm-hash', block, firm));
    }
  }

  function assertSameAsLost(executed: Executed): void {
    const { lost } = session;
    if (lost?.number !== executed.number || lost.hash === executed.hash) return;
    throw new WrongExecutionError('a block made again has another hash than before it was lost', {
      number: executed.number,
      before: lost.hash,
      now: executed.hash,
    });
  }

  function trying<T>(
    operation: string,
    attempt: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const onRetry = (): void => metrics.retries.inc({ operation });
    return retrying({ clock, log, operation, onRetry }, attempt, signal);
  }
}
