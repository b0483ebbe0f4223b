import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Context } from '../command.ts';
import { CommandError } from '../errors.ts';
import { writeDescriptor } from '../network/descriptor.ts';
import { embeddedEngines } from '../network/engine-choice.ts';
import { ensureOperators } from '../network/genesis.ts';
import { type Layout, layoutOf } from '../network/layout.ts';
import { loadNetwork, type NetworkState, saveNetwork } from '../network/state.ts';
import { findHolder } from '../supervisor/holder.ts';
import { endOrphans } from '../supervisor/orphans.ts';
import { rollup } from './rollup.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const network: NetworkState = {
  schema: 1,
  chainId: 'yard-1',
  daChainId: 'private-1',
  portOffset: 30_000,
  genesisTime: '2030-01-01T00:00:00.000Z',
  engines: embeddedEngines,
  rollups: [
    {
      name: 'demo',
      chainId: 1337,
      index: 0,
      sequencerStartHeight: '2',
      daStartHeight: '3',
      mode: 'soft-and-firm',
      genesisTime: '1900000000',
    },
  ],
};

async function aYard(): Promise<Layout> {
  const layout = layoutOf(root, await mkdtemp(join(tmpdir(), 'damaged-')));
  await saveNetwork(layout, network);
  await writeDescriptor(layout, network);
  await ensureOperators(layout, 1);
  await writeFile(layout.supervisorFile, `${JSON.stringify({ pid: 2 ** 22, start: '17' })}\n`);
  await writeFile(layout.childrenFile, `${JSON.stringify([{ name: 'x', pid: 2 ** 22, start: '17' }])}\n`);
  return layout;
}

/** What a person sees of everything that reads files of the network before it starts anything. */
async function used(layout: Layout): Promise<readonly string[]> {
  const said: string[] = [];
  const say = (line: string): void => {
    said.push(line);
  };
  const context: Context = { layout, environment: {}, say, signal: AbortSignal.timeout(10_000) };
  const uses: readonly (() => Promise<unknown>)[] = [
    () => rollup.run(['list'], context),
    () => status.run([], context),
    () => stop.run([], context),
    () => findHolder(layout),
    () => endOrphans(layout, say),
    () => ensureOperators(layout, 1),
  ];
  for (const use of uses) {
    try {
      await use();
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      say(error.message);
    }
  }
  return said;
}

const damages: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  'cut in half': (content) => content.subarray(0, content.length >> 1),
  zeroed: (content) => Buffer.alloc(content.length),
  emptied: () => Buffer.alloc(0),
  'no object': () => Buffer.from('null'),
};

it('names the file, the problem and a remedy in one line, whichever file of the CLI is damaged', async () => {
  const files = (await readdir((await aYard()).yard, { recursive: true })).filter((file) => file !== 'keys');
  expect(files).toHaveLength(9);
  const silent: string[] = [];
  for (const file of files) {
    for (const [kind, damage] of Object.entries(damages)) {
      const layout = await aYard();
      const path = join(layout.yard, file);
      await writeFile(path, damage(await readFile(path)));
      const line = (await used(layout)).find((one) => one.includes(path));
      if (line?.split('\n').length !== 1) silent.push(`${file} ${kind}`);
    }
  }
  // Written anew at each start, and read by no command; who runs the network is asked for by its socket. Half of a
  // version is the digit without the end of its line.
  const rewritten = /^((topology|descriptor|supervisor)\.json |version cut)/;
  expect(silent.filter((one) => !rewritten.test(one))).toEqual([]);
});

it('takes no other network for this one when a bit of its file flips', async () => {
  const layout = await aYard();
  const written = await readFile(layout.networkFile);
  for (let bit = 0; bit < 8 * written.length; bit += 23) {
    const bytes = Buffer.from(written);
    bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    await writeFile(layout.networkFile, bytes);
    const read = await loadNetwork(layout).catch((error: unknown) => {
      expect(String(error)).toContain(layout.networkFile);
      return network;
    });
    expect(read).toEqual(network);
  }
});

it('takes nobody for a running supervisor whose file lost a part', async () => {
  const layout = await aYard();
  await writeFile(layout.supervisorFile, JSON.stringify({ pid: 2 ** 22 }));
  expect(await findHolder(layout)).toBeUndefined();
});
