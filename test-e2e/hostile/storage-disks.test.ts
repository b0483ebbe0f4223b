import { setTimeout as pause } from 'node:timers/promises';
import { rollupIdOf } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { badDisks, type Hurt, healMs, noFailingSync, noMounts } from '../support/bad-disks.ts';
import { consensusChild, engineOf, hasEngine } from '../support/engines.ts';
import { eventually } from '../support/local-network.ts';
import { openSequencerAccount, type SequencerAccount } from '../support/sequencer-account.ts';

// Disks that are full, fail an fsync, or are read-only, one service after the other, under traffic. Who cannot write says so in one line and
// ends; when the disk is well again it goes on by itself; nothing that was accepted is lost.
const folders: Readonly<Record<string, string>> = {
  'local-da': 'local-da',
  'sequencer-app': 'sequencer-app',
  [consensusChild]: 'sequencer',
  'da-writer': 'da-writer',
  'evm-driver@demo': 'evm-driver@demo',
  'composer@demo': 'composer@demo',
  ...(hasEngine('geth') ? { 'node@demo': 'node@demo' } : {}),
  ...(hasEngine('nats') ? { nats: 'nats' } : {}),
};
const names = Object.keys(folders);
const disks = badDisks(Number(process.env['SWITCHYARD_TEST_OFFSET'] ?? 2_400), folders);

/** What is not ours says it in words of its own, and the supervisor what to do, both in a line. */
const saysSo = async (name: string, problem: RegExp, since: string, from: number): Promise<void> => {
  if (engineOf(name) !== undefined) {
    const wanted = `; make room on the disk of ${disks.folderOf(name)}`;
    const line = await eventually(
      `the supervisor to say what is wrong with ${name}`,
      () =>
        disks
          .supervisorSaid()
          .slice(from)
          .split('\n')
          .find((each) => each.includes(wanted)),
      healMs,
    );
    expect(line).toMatch(problem);
    return;
  }
  const said = await eventually(`${name} to say what is wrong`, () => disks.diskLine(name, since), healMs);
  expect(said).toMatchObject({
    file: expect.stringContaining(disks.folderOf(name)) as string,
    problem: expect.stringMatching(problem) as string,
    remedy: expect.stringContaining('service') as string,
  });
};

const suffers = async (name: string, problem: RegExp, { hurt, heal }: Hurt): Promise<void> => {
  const since = new Date().toISOString();
  const from = disks.supervisorSaid().length;
  const began = performance.now();
  try {
    hurt();
    await saysSo(name, problem, since, from);
    const { stdout } = await disks.network.cli('status');
    expect(stdout).not.toContain('has failed');
  } finally {
    heal();
  }
  const healed = performance.now();
  await disks.goesOn();
  const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
  process.stdout.write(
    `${name}: said so after ${seconds(healed - began)} s, went on ${seconds(performance.now() - healed)} s after\n`,
  );
};

describe.skipIf(noMounts !== undefined)('a full disk', () => {
  it.each(names)(
    'of %s',
    async (name) => {
      const { hurt, heal } = disks.full(name);
      // LMDB calls a write of which a part was taken an I/O error.
      const isLmdb = name === 'sequencer-app' || name === 'solo-engine';
      // Geth looks at the disk itself, and ends before it is full.
      const problem = isLmdb ? /no space left|input\/output error/i : /no space left|Low disk space/i;
      using account = name === 'sequencer-app' ? await openSequencerAccount(disks.network) : undefined;
      const growing = new AbortController();
      let growth: Promise<void> | undefined;
      await suffers(name, problem, {
        hurt: () => {
          hurt();
          if (account !== undefined) growth = growIndex(account, growing.signal);
        },
        heal: () => {
          growing.abort();
          heal();
        },
      });
      await growth;
    },
    240_000,
  );
});

/** The app's store takes pages again that earlier blocks have left: only a fast growing index needs new ones for certain. */
async function growIndex(account: SequencerAccount, signal: AbortSignal): Promise<void> {
  const action = {
    kind: 'submitRollupData',
    rollupId: rollupIdOf('nobody'),
    data: Uint8Array.of(1),
  } as const;
  while (!signal.aborted) {
    // It ends meanwhile, which is what is waited for.
    await account.submit([action]).catch(() => pause(100));
  }
}

describe.skipIf(noMounts !== undefined)('a read-only disk', () => {
  it.each(names)(
    'of %s',
    (name) => suffers(name, /read-only file system|not writable/i, disks.readOnly(name)),
    240_000,
  );
});

/** NATS lets two minutes pass between two fsyncs, and nothing rests on them: its stream is a cache, and what it lost is fed again. */
const syncing = names.filter((name) => name !== 'nats');

describe.skipIf(noFailingSync !== undefined)('an fsync that fails', () => {
  it.each(syncing)(
    'of %s',
    (name) => suffers(name, /i\/o error|input\/output error/i, disks.failingSync(name)),
    240_000,
  );
});

it('loses nothing that was accepted, and no law is broken', () => disks.losesNothing(), 300_000);
