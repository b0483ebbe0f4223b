import { expect, it } from 'vitest';
import { hasEngine, validators } from '../support/engines.ts';
import { createLocalNetwork } from '../support/local-network.ts';

it('is one network, however many start it at once', async () => {
  await using network = createLocalNetwork(1_640);
  const starts = await Promise.all([network.start(), network.start(), network.start()]);
  expect(starts.map(({ code }) => code).sort((a, b) => a - b)).toEqual([0, 73, 73]);
  for (const { code, stderr } of starts) if (code === 73) expect(stderr).toContain('runs already');
  const status = await network.cli('status');
  expect(status.code).toBe(0);
  const names = network.children().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  // Of each further validator: app, consensus, relayer.
  expect(names).toHaveLength(10 + (hasEngine('nats') ? 1 : 0) + 3 * (validators - 1));
}, 180_000);
