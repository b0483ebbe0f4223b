import {
  createFacts,
  createFailpoints,
  createLogger,
  createMetrics,
  createTrace,
  type Trace,
} from '@switchyard/service-kit';
import { ManualClock, settle, type TestChain } from '@switchyard/testing';
import { type Failpoint, failpoints } from '../src/failpoints.ts';
import { createConductorMetrics } from '../src/metrics.ts';
import type { SignedHeader } from '../src/ports.ts';
import { createResumeDesk, type ResumeDesk } from '../src/resume-desk.ts';
import { runSessions } from '../src/run-sessions.ts';
import { type Mode, StateWatch } from '../src/state.ts';
import { demo, FakeFirm, FakeGossip, FakeMismatches, FakeRollup, FakeSupplier, FakeTips } from './fakes.ts';

/** Everything around a conductor; it outlives the conductor's crashes. */
export type World = {
  readonly chain: TestChain;
  readonly rollup: FakeRollup;
  readonly gossip: FakeGossip;
  readonly peers: FakeSupplier;
  readonly relayer: FakeSupplier;
  readonly da: FakeFirm;
  readonly tips: FakeTips;
  readonly mismatches: FakeMismatches;
  readonly clock: ManualClock;
};

/** A world around a chain. */
export function worldOf(chain: TestChain): World {
  return {
    chain,
    rollup: new FakeRollup(chain.anchor()),
    gossip: new FakeGossip(),
    peers: new FakeSupplier('request', chain),
    relayer: new FakeSupplier('rpc', chain),
    da: new FakeFirm(chain),
    tips: new FakeTips(),
    mismatches: new FakeMismatches(),
    clock: new ManualClock(),
  };
}

/** A conductor in its world. */
export type Running = {
  readonly state: StateWatch;
  readonly trace: Trace;
  readonly lines: readonly Record<string, unknown>[];
  readonly conflicts: readonly SignedHeader[];
  readonly resumes: ResumeDesk;
  /** Rejects with what the conductor failed of. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A crash at a failpoint, as an error of this process instead of its end. */
export class Crash extends Error {}

/** Starts a conductor. */
export async function start(
  world: World,
  {
    mode = 'soft-and-firm',
    crashAt,
    takesGossip = () => true,
  }: {
    readonly mode?: Mode;
    readonly crashAt?: Failpoint | `${Failpoint}:${number}`;
    readonly takesGossip?: () => boolean;
  } = {},
): Promise<Running> {
  const { chain, clock, rollup } = world;
  const stop = new AbortController();
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('conductor', 'debug', {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const trace = createTrace();
  const state = new StateWatch();
  const conflicts: SignedHeader[] = [];
  const resumes = createResumeDesk();
  const crash = (): never => {
    throw new Crash(String(crashAt));
  };
  const task = runSessions(
    {
      execution: rollup,
      gossip: world.gossip,
      suppliers: [world.peers, world.relayer],
      firmSource: world.da,
      tips: world.tips,
      mismatches: world.mismatches,
      resumes,
      clock,
      log,
      facts: createFacts({ service: 'conductor', log, trace, clock }),
      metrics: createConductorMetrics(createMetrics('conductor'), clock),
      failpoints: createFailpoints('conductor', failpoints, crashAt && `conductor/${crashAt}`, {
        log: undefined,
        kill: crash,
      }),
      state,
      keepConflict: (_source, second) => void conflicts.push(second),
      takesGossip,
    },
    {
      mode,
      anchor: chain.anchor(),
      expected: { rollupId: demo, sequencerChainId: chain.chainId, daChainId: chain.anchor().da.chainId },
    },
  );
  const ended = task(stop.signal);
  ended.catch(() => undefined);
  await settle();
  return {
    state,
    trace,
    lines,
    conflicts,
    resumes,
    ended,
    stop: async () => {
      stop.abort(new Error('stop'));
      await ended.catch(() => undefined);
    },
  };
}

/** The fields of all lines with a message. */
export function linesOf(running: Running, msg: string): readonly Record<string, unknown>[] {
  return running.lines.filter((line) => line['msg'] === msg);
}
