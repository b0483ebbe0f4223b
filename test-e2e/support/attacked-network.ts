import { afterAll, beforeAll, expect } from 'vitest';
import { createLocalNetwork, type LocalNetwork } from './local-network.ts';
import { type MemoryWatch, recordPeaks, watchMemory } from './memory.ts';

/**
 * The one network of a file of attacks: started before them, its memory watched and recorded under the attack's name, stopped
 * behind them. Fails when a service went over its limit (L14). `prepare` runs before the start; `environment` is
 * that of the CLI and its supervisor.
 */
export function attackedNetwork(
  attack: string,
  portOffset: number,
  prepare: (network: LocalNetwork) => void = () => undefined,
  environment?: (folder: string) => Readonly<Record<string, string>>,
): LocalNetwork {
  const network = createLocalNetwork(portOffset, environment);
  let memory: MemoryWatch | undefined;
  beforeAll(async () => {
    prepare(network);
    const started = await network.start();
    expect(started.stderr).toBe('');
    expect(started.code).toBe(0);
    memory = watchMemory(network);
  });
  afterAll(async () => {
    const over = memory === undefined ? [] : recordPeaks(attack, memory.peaks());
    memory?.[Symbol.dispose]();
    await network[Symbol.asyncDispose]();
    expect(over).toEqual([]);
  });
  return network;
}
