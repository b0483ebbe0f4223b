import { join } from 'node:path';
import { layoutOf } from '../../cli/src/network/layout.ts';
import { serviceEnvironment } from '../../cli/src/network/service-env.ts';
import { loadNetwork } from '../../cli/src/network/state.ts';
import { type ChildSpec, launch } from '../../cli/src/supervisor/child.ts';
import type { LocalNetwork } from './local-network.ts';

const root = join(import.meta.dirname, '../..');

/** The key-value rollup `kv` beside a local network: a rollup that is no EVM chain, behind a conductor of its own. */
export type KvRollup = AsyncDisposable & {
  /** The items of a block as hex, in their order; undefined while it is not there. */
  readonly items: (number: bigint) => Promise<readonly string[] | undefined>;
  readonly heads: () => Promise<{ readonly soft: bigint; readonly firm: bigint }>;
  /** The sequencer height of block 1 of this rollup, and of the network's first rollup. */
  readonly startHeight: bigint;
};

/** Starts it; its first block is of the same height as that of the network's first rollup. */
export async function startKvRollup(network: LocalNetwork): Promise<KvRollup> {
  const { portOffset, folder } = network;
  const layout = layoutOf(root, folder);
  const startHeight = (await loadNetwork(layout))?.rollups[0]?.sequencerStartHeight ?? '1';
  const anchorFile = join(layout.data, 'conductor@demo/anchor.json');
  const execution = `127.0.0.1:${portOffset + 9_300}`;
  const url = `http://127.0.0.1:${portOffset + 9_301}`;
  const spec = (name: string, program: string, env: Readonly<Record<string, string>>): ChildSpec => ({
    name,
    program: process.execPath,
    args: ['--conditions=@switchyard/source', '--disable-warning=ExperimentalWarning', join(root, program)],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    logFile: join(layout.logs, `${name}.log`),
    stopOrder: 0,
  });
  const running = [
    launch(
      spec('kv-rollup', 'test-e2e/kv-rollup/main.ts', {
        SWITCHYARD_KV_NAME: 'kv',
        SWITCHYARD_KV_DATA_DIR: join(layout.data, 'kv-rollup'),
        SWITCHYARD_KV_GRPC_ADDRESS: execution,
        SWITCHYARD_KV_HTTP_ADDRESS: url.slice('http://'.length),
        SWITCHYARD_KV_ANCHOR_FILE: anchorFile,
        SWITCHYARD_KV_START_HEIGHT: startHeight,
        SWITCHYARD_KV_START_NUMBER: '1',
        SWITCHYARD_KV_END_NUMBER: '0',
      }),
    ),
    launch(
      spec(
        'conductor@kv',
        'services/conductor/src/main.ts',
        serviceEnvironment(root, 'conductor', {
          ROLLUP: 'kv',
          ADMIN_ADDRESS: `127.0.0.1:${portOffset + 9_302}`,
          EXECUTION_ADDRESS: execution,
          RELAYER_ADDRESS: `127.0.0.1:${portOffset + 9_091}`,
          DA_URL: `http://127.0.0.1:${portOffset + 26_658}`,
          P2P_LISTEN: '/ip4/127.0.0.1/tcp/0',
          ANCHOR_FILE: anchorFile,
          DATA_DIR: join(layout.data, 'conductor@kv'),
        }),
      ),
    ),
  ];
  return {
    startHeight: BigInt(startHeight),
    items: async (number) => {
      const response = await fetch(`${url}/blocks/${number}`);
      if (!response.ok) return undefined;
      return ((await response.json()) as { items: readonly string[] }).items;
    },
    heads: async () => {
      const { soft, firm } = (await (await fetch(`${url}/heads`)).json()) as { soft: string; firm: string };
      return { soft: BigInt(soft), firm: BigInt(firm) };
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of running.reverse()) {
        child.kill('SIGTERM');
        await child.exited;
      }
    },
  };
}
