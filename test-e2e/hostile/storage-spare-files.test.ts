import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { badDisks, type Hurt, healMs, noFailingSync, noMounts } from '../support/bad-disks.ts';
import { hasEngine } from '../support/engines.ts';
import { eventually } from '../support/local-network.ts';

// Relayer and conductor write nothing that they cannot do without while they run: a disk that is full, fails an fsync, or is read-only costs
// them that file, which they say once, with what to do. A start needs the disk, and waits for it.
const spareFiles: Readonly<Record<string, readonly string[]>> = {
  relayer: ['cursor.json', ...(hasEngine('nats') ? ['queue.json'] : [])],
  'conductor@demo': ['firm-tip.json'],
};
const names = Object.keys(spareFiles);
const disks = badDisks(
  Number(process.env['SWITCHYARD_TEST_OFFSET'] ?? 2_410),
  Object.fromEntries(names.map((name) => [name, name])),
);

type Trouble = Hurt & { readonly wasKilled?: () => boolean };

const suffers = async (name: string, problem: RegExp, { hurt, heal, wasKilled }: Trouble): Promise<void> => {
  const { network, diskLine, goesOn } = disks;
  const spare = (spareFiles[name] ?? []).map((file) => join(disks.folderOf(name), file));
  const told = (files: readonly string[]): object => ({
    file: expect.toBeOneOf([...files]) as string,
    problem: expect.stringMatching(problem) as string,
    remedy: expect.stringContaining('service') as string,
  });
  const lines = (since: string, text: string): readonly string[] =>
    network
      .logOf(name)
      .filter(({ time, msg }) => time > since && msg.includes(text))
      .map(({ msg }) => msg);
  const since = new Date().toISOString();
  const began = performance.now();
  let pid = network.pidOf(name);
  try {
    hurt();
    if (wasKilled?.() !== true) {
      const error = await eventually('it to say so', () => diskLine(name, since, 'error'), healMs);
      expect(error).toMatchObject(told(spare));
      await goesOn();
      heal();
      // Each of them is said once, and once that it is well.
      const failed = lines(since, 'cannot be written');
      expect(failed.length).toBeGreaterThan(0);
      const written = (): true | undefined =>
        lines(since, 'is written again').length >= failed.length ? true : undefined;
      await eventually('it to write again', written, healMs);
      const all = lines(since, 'cannot be written');
      expect(new Set(all).size).toBe(all.length);
      expect(network.pidOf(name)).toBe(pid);
      hurt();
      pid = network.pidOf(name);
      if (wasKilled?.() !== true) process.kill(pid, 'SIGKILL');
    }
    const ended = await eventually('it to end', () => diskLine(name, since), healMs);
    expect(ended).toMatchObject(told([join(disks.folderOf(name), 'lock')]));
    const { stdout } = await network.cli('status');
    expect(stdout).not.toContain('has failed');
  } finally {
    heal();
  }
  const healed = performance.now();
  await goesOn();
  const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
  process.stdout.write(
    `${name}: ${seconds(healed - began)} s, went on ${seconds(performance.now() - healed)} s after\n`,
  );
};

describe.skipIf(noMounts !== undefined)('a full disk', () => {
  it.each(names)('of %s', (name) => suffers(name, /no space left/i, disks.full(name)), 240_000);
});

describe.skipIf(noMounts !== undefined)('a read-only disk', () => {
  it.each(names)('of %s', (name) => suffers(name, /read-only file system/i, disks.readOnly(name)), 240_000);
});

describe.skipIf(noFailingSync !== undefined)('an fsync that fails', () => {
  it.each(names)(
    'of %s',
    (name) => suffers(name, /i\/o error|input\/output error/i, disks.failingSync(name)),
    240_000,
  );
});

it('loses nothing that was accepted, and no law is broken', () => disks.losesNothing(), 300_000);
