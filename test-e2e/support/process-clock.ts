import { closeSync, openSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isErrno } from '@switchyard/service-kit';

// A Go program asks for the time of day through the vDSO, and by no library that another could be put before. Each process gets a
// copy of its own of that page as soon as it is written to: there, clock_gettime is replaced by one that adds seconds.

/** Why the clock of a program that is not ours cannot be set here. */
export const noProcessClocks: string | undefined =
  process.platform === 'linux' && process.arch === 'x64' && process.getuid?.() === 0
    ? undefined
    : 'only root on Linux (x86-64) can set the clock of a program that is not ours';

/** The time of day as one process has it, until it ends or becomes another program. */
export type ProcessClock = {
  readonly pid: number;
  /** Seconds on top of the machine's time, at once. */
  readonly set: (seconds: number) => void;
  readonly isItsOwn: () => boolean;
};

/** System V: edi is the clock, [rsi] what is filled; rcx and r11 may be overwritten. What is added stands behind it. */
const addsSeconds = Buffer.from([
  ...[0xb8, 0xe4, 0x00, 0x00, 0x00], // mov eax, 228 (clock_gettime)
  ...[0x0f, 0x05], // syscall
  ...[0x85, 0xff], // test edi, edi (the time of day is clock 0)
  ...[0x75, 0x0a], // jne ret
  ...[0x48, 0x8b, 0x0d, 0x06, 0x00, 0x00, 0x00], // mov rcx, [added]
  ...[0x48, 0x01, 0x0e], // add [rsi], rcx
  ...[0xc3, 0x90, 0x90], // ret
]);
const word = 8;

/**
 * Makes the clock of a running process one that can be set; for that it stands still for some milliseconds.
 *
 * @throws Error with the code ESRCH, ENOENT or EIO when it ends meanwhile.
 */
export async function openProcessClock(pid: number, seconds = 0): Promise<ProcessClock> {
  const page = vdsoOf(pid);
  if (page === undefined) throw gone(pid);
  const { at, length } = clockFunction(pid, page);
  const set: ProcessClock['set'] = (next) => writeMemory(pid, at + addsSeconds.length, wordOf(next));
  await whileStoppedOutside(pid, { from: at, to: at + length }, () =>
    writeMemory(pid, at, Buffer.concat([addsSeconds, wordOf(seconds)])),
  );
  return { pid, set, isItsOwn: () => vdsoOf(pid)?.from === page.from };
}

/** The code of a process that has ended: a zombie's memory is empty, not missing. */
function gone(pid: number): Error {
  return Object.assign(new Error(`process ${pid} has ended`), { code: 'ESRCH' });
}

function wordOf(seconds: number): Buffer {
  const bytes = Buffer.alloc(word);
  bytes.writeBigInt64LE(BigInt(seconds));
  return bytes;
}

type Range = { readonly from: number; readonly to: number };

/** Where the page is; another place after an exec, nowhere after its end. */
function vdsoOf(pid: number): Range | undefined {
  try {
    const maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) .*\[vdso\]$/m.exec(maps) ?? [];
    if (from === undefined || to === undefined) return undefined;
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
  } catch (error) {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ESRCH')) return undefined;
    throw error;
  }
}

/** The function in the page, an ELF file of 64 bits: by its table of symbols, which the dynamic section names. */
function clockFunction(pid: number, { from, to }: Range): { readonly at: number; readonly length: number } {
  const elf = readMemory(pid, from, to - from);
  const wordAt = (at: number): number => Number(elf.readBigUInt64LE(at));
  const headers = Array.from({ length: elf.readUInt16LE(0x38) }, (_, index) => wordAt(0x20) + 56 * index);
  const dynamic = headers.find((header) => elf.readUInt32LE(header) === 2);
  if (dynamic === undefined) throw new Error('the vDSO has no dynamic section');
  const tables = new Map<number, number>();
  for (let at = wordAt(dynamic + 8); wordAt(at) !== 0; at += 16) tables.set(wordAt(at), wordAt(at + 8));
  const [names = 0, symbols = 0] = [tables.get(5), tables.get(6)];
  for (let symbol = symbols; symbol < names; symbol += 24) {
    const name = names + elf.readUInt32LE(symbol);
    if (elf.toString('latin1', name, elf.indexOf(0, name)) !== '__vdso_clock_gettime') continue;
    const [offset, length] = [wordAt(symbol + 8), wordAt(symbol + 16)];
    if (offset % word !== 0 || length < addsSeconds.length + word) break;
    return { at: from + offset, length };
  }
  throw new Error('the vDSO has no clock_gettime that could be replaced');
}

/** While no thread runs what is changed. */
async function whileStoppedOutside(pid: number, { from, to }: Range, change: () => void): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    process.kill(pid, 'SIGSTOP');
    try {
      await sleep(5);
      const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
        readFileSync(`/proc/${pid}/task/${thread}/syscall`, 'utf8').trim(),
      );
      const isOutside = threads.every((line) => {
        const counter = Number.parseInt(line.split(' ').at(-1) ?? '', 16);
        return line !== 'running' && !(counter >= from && counter < to);
      });
      if (isOutside) return change();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }
  throw new Error(`process ${pid} does not stand still`);
}

function readMemory(pid: number, at: number, length: number): Buffer {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    const bytes = Buffer.alloc(length);
    if (readSync(memory, bytes, 0, length, at) !== length) throw gone(pid);
    return bytes;
  } finally {
    closeSync(memory);
  }
}

function writeMemory(pid: number, at: number, bytes: Buffer): void {
  const memory = openSync(`/proc/${pid}/mem`, 'r+');
  try {
    if (writeSync(memory, bytes, 0, bytes.length, at) !== bytes.length) throw gone(pid);
  } finally {
    closeSync(memory);
  }
}
