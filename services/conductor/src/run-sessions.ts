import { codeOf, equalBytes, faultOf, SwitchyardError } from '@switchyard/primitives';
import { maxRetryDelayMs, type Task, TaskError } from '@switchyard/service-kit';
import type { OpenSession } from './conduct.ts';
import type { Mismatch } from './domain/mismatch.ts';
import { type Expected, headsOf, type Session } from './domain/session.ts';
import { causeOf, MismatchError, SessionLostError, WrongRollupError } from './errors.ts';
import type { MismatchStore } from './ports.ts';
import { realCommitments } from './real-commitments.ts';
import type { ResumeDesk } from './resume-desk.ts';
import { rollBack } from './roll-back.ts';
import { runSession, type SessionDeps, type SessionOptions } from './run-session.ts';

/** What the outermost loop needs. */
export type SessionsDeps = SessionDeps & {
  readonly mismatches: MismatchStore;
  readonly resumes: ResumeDesk;
};

/** How a conductor was set up. */
export type SessionsOptions = SessionOptions & { readonly expected: Expected };

const firstDelayMs = 100;

/** A session that lasted this long was a good one. */
const goodSessionMs = 10_000;

/** Opens one session after the other; stands still after a mismatch until told; specs/09-conductor.md §2. */
export function runSessions(deps: SessionsDeps, options: SessionsOptions): Task {
  const { execution, clock, log, metrics, state, mismatches, resumes, failpoints } = deps;

  return async (signal) => {
    let mismatch = await mismatches.load();
    let delayMs = firstDelayMs;
    for (;;) {
      signal.throwIfAborted();
      show(mismatch);
      if (mismatch !== undefined && mismatch.resolution === undefined) {
        mismatch = await resumed(mismatch, signal);
        continue;
      }
      const startedAt = clock.elapsed();
      try {
        const session = await open(signal);
        mismatch = await passed(mismatch, session);
        await runSession(deps, options, session, mismatch)(signal);
      } catch (error) {
        signal.throwIfAborted();
        mismatch = (await stopped(error)) ?? mismatch;
        if (mismatch !== undefined && mismatch.resolution === undefined) continue;
        if (faultOf(rootOf(error)) === 'fatal') throw error;
        // A session that another caller ended is no sign of trouble: the sooner the next, the less its thief gains.
        const wasTaken = causeOf(error, SessionLostError) !== undefined;
        if (wasTaken || clock.elapsed() - startedAt > goodSessionMs) delayMs = firstDelayMs;
        await pause(rootOf(error), delayMs, signal);
        delayMs = Math.min(2 * delayMs, maxRetryDelayMs);
      }
    }
  };

  async function open(signal: AbortSignal): Promise<OpenSession> {
    const session = await execution.openSession(signal);
    assertExpected(session, options.expected);
    const real = await realCommitments(execution, session, signal);
    metrics.sessions.inc();
    const { soft, firm } = headsOf(session, real.commitments);
    log.info(
      { session: session.id, soft: `${soft}`, firm: `${firm}`, lost: real.lost && `${real.lost.number}` },
      'execution session opened',
    );
    return real;
  }

  /** Writes down what stopped the rollup, if that is why the session ended. */
  async function stopped(error: unknown): Promise<Mismatch | undefined> {
    const found = causeOf(error, MismatchError)?.mismatch;
    if (found === undefined) return undefined;
    failpoints.hit('mismatch-file.before');
    await mismatches.save(found);
    failpoints.hit('mismatch-file.after');
    const { height, number, kind } = found;
    log.error(
      { height: `${height}`, number: `${number}`, kind },
      'rollup stopped: what is firm is not what was executed',
    );
    return found;
  }

  /** Waits for an operator's command and carries it out. */
  async function resumed(mismatch: Mismatch, signal: AbortSignal): Promise<Mismatch> {
    const command = await resumes.next(signal);
    try {
      const outcome = await rollBack({ execution, failpoints }, await open(signal), mismatch, signal);
      if (outcome.kind !== 'resumed') {
        command.answer(outcome);
        return mismatch;
      }
      const resolved: Mismatch = { ...mismatch, resolution: 'firm' };
      await mismatches.save(resolved);
      log.warn({ height: `${mismatch.height}` }, 'rollup goes on from its firm block');
      command.answer(outcome);
      return resolved;
    } catch (error) {
      command.answer({ kind: 'refused', remedy: `try again: ${reasonOf(error)}` });
      signal.throwIfAborted();
      if (faultOf(error) === 'fatal') throw error;
      return mismatch;
    }
  }

  /** A resolved mismatch is over once firm has passed it. */
  async function passed(mismatch: Mismatch | undefined, session: OpenSession): Promise<Mismatch | undefined> {
    if (mismatch === undefined || headsOf(session, session.commitments).firm < mismatch.height)
      return mismatch;
    await mismatches.resolve(mismatch);
    show(undefined);
    return undefined;
  }

  function show(mismatch: Mismatch | undefined): void {
    const isStopped = mismatch !== undefined && mismatch.resolution === undefined;
    metrics.mismatched.set(isStopped ? 1 : 0);
    if (!isStopped) {
      state.patch({ mismatch });
      return;
    }
    const why = `stopped at height ${mismatch.height}: firm is not what was executed (${mismatch.kind}); resume with: rollup resume --to firm`;
    state.patch({ phase: 'stopped', why, mismatch });
  }

  async function pause(error: unknown, delayMs: number, signal: AbortSignal): Promise<void> {
    const why = reasonOf(error);
    state.patch({ phase: 'starting', why });
    metrics.retries.inc({ operation: 'session' });
    // The first failures of a start-up race are not news.
    const level = delayMs <= 4 * firstDelayMs ? 'debug' : 'warn';
    log[level]({ code: codeOf(error), why, delayMs }, 'opening another session');
    await clock.sleep(Math.ceil(delayMs / 2 + (Math.random() * delayMs) / 2), signal);
  }
}

function assertExpected(session: Session, { rollupId, sequencerChainId, daChainId }: Expected): void {
  if (!equalBytes(session.rollupId, rollupId)) {
    throw new WrongRollupError('the execution API is of another rollup than this conductor');
  }
  if (session.sequencerChainId !== sequencerChainId) {
    throw new WrongRollupError('the rollup belongs to another sequencer chain than the anchor', {
      rollup: session.sequencerChainId,
      anchor: sequencerChainId,
    });
  }
  if (session.daChainId !== daChainId) {
    throw new WrongRollupError('the rollup belongs to another DA chain than the anchor', {
      rollup: session.daChainId,
      anchor: daChainId,
    });
  }
}

/** The failure itself, without the names of the tasks around it. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof TaskError && root.cause !== undefined) root = root.cause;
  return root;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof SwitchyardError)) return 'an unexpected failure';
  const details = Object.entries(error.context)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${String(value)}`);
  return details.length === 0 ? error.message : `${error.message} (${details.join(', ')})`;
}
