import { open } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson } from '../network/state.ts';

/** The files of a program that is not ours: our services say of theirs what is wrong and what to do. */
export type ForeignFiles = {
  readonly folder: string;
  /** What a person can do when they are what is wrong. */
  readonly remedy: string;
};

/** Why a program ended. */
export type Reason = {
  /** What is wrong and what to do, in one line; undefined when it does not say. */
  readonly text: string | undefined;
  /** Its disk takes no writes: another start may help later, and needs nobody. */
  readonly isDisk: boolean;
};

const tailBytes = 64 * 1024;
const maxWords = 300;

/** The last lines of a log, of what was written from a place in it on: a log that was cut meanwhile has all of it. */
export async function lastLines(path: string, count: number, from = 0): Promise<readonly string[]> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const start = Math.max(size < from ? 0 : from, size - tailBytes);
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
    return buffer
      .toString('utf8', 0, bytesRead)
      .split('\n')
      .filter((line) => line !== '')
      .slice(-count);
  } catch {
    return [];
  }
}

/** Why a program ended, from the last lines of its log in this life. */
export function reasonOf(lines: readonly string[], files: ForeignFiles | undefined): Reason {
  const last = lines.at(-1);
  const said = linePattern.safeParse(parseJson(last ?? ''));
  if (said.success)
    return { text: `${said.data.file}: ${said.data.problem}; ${said.data.remedy}`, isDisk: false };
  if (last === undefined || files === undefined) return { text: undefined, isDisk: false };
  const disk = lines.findLast((line) => diskPattern.test(line) && !ofCallersPattern.test(line));
  if (disk !== undefined) {
    const remedy = `make room on the disk of ${files.folder}, or make it writable: it is started again by itself`;
    return { text: `${worded(disk)}; ${remedy}`, isDisk: true };
  }
  const words = lines.findLast((line) => failurePattern.test(line)) ?? (isWork(last) ? undefined : last);
  const isOwn = words !== undefined && !ofAnotherPattern.test(words);
  return { text: isOwn ? `${worded(words)}; ${files.remedy}` : undefined, isDisk: false };
}

/** What programs say of a disk that takes no writes: Go's words for the errors of the system, and Geth's own, which ends before it is full. */
const diskPattern =
  /no space left on device|disk quota exceeded|read-only file system|input\/output error|storage directory is not writable|Low disk space/i;

/** Lines of work, and those of Geth and nats-server about callers, who may have put any words there. */
const ofCallersPattern =
  /^(INFO|DEBUG|TRACE|I\[|D\[|\[\d+\] \S+ \S+ \[(INF|DBG|TRC)\]|WARN ?\[[^\]]*\] Served |\[\d+\] \S+ \S+ \[\w+\] \S+:\d+ - )/;

/**
 * How the line begins that says why: of programs that read their arguments with clap, which end with a hint at their help; of CometBFT,
 * whose panics and errors come before the stack and the work of others; of Geth and of nats-server.
 */
const failurePattern =
  /^(error: |ERROR: |Error |panic: |fatal error: |E\[\S+ (?:CONSENSUS FAILURE|failed signing)|CRIT ?\[|Fatal: |\[\d+\] \S+ \S+ \[FTL\]|nats-server: )/;

/** CometBFT's words for an end of its app, which says itself what is wrong. */
const ofAnotherPattern = /for application|socketClient|application crash|read message: EOF/;

/** Lines of the work of a program that was killed, and of stacks, are no reason. */
function isWork(line: string): boolean {
  return (
    /^(TRACE|DEBUG|INFO|WARN|ERROR) ?\[\d/.test(line) ||
    /^[DIE]\[/.test(line) ||
    /^\[\d+\] \S+ \S+ \[(INF|WRN|ERR|DBG|TRC)\]/.test(line) ||
    /^(\t|goroutine |[\w./-]+\(.*\)$)/.test(line)
  );
}

/** Without the time and the padding that its log gives it. */
function worded(line: string): string {
  return line
    .replace(/^(CRIT|ERROR|WARN) ?\[[^\]]*\] */, '')
    .replace(/^E\[[^\]]*\] */, '')
    .replace(/^\[\d+\] \S+ \S+ \[[A-Z]+\] */, '')
    .replace(/\s+/g, ' ')
    .slice(0, maxWords)
    .trim();
}

const linePattern = z.object({
  level: z.literal('fatal'),
  file: z.string(),
  problem: z.string(),
  remedy: z.string(),
});
