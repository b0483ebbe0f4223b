import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context } from '../command.ts';
import { CommandError } from '../errors.ts';
import { type Engines, embeddedEngines } from '../network/engine-choice.ts';
import { type Layout, layoutOf } from '../network/layout.ts';
import { portsOfNode } from '../network/ports.ts';
import { saveNetwork } from '../network/state.ts';
import { diagnose } from './doctor.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Below the ports of outgoing connections, with those of all nodes.
const portOffset = 170;

let layout: Layout;
beforeEach(async () => {
  layout = layoutOf(root, await mkdtemp(join(tmpdir(), 'doctor-')));
});
afterEach(() => rm(layout.yard, { recursive: true }));

async function network(engines: Partial<Engines>): Promise<void> {
  await saveNetwork(layout, {
    schema: 1,
    chainId: 'yard-1',
    daChainId: 'private-1',
    portOffset,
    genesisTime: '2030-01-01T00:00:00.000Z',
    engines: { ...embeddedEngines, ...engines },
    rollups: [],
  });
}

/** What it says of the network, and whether it finds something wrong. */
async function said(environment: Context['environment']): Promise<readonly string[]> {
  const lines: string[] = [];
  const { signal } = new AbortController();
  const context: Context = { layout, environment, signal, say: (text) => lines.push(text) };
  try {
    await diagnose.run([], context);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
  return lines.slice(lines.findIndex((line) => line.includes('no network runs here')) + 1);
}

it('says which engines this network needs and does not find', async () => {
  await network({ consensus: 'cometbft', evm: 'geth', queue: 'nats' });
  const nothing = { SWITCHYARD_ENGINES: join(layout.yard, 'no-engines'), PATH: '' };
  const lines = await said(nothing);
  expect(lines.map((line) => line.slice(0, 22))).toEqual([
    'WRONG cometbft 0.38.25',
    'WRONG geth 1.17.5 is m',
    'WRONG nats-server 2.14',
  ]);
  for (const line of lines) expect(line).toContain('npm run engines');
  await network({});
  expect(await said(nothing)).toEqual([]);
});

it('knows the ports of all its nodes', async () => {
  await network({ consensus: 'cometbft', validators: 4 });
  const port = portsOfNode(portOffset, 3).relayerGrpc;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const lines = await said({ PATH: '' });
  await new Promise((resolve) => server.close(resolve));
  expect(lines).toContainEqual(
    expect.stringMatching(`^WRONG port ${port} \\(relayerGrpc of node 3\\) is in use by`),
  );
});
