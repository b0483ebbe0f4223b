import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { NetworkStatus } from '../../cli/src/commands/status.ts';
import { eventually } from '../support/local-network.ts';
import { wholeWay } from '../support/whole-way.ts';

// The whole way on all engines at once, with four validators; then an engine of each kind is killed under it.
// With 3000 more the ports of the fourth validator are below those of outgoing connections.
const portOffset = 2_350;
const validators = 4;
const engines = [
  ...['--consensus', 'cometbft', '--evm', 'geth', '--queue', 'nats'],
  ...['--validators', `${validators}`],
];
const recoverWithinMs = 30_000;

const { network, block, send } = wholeWay(portOffset, engines);

it('runs one NATS, one Geth for each rollup, and app, CometBFT and relayer for each validator', async () => {
  const names = network()
    .children()
    .map(({ name }) => name);
  for (let index = 0; index < validators; index++) {
    const suffix = index === 0 ? '' : `-${index}`;
    for (const program of ['sequencer-app', 'cometbft', 'relayer']) expect(names).toContain(program + suffix);
  }
  for (const name of ['nats', 'node@demo', 'node@gm', 'da-writer', 'local-da', 'dashboard'])
    expect(names).toContain(name);
  expect(names.length).toBe(3 * validators + 4 + 2 * 4);
  for (const name of ['demo', 'gm']) {
    const port = 9_311 + (name === 'gm' ? 10 : 0) + portOffset;
    const answer = await fetch(`http://127.0.0.1:${port}/status`);
    expect(await answer.json()).toMatchObject({ node: { kind: 'geth' } });
  }
});

// NATS, Geth, the CometBFT of the node that the composer speaks to, another one.
it.each(['nats', 'node@demo', 'cometbft', 'cometbft-3'])(
  'gives a transaction a receipt and finality after kill -9 of %s',
  async (name) => {
    const pid = network().pidOf(name);
    const killed = performance.now();
    process.kill(pid, 'SIGKILL');
    const { number } = await eventually('a receipt', () => send(0).catch(() => undefined), recoverWithinMs);
    const receipt = performance.now() - killed;
    await eventually(
      'finality',
      async () => ((await block(0, 'finalized')) >= number ? true : undefined),
      recoverWithinMs,
    );
    expect(network().pidOf(name)).not.toBe(pid);
    process.stdout.write(
      `${name} killed: a receipt after ${(receipt / 1_000).toFixed(1)} s, final after ${((performance.now() - killed) / 1_000).toFixed(1)} s\n`,
    );
  },
);

it('has nothing to say against the network, and leaves no process behind', async () => {
  await eventually(
    'a status without anything that waits',
    async () => {
      const { stdout, code, stderr } = await network().cli('status', '--json');
      if (code !== 0) throw new Error(stderr);
      const status = JSON.parse(stdout) as NetworkStatus & { readonly children: readonly unknown[] };
      const waiting = [status.network, ...status.rollups].filter(({ waitingFor }) => waitingFor !== null);
      const troubled = status.services.filter(({ why }) => why !== null);
      expect([waiting, troubled, status.children]).toEqual([[], [], []]);
      expect(status.rollups.length).toBe(2);
      return true;
    },
    recoverWithinMs,
  );
  const doctor = await network().cli('doctor');
  expect(doctor.stdout).not.toContain('WRONG');
  expect(doctor.code).toBe(0);
  const pids = network()
    .children()
    .map(({ pid }) => pid);
  const stopped = await network().cli('stop');
  expect([stopped.code, stopped.stderr]).toEqual([0, '']);
  expect(network().children()).toEqual([]);
  expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
});
