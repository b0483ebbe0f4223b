import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../network/state.ts';

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
  /** What a person can do when it ends with words of its own; our services say it themselves. */
  readonly remedy?: string;
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
  return { pid: child.pid ?? 0, exited, kill: (signal) => child.kill(signal) };
}

/** The last lines of a log. */
export async function lastLines(path: string, count: number): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .slice(-64 * 1024)
    .split('\n')
    .filter((line) => line !== '')
    .slice(-count);
}

/** Why a program ended, from the last lines of its log: what is wrong and what to do, where it says so. */
export function reasonOf(lines: readonly string[], remedy: string | undefined): string | undefined {
  const last = lines.at(-1);
  if (last === undefined || gethLogPattern.test(last)) return undefined;
  const said = linePattern.safeParse(parseJson(last));
  if (!said.success) {
    // Programs that read their arguments with clap end with a hint at their help.
    const words = lines.findLast((line) => line.startsWith('error: ')) ?? last;
    return remedy === undefined ? undefined : `${words}; ${remedy}`;
  }
  return `${said.data.file}: ${said.data.problem}; ${said.data.remedy}`;
}

/** Geth says why it ends without such a head; a line of its work is no reason. */
const gethLogPattern = /^(TRACE|DEBUG|INFO|WARN|ERROR) ?\[\d/;

const linePattern = z.object({
  level: z.literal('fatal'),
  file: z.string(),
  problem: z.string(),
  remedy: z.string(),
});

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
