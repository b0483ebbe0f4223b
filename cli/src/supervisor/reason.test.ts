import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lastLines, reasonOf } from './reason.ts';

const ours = JSON.stringify({ level: 'fatal', file: 'f', problem: 'p', remedy: 'r' });
const files = { folder: '/data', remedy: 'restore it' };
const textOf = (...lines: readonly string[]): string | undefined => reasonOf(lines, files).text;

it('finds the reason in the last line of a service, and in that alone', () => {
  expect(reasonOf(['x', ours], undefined).text).toBe('f: p; r');
  expect(reasonOf([ours, 'x'], undefined).text).toBeUndefined();
  expect(textOf()).toBeUndefined();
});

it('gives what another program said, and the remedy of the plan', () => {
  // What anvil 1 says of a genesis file that is cut off.
  const said = `error: invalid value 'g.json' for '--init <PATH>': failed to parse json file: EOF at line 1`;
  expect(textOf(said, `For more information, try '--help'.`)).toBe(`${said}; restore it`);
  expect(textOf('panicked')).toBe('panicked; restore it');
});

it.each([
  // Geth 1.17.5, CometBFT 0.38.25 and nats-server 2.15.2, each killed at its work.
  ['INFO [11-23|00:02:54.399] Chain head was updated                   number=77'],
  ['I[2026-11-23|06:17:08.325] finalizing commit of block                   module=consensus height=24'],
  ['[4711] 2026/11/23 06:17:08.325191 [INF] Server is ready'],
])('takes no line of the work of a killed program for its reason: %s', (work) => {
  expect(textOf(work)).toBeUndefined();
  expect(textOf('Fatal: invalid genesis file: unexpected EOF', work)).toBe(
    'Fatal: invalid genesis file: unexpected EOF; restore it',
  );
});

it('finds the words before the stack and the work that come behind them', () => {
  const said = 'panic: failed to save last height: leveldb: manifest corrupted';
  expect(
    textOf('I[2026-11-23|06:17:08.325] Version info', said, '', 'main.main()', '\tmain.go:52 +0x21f'),
  ).toBe(`${said}; restore it`);
  const failure = 'E[2026-11-23|06:17:08.325] CONSENSUS FAILURE!!!     module=consensus err="wrong"';
  const end = 'E[2026-11-23|06:17:09.325] Stopped accept routine, as transport is closed module=p2p';
  expect(textOf(failure, end)).toBe('CONSENSUS FAILURE!!! module=consensus err="wrong"; restore it');
  expect(textOf(end)).toBeUndefined();
});

it.each([
  'ERROR: failed to create node: error during handshake: error on replay: commit failed for application: a block could not be written',
  'E[2026-11-23|07:08:49.578] CONSENSUS FAILURE!!! module=consensus err="read message: EOF"',
])('leaves it to the app to say what is wrong with the app: %s', (line) => {
  expect(textOf(line)).toBeUndefined();
});

it.each([
  [
    'ERROR[11-23|00:02:54.399] Low disk space. Gracefully shutting down Geth to prevent database corruption. available=2.50MiB',
    'Low disk space. Gracefully shutting down Geth',
  ],
  [
    '[4711] 2026/11/23 06:17:08.325191 [ERR] Critical write error: write /data/1.blk: no space left on device',
    'Critical write error: write /data/1.blk: no space left on device',
  ],
  [
    "[4711] 2026/11/23 06:17:08.325191 [FTL] Can't start JetStream: storage directory is not writable",
    "Can't start",
  ],
  ['panic: write /data/cs.wal/wal: read-only file system', 'panic: write /data/cs.wal/wal: read-only'],
  [
    'CRIT [11-23|00:02:54.399] Failed to store   err="sync /data/x: input/output error"',
    'Failed to store err="sync',
  ],
])('tells a disk that takes no writes from files that are wrong: %s', (line, words) => {
  const { text, isDisk } = reasonOf([line, 'INFO [11-23|00:02:55.399] Database closed'], files);
  expect(isDisk).toBe(true);
  expect(text).toContain(words);
  expect(text).toContain('; make room on the disk of /data, or make it');
});

it.each([
  'INFO [11-23|00:02:55.399] no space left on device',
  'WARN [11-23|00:02:55.399] Served eth_call     reqid=7 duration=1ms err="execution reverted: no space left on device"',
  '[7] 2026/11/23 07:37:42.863985 [ERR] 127.0.0.1:47778 - cid:6 - authentication error - User "no space left on device"',
  '[7] 2026/11/23 07:37:42.863985 [INF] no space left on device',
])('takes no words of a caller for those of a disk: %s', (line) => {
  expect(reasonOf([line], files).isDisk).toBe(false);
});

it('reads the lines of one life of a program, and the whole of a log that was cut meanwhile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lines-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'x.log');
  writeFileSync(path, 'panic: of an earlier life\n');
  appendFileSync(path, 'one\ntwo\n');
  expect(await lastLines(path, 9, 26)).toEqual(['one', 'two']);
  expect(await lastLines(path, 1)).toEqual(['two']);
  writeFileSync(path, 'new\n');
  expect(await lastLines(path, 9, 26)).toEqual(['new']);
  expect(await lastLines(join(folder, 'absent'), 9)).toEqual([]);
});
