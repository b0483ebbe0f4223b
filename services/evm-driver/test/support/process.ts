import { type Program, spawnProgram } from '@switchyard/testing/program';
import type { World } from './world.ts';

/** The driver as a process of its own, with the world's environment. */
export function spawnDriver(world: World, settings: Readonly<Record<string, string>> = {}): Program {
  return spawnProgram('services/evm-driver/dist/main.js', {
    ...world.environment,
    SWITCHYARD_EVM_DRIVER_LOG_LEVEL: 'info',
    ...settings,
  });
}
