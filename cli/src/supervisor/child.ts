import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ForeignFiles } from './reason.ts';

/** How to run one program of the network. */
export type ChildSpec = {
  /** `relayer`, or `conductor@demo`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Where /readyz is asked; without it the child is ready when it runs. */
  readonly adminPort?: number;
  /** Of a program that is not ours, so that it can be said what to do when it ends with words of its own. */
  readonly files?: ForeignFiles;
  /** After such a line in its log it lives on and is of no use until it is started again. */
  readonly uselessAfter?: RegExp;
  /** Its exit code for arguments or files it cannot use, where that is not ours: starting it again cannot help. */
  readonly refusedCode?: number;
  /** It cannot live without this child: it is killed when that one has ended, if it does not end by itself. */
  readonly follows?: string;
  /** Alive means that this changes; one that answers and stands still is killed. */
  readonly progress?: Progress;
  /** Done before each start. @throws RefusedStartError when it must not be started */
  readonly before?: (signal: AbortSignal) => Promise<void>;
  /** Children with a higher number are stopped earlier. */
  readonly stopOrder: number;
};

/** How to see that a program does its work. */
export type Progress = {
  /** A value that changes as the work goes on; undefined when nobody answers. */
  readonly read: (signal: AbortSignal) => Promise<string | undefined>;
  /** So long it may stand still, in milliseconds. */
  readonly withinMs: number;
  /** Told of each change. */
  readonly onChange?: (value: string) => Promise<void>;
};

/** A program must not be started as things are: what is wrong, and what to do. */
export class RefusedStartError extends Error {
  constructor(file: string, problem: string, remedy: string) {
    super(`${file}: ${problem}; ${remedy}`);
    this.name = 'RefusedStartError';
  }
}

/** A program that runs. */
export type Running = {
  readonly pid: number;
  /** Where in its log what it says begins. */
  readonly logFrom: number;
  readonly exited: Promise<Exit>;
  readonly kill: (signal: NodeJS.Signals) => void;
};

/** How it ended. */
export type Exit = { readonly code: number | undefined; readonly signal: string | undefined };

const rotateLogAtBytes = 64 * 1024 * 1024;

/** Starts a program; its output goes to the log file itself, so that no supervisor is needed to keep it. */
export function launch(spec: ChildSpec): Running {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  if (sizeOf(spec.logFile) > rotateLogAtBytes) renameSync(spec.logFile, `${spec.logFile}.1`);
  const logFrom = sizeOf(spec.logFile);
  const log = openSync(spec.logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(spec.program, spec.args, {
      env: spec.env,
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C at the terminal reaches the supervisor only, which stops children in order.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
    child.once('error', () => resolve({ code: undefined, signal: undefined }));
  });
  return { pid: child.pid ?? 0, logFrom, exited, kill: (signal) => child.kill(signal) };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
