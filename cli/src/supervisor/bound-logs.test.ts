import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cutLogs } from './bound-logs.ts';

it('cuts a log that is too long while its child writes on, and keeps the others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const child = openSync(path('relayer.log'), 'a');
  onTestFinished(() => closeSync(child));
  writeSync(child, 'x'.repeat(1_001));
  appendFileSync(path('short.log'), 'short');
  await cutLogs(folder, 1_000);
  writeSync(child, 'after');
  expect(readFileSync(path('relayer.log'), 'utf8')).toBe('after');
  expect(readFileSync(path('relayer.log.1'), 'utf8')).toHaveLength(1_001);
  expect(readFileSync(path('short.log'), 'utf8')).toBe('short');
  await cutLogs(join(folder, 'absent'), 1_000);
});

it('says which log it cannot cut, and leaves it as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'relayer.log');
  appendFileSync(path, 'x'.repeat(2_000));
  // A folder stands where the copy would go.
  mkdirSync(`${path}.1`);
  expect(await cutLogs(folder, 1_000)).toEqual([expect.stringContaining(path)]);
  expect(readFileSync(path, 'utf8')).toHaveLength(2_000);
});
