import { eventually, freePort, type Program, spawnProgram } from '@switchyard/testing/program';

/** A local-da process of its own, and where it is reached. */
export type RunningLocalDa = Program & { readonly url: string; readonly adminUrl: string };

/** Starts local-da on free ports and waits until it is ready. */
export async function startLocalDa(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningLocalDa> {
  const running = await spawnLocalDa(dataDir, settings);
  const isReady = await eventually('local-da', async () => {
    if (!running.isRunning()) return false;
    return (await fetch(`${running.adminUrl}/readyz`)).ok || undefined;
  });
  if (!isReady) throw new Error(`local-da ended: ${running.output()}`);
  return running;
}

/** Starts local-da and does not wait. */
export async function spawnLocalDa(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningLocalDa> {
  const [rpcPort, adminPort] = [await freePort(), await freePort()];
  const program = spawnProgram('services/local-da/dist/main.js', {
    SWITCHYARD_LOCAL_DA_LOG_LEVEL: 'info',
    SWITCHYARD_LOCAL_DA_RPC_ADDRESS: `127.0.0.1:${rpcPort}`,
    SWITCHYARD_LOCAL_DA_ADMIN_ADDRESS: `127.0.0.1:${adminPort}`,
    SWITCHYARD_LOCAL_DA_DATA_DIR: dataDir,
    SWITCHYARD_LOCAL_DA_CHAIN_NAME: 'private',
    SWITCHYARD_LOCAL_DA_BLOCK_INTERVAL: '50ms',
    SWITCHYARD_LOCAL_DA_MAX_PENDING: '64MiB',
    ...settings,
  });
  return { ...program, url: `http://127.0.0.1:${rpcPort}`, adminUrl: `http://127.0.0.1:${adminPort}` };
}

/** One call; resolves to the whole answer. */
export async function rpc(
  { url }: Pick<RunningLocalDa, 'url'>,
  method: string,
  params: readonly unknown[] = [],
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, { method: 'POST', headers, body });
  return (await response.json()) as { result?: unknown };
}

/** Turns knobs. */
export function turn({ adminUrl }: Pick<RunningLocalDa, 'adminUrl'>, knobs: object): Promise<Response> {
  return fetch(`${adminUrl}/knobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(knobs),
  });
}
