import { expect, it } from 'vitest';
import { underAttack } from '../support/attack/honest-user.ts';
import { ask } from '../support/attack/http.ts';
import { lies, startLyingNode } from '../support/attack/lying-node.ts';
import { createLocalNetwork, eventually } from '../support/local-network.ts';
import { recordPeaks, watchMemory } from '../support/memory.ts';

// A composer whose node is broken or lies; afterwards it gets the honest one back and goes on.
const offset = 1_630;
const composer = 'composer@demo';

it('outlives a node that lies, and takes transactions again when it does not', async () => {
  await using network = createLocalNetwork(offset);
  expect((await network.start()).stderr).toBe('');
  await using node = await startLyingNode(20_000 + offset);
  const url = `127.0.0.1:${20_000 + offset}`;
  const restart = async (): Promise<number> => {
    const old = network.pidOf(composer);
    process.kill(old, 'SIGKILL');
    return eventually(
      'another composer',
      async () => {
        const now = network.children().find(({ name, pid }) => name === composer && pid !== old)?.pid;
        return Promise.resolve(now);
      },
      20_000,
    );
  };
  network.override(composer, {
    env: { SWITCHYARD_COMPOSER_RPC_URL: `http://${url}`, SWITCHYARD_COMPOSER_WS_URL: `ws://${url}` },
  });
  const pid = await restart();
  using memory = watchMemory(network);
  for (const lie of lies) {
    node.tell(lie);
    await eventually(
      `a question to a node that gives ${lie.name}`,
      () => Promise.resolve(node.asked() > 0 ? true : undefined),
      20_000,
    );
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect({ lie: lie.name, pid: network.pidOf(composer) }).toEqual({ lie: lie.name, pid });
    expect(memory.peaks()[composer], lie.name).toBeLessThanOrEqual(512);
  }
  const said = network.logOf(composer).length;
  expect(said).toBeLessThan(2_000);
  network.override(composer, {});
  await restart();
  await eventually(
    'a composer that is ready',
    async () => {
      const { status } = await ask({ port: 9_312 + offset, path: '/readyz', method: 'GET' });
      return status === 200 ? true : undefined;
    },
    30_000,
  );
  await underAttack(network, 'composer: after the lies', () => Promise.resolve());
  expect(recordPeaks('a lying node', memory.peaks())).toEqual([]);
}, 180_000);
