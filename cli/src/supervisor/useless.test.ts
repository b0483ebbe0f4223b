import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@switchyard/service-kit';
import { ManualClock } from '@switchyard/testing';
import { expect, it, onTestFinished } from 'vitest';
import type { Machine } from '../network/plan.ts';
import { planOfCometbft } from '../network/plan-consensus.ts';
import { planOfNats } from '../network/plan-queue.ts';
import { untilSaid } from './useless.ts';

const machine = {
  layout: { data: '/data', logs: '/logs', engine: '/engine' },
  engineProgram: (name: string) => name,
  sockets: '/sockets',
  path: '',
} as unknown as Machine;
const nats = planOfNats(machine, { stopOrder: 0 }).uselessAfter;
const cometbft = planOfCometbft(machine, {
  portOffset: 0,
  node: 0,
  validators: 1,
  stopOrder: 0,
}).uselessAfter;

it.each([
  [
    nats,
    '[7] 2026/11/23 07:37:42.485083 [ERR] Filestore [KV] Critical write error: write x: input/output error',
  ],
  [nats, '[7] 2026/11/23 07:37:42.485083 [ERR] JetStream out of space, will be DISABLED'],
  [nats, '[7] 2026/11/23 07:37:42.485083 [ERR] JetStream out of File resources, will be DISABLED'],
  [cometbft, 'E[2026-11-23|06:17:08.325] CONSENSUS FAILURE!!!     module=consensus err="wrong"'],
])('%s knows what ends its use: %s', (pattern, line) => {
  expect(`before\n${line}\n`).toMatch(pattern ?? /$^/);
});

it.each([
  // What nats-server 2.15.2 and CometBFT 0.38.25 write of callers who say these words to them.
  [
    nats,
    `[7] 2026/11/23 07:37:42.485083 [ERR] 127.0.0.1:47768 - cid:5 - Client parser ERROR, state=10, i=1: proto='"Critical write error\\r"...'`,
  ],
  [
    nats,
    '[7] 2026/11/23 07:37:42.863985 [ERR] 127.0.0.1:47778 - cid:6 - authentication error - User "Critical write error"',
  ],
  [
    nats,
    '[7] 2026/11/23 07:37:43.265780 [ERR] 127.0.0.1:47784 - cid:7 - authentication error - Nkey "will be DISABLED"',
  ],
  [
    cometbft,
    'E[2026-11-23|06:17:08.325] Failed to write response    module=rpc-server err=closed msg="CONSENSUS FAILURE!!!"',
  ],
])('%s takes no words of a caller for it: %s', (pattern, line) => {
  expect(`before\n${line}\n`).not.toMatch(pattern ?? /^/);
});

it('looks at whole lines alone, however they are written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'useless-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'x.log');
  const clock = new ManualClock();
  const over = new AbortController();
  writeFileSync(path, 'useless\n');
  let isSaid = false;
  const watched = untilSaid({ path, from: 8, pattern: /^useless/m }, clock, over.signal).then(() => {
    isSaid = true;
  });
  const look = async (): Promise<boolean> => {
    await clock.advance(1_000);
    await systemClock.sleep(50, over.signal);
    return isSaid;
  };
  // Each of 512 bytes, so that every reading could begin at a word of a caller.
  appendFileSync(path, `${'x'.repeat(504)}useless\n`.repeat(3));
  expect([await look(), await look()]).toEqual([false, false]);
  appendFileSync(path, `${'x'.repeat(1024 * 1024)}\n${'useless'.repeat(1024 * 1024)}\nuse`);
  expect([await look(), await look()]).toEqual([false, false]);
  appendFileSync(path, 'less again');
  expect(await look()).toBe(false);
  appendFileSync(path, '\n');
  await expect.poll(look).toBe(true);
  await watched;
});

it('says that a log cannot be read, rather than wait for ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'useless-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const clock = new ManualClock();
  const watching = untilSaid(
    { path: folder, from: 0, pattern: /never/ },
    clock,
    new AbortController().signal,
  );
  const ended = watching.catch((error: unknown) => error);
  await clock.advance(1_000);
  expect(await ended).toMatchObject({ code: 'EISDIR' });
});
