import {
  asError,
  type Clock,
  exitDisk,
  exitRefused,
  Mutex,
  startOfProcess,
  writeFileAtomic,
} from '@switchyard/service-kit';
import { afterCrash } from './backoff.ts';
import { type ChildSpec, type Exit, launch, RefusedStartError, type Running } from './child.ts';
import { untilStalled } from './progress.ts';
import { lastLines, reasonOf } from './reason.ts';
import { untilSaid } from './useless.ts';

/** How a child is. */
export type ChildState = {
  readonly name: string;
  readonly phase: 'running' | 'waiting' | 'failed' | 'stopped';
  readonly pid: number | undefined;
  readonly restarts: number;
  /** Why it ended last. */
  readonly lastExit: string | undefined;
  /** Why, where it said what is wrong and what to do. */
  readonly reason: string | undefined;
  /** When it failed: the last lines of its log. */
  readonly lastLines: readonly string[];
};

type Supervised = {
  readonly spec: ChildSpec;
  readonly stop: AbortController;
  running: Running | undefined;
  phase: ChildState['phase'];
  crashes: readonly number[];
  restarts: number;
  lastExit: string | undefined;
  reason: string | undefined;
  lastLines: readonly string[];
  ended: Promise<void>;
  /** When the child that it follows ended last. */
  leaderEndedAt: number | undefined;
  /** How often it stood still since it last did something. */
  stalls: number;
};

/** What it needs. */
export type SupervisorDeps = {
  readonly clock: Clock;
  /** A line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Asked at each start of a child how it is to be run now. */
  readonly adjust?: (spec: ChildSpec) => ChildSpec;
  /** Where the process ids are kept, for whoever must clean up after a kill. */
  readonly childrenFile: string;
};

/** Runs programs, starts them again when they end, and stops them in order. */
export type Supervisor = {
  readonly start: (specs: readonly ChildSpec[]) => Promise<void>;
  /** Stops the children of these names, in their order, and forgets them. */
  readonly stop: (names: readonly string[]) => Promise<void>;
  readonly stopAll: () => Promise<void>;
  readonly children: () => readonly ChildState[];
};

/** After SIGTERM a child has so long before SIGKILL. */
const stopGraceMs = 10_000;

/** A child that follows another has so long to end by itself when that one has ended. */
const followGraceMs = 3_000;

/** Among so many of its last lines a program that is not ours may have said why it ended: a stack comes after. */
const reasonLines = 200;

const noReason = { text: undefined, isDisk: false } as const;

/** An end so soon after the end of the child that it follows is not its own. */
const followedWithinMs = 15_000;

/** A supervisor without children. */
export function createSupervisor({
  clock,
  say,
  adjust = (spec) => spec,
  childrenFile,
}: SupervisorDeps): Supervisor {
  const children = new Map<string, Supervised>();

  const recording = new Mutex();
  let unwritable = false;
  const record = (): Promise<void> =>
    recording.run(async () => {
      const pids = [...children.values()].flatMap(({ spec, running }) =>
        running === undefined
          ? []
          : [{ name: spec.name, pid: running.pid, start: startOfProcess(running.pid) }],
      );
      try {
        await writeFileAtomic(childrenFile, `${JSON.stringify(pids)}\n`);
        unwritable = false;
      } catch (error) {
        // A full disk must not end the watch over those that run.
        if (!unwritable) say(`${childrenFile} cannot be written: ${asError(error).message}`);
        unwritable = true;
      }
    });

  const supervise = async (child: Supervised): Promise<void> => {
    const { spec, stop } = child;
    const isStopped = (): boolean => stop.signal.aborted;
    while (!isStopped()) {
      await spec.before?.(stop.signal);
      if (isStopped()) break;
      const running = launch(adjust(spec));
      child.running = running;
      child.phase = 'running';
      await record();
      const over = new AbortController();
      const watched = Promise.all([
        watchProgress(child, running, over.signal),
        watchLog(child, running, over.signal),
      ]);
      const exit = await running.exited;
      over.abort();
      await watched;
      child.running = undefined;
      endFollowers(spec.name);
      await record();
      if (isStopped()) break;
      child.lastExit = describe(exit);
      const wasLed = wasLedThere(child);
      const lines = await lastLines(spec.logFile, reasonLines, running.logFrom);
      const before = child.reason;
      // What it says of an end that was not its own is about the other.
      const { text, isDisk } = wasLed ? noReason : reasonOf(lines, spec.files);
      child.reason = text;
      child.lastLines = lines.slice(-5);
      const verdict = wasLed
        ? ({ kind: 'restart', delayMs: 0, crashes: child.crashes } as const)
        : afterCrash(child.crashes, clock.elapsed(), isDisk ? exitDisk : codeOf(exit, spec));
      child.crashes = verdict.crashes;
      if (verdict.kind === 'give-up') {
        child.phase = 'failed';
        say(`${spec.name} ${child.lastExit} and is not started again (see ${spec.logFile}):`);
        for (const line of child.reason === undefined ? child.lastLines : [child.reason]) say(`    ${line}`);
        return;
      }
      child.phase = 'waiting';
      child.restarts++;
      if (child.reason === undefined || child.reason !== before) {
        const why = child.reason === undefined ? '' : `: ${child.reason}`;
        say(`${spec.name} ${child.lastExit}${why}; starting it again in ${verdict.delayMs} ms`);
      }
      await clock.sleep(verdict.delayMs, stop.signal).catch(() => undefined);
    }
    child.phase = 'stopped';
  };

  /** It ended because the child that it follows had ended, which excuses one end: the next is its own. */
  const wasLedThere = (child: Supervised): boolean => {
    const { leaderEndedAt } = child;
    child.leaderEndedAt = undefined;
    return leaderEndedAt !== undefined && clock.elapsed() - leaderEndedAt < followedWithinMs;
  };

  /** Some programs hang alive when what they stand on has ended: they are not waited for long. */
  const endFollowers = (leader: string): void => {
    for (const child of children.values()) {
      if (child.spec.follows !== leader) continue;
      child.leaderEndedAt = clock.elapsed();
      const { running } = child;
      if (running === undefined) continue;
      clock.sleep(followGraceMs, child.stop.signal).then(
        () => {
          if (child.running !== running) return;
          say(
            `${child.spec.name} still runs ${followGraceMs / 1_000} s after ${leader} has ended; killing it`,
          );
          running.kill('SIGKILL');
        },
        () => undefined,
      );
    }
  };

  const watchProgress = async (child: Supervised, running: Running, signal: AbortSignal): Promise<void> => {
    const { progress, name } = child.spec;
    if (progress === undefined) return;
    const moved = (): void => {
      child.stalls = 0;
    };
    try {
      const stoodMs = await untilStalled(
        progress,
        { clock, stallsBefore: child.stalls, moved, untold: (error) => say(`${name}: ${error.message}`) },
        signal,
      );
      child.stalls++;
      say(`${name} has stood still for ${Math.round(stoodMs / 1_000)} s; killing it`);
      running.kill('SIGKILL');
    } catch (error) {
      if (!signal.aborted) say(`${name} is not watched any more: ${asError(error).message}`);
    }
  };

  const watchLog = async (child: Supervised, running: Running, signal: AbortSignal): Promise<void> => {
    const { uselessAfter, name, logFile } = child.spec;
    if (uselessAfter === undefined) return;
    try {
      await untilSaid({ path: logFile, from: running.logFrom, pattern: uselessAfter }, clock, signal);
      if (child.reason === undefined)
        say(`${name} lives on and is of no use any more, as it says; killing it`);
      running.kill('SIGKILL');
    } catch (error) {
      if (!signal.aborted) say(`the log of ${name} is not watched any more: ${asError(error).message}`);
    }
  };

  const stopOne = async (child: Supervised): Promise<void> => {
    child.stop.abort(new Error('stopped'));
    child.running?.kill('SIGTERM');
    const grace = new AbortController();
    const slow = clock.sleep(stopGraceMs, grace.signal).then(
      () => {
        say(`${child.spec.name} did not end within ${stopGraceMs / 1_000} s; killing it`);
        child.running?.kill('SIGKILL');
      },
      () => undefined,
    );
    await child.ended;
    grace.abort();
    await slow;
  };

  const stop = async (names: readonly string[]): Promise<void> => {
    const stopping = names.flatMap((name) => children.get(name) ?? []);
    const orders = [...new Set(stopping.map(({ spec }) => spec.stopOrder))].sort((a, b) => b - a);
    for (const order of orders) {
      await Promise.all(stopping.filter(({ spec }) => spec.stopOrder === order).map(stopOne));
    }
    for (const name of names) children.delete(name);
    await record();
  };

  return {
    start: async (specs) => {
      for (const spec of specs) {
        const child: Supervised = {
          spec,
          stop: new AbortController(),
          running: undefined,
          phase: 'waiting',
          crashes: [],
          restarts: 0,
          lastExit: undefined,
          reason: undefined,
          lastLines: [],
          ended: Promise.resolve(),
          leaderEndedAt: undefined,
          stalls: 0,
        };
        children.set(spec.name, child);
        child.ended = supervise(child).catch((error: unknown) => {
          if (child.stop.signal.aborted) return;
          child.phase = 'failed';
          if (error instanceof RefusedStartError) child.reason = error.message;
          child.lastExit ??= 'is not started';
          say(`${spec.name} cannot be run: ${asError(error).message}`);
        });
      }
      await record();
    },
    stop,
    stopAll: () => stop([...children.keys()]),
    children: () =>
      [...children.values()].map(
        ({ spec, phase, running, restarts, lastExit, reason, lastLines: lines, stalls }) => ({
          name: spec.name,
          phase,
          pid: running?.pid,
          restarts,
          lastExit,
          // One that stands still again and again runs most of the time.
          reason: phase === 'running' && stalls === 0 ? undefined : reason,
          lastLines: phase === 'failed' ? lines : [],
        }),
      ),
  };
}

/** Its exit code, in our terms. */
function codeOf({ code }: Exit, { refusedCode }: ChildSpec): number | undefined {
  return code !== undefined && code === refusedCode ? exitRefused : code;
}

function describe({ code, signal }: Exit): string {
  if (signal !== undefined) return `was ended by ${signal}`;
  return code === undefined ? 'could not be run' : `exited with code ${code}`;
}
