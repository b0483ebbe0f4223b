import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { type LogLine, logLines } from './local-network.ts';

/** How a program of a network is run, as its process tells. */
export type ProgramSpec = {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** A program that the test itself started again. */
export type RunningProgram = {
  readonly spec: ProgramSpec;
  /** Exit code or signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly ending: () => number | NodeJS.Signals | undefined;
  readonly lines: () => readonly LogLine[];
  readonly output: () => string;
  readonly stop: () => Promise<number | NodeJS.Signals>;
};

/** How the process runs. Linux tells it; elsewhere there is no such file. */
export function specOf(name: string, pid: number): ProgramSpec {
  const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .filter((pair) => pair.includes('='));
  const env = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return { name, program, args, env };
}

/** Runs a program with a log file of this life alone. */
export function runProgram(spec: ProgramSpec, logFile: string): RunningProgram {
  const log = openSync(logFile, 'a', 0o600);
  truncateSync(logFile, 0);
  const child = spawn(spec.program, spec.args, { env: spec.env, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? -1));
    child.once('error', () => resolve(-1));
  });
  const ending = (): number | NodeJS.Signals | undefined => child.exitCode ?? child.signalCode ?? undefined;
  return {
    spec,
    ended,
    ending,
    lines: () => logLines(logFile),
    output: () => readFileSync(logFile, 'utf8'),
    stop: async () => {
      if (ending() === undefined) child.kill('SIGTERM');
      const slow = setTimeout(() => child.kill('SIGKILL'), 10_000);
      try {
        return await ended;
      } finally {
        clearTimeout(slow);
      }
    },
  };
}
