import { eventually, freePort, type Program, spawnProgram } from '@switchyard/testing/program';
import type { EngineHome } from './engine-home.ts';

/** The engine as a process. */
export type EngineProcess = Program & {
  readonly rpcUrl: string;
  readonly adminUrl: string;
  /** The last height that this process decided; 0 before the first. */
  readonly height: () => number;
  /** Resolves when a height was decided by this process. */
  readonly decided: (height: number) => Promise<void>;
};

export async function startEngine(
  home: EngineHome,
  env: Readonly<Record<string, string>> = {},
): Promise<EngineProcess> {
  const [rpcPort, adminPort] = [await freePort(), await freePort()];
  const program = spawnProgram('services/solo-engine/dist/main.js', {
    SWITCHYARD_SOLO_ENGINE_LOG_LEVEL: 'info',
    SWITCHYARD_SOLO_ENGINE_HOME: home.path,
    SWITCHYARD_SOLO_ENGINE_ABCI_ADDRESS: home.socket,
    SWITCHYARD_SOLO_ENGINE_RPC_ADDRESS: `127.0.0.1:${rpcPort}`,
    SWITCHYARD_SOLO_ENGINE_ADMIN_ADDRESS: `127.0.0.1:${adminPort}`,
    SWITCHYARD_SOLO_ENGINE_BLOCK_INTERVAL: '50ms',
    ...env,
  });
  const height = (): number =>
    Number(program.lines.findLast(({ msg }) => msg === 'height decided')?.['height'] ?? 0);
  return {
    ...program,
    height,
    rpcUrl: `http://127.0.0.1:${rpcPort}`,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    decided: async (wanted) => {
      const isThere = await eventually(`height ${wanted}`, () => {
        if (height() >= wanted) return true;
        return program.isRunning() ? undefined : false;
      });
      if (!isThere) throw new Error(`engine ended: ${JSON.stringify(program.lines.at(-1))}`);
    },
  };
}
