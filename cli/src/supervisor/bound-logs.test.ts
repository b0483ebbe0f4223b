import { appendFileSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
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
