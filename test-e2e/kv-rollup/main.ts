/**
 * A non-EVM rollup as a process: `node --conditions=@switchyard/source test-e2e/kv-rollup/main.ts`.
 *
 * SWITCHYARD_KV_NAME, _DATA_DIR, _GRPC_ADDRESS (execution API), _HTTP_ADDRESS (GET /heads, /keys/<key>,
 * /blocks/<number>), _ANCHOR_FILE (chain ids and DA height), _START_HEIGHT (sequencer height of its first block),
 * _START_NUMBER (1), _END_NUMBER (0: none).
 */

import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { parseAnchorJson } from '@switchyard/light';
import { rollupIdOf } from '@switchyard/primitives';
import {
  ConfigError,
  createLogger,
  exitConfig,
  type Logger,
  loadConfig,
  lockFolder,
  path,
  runService,
  serveGrpc,
  socketAddress,
  type Task,
  toJson,
  u64,
} from '@switchyard/service-kit';
import { z } from 'zod';
import { type Ledger, openLedger } from './ledger.ts';
import { executionService } from './server.ts';

const schema = z.object({
  name: z.string().min(1),
  dataDir: path,
  grpcAddress: z.string().min(1),
  httpAddress: socketAddress,
  anchorFile: path,
  startHeight: u64,
  startNumber: u64,
  endNumber: u64,
});

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => shutdown.abort(new Error(`received ${signal}`)));
}

try {
  const config = loadConfig('SWITCHYARD_KV', schema, process.env);
  const log = createLogger('kv-rollup', 'info');
  process.exitCode = await runService(serveRollup(config, log), log, shutdown.signal);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}

function serveRollup(config: Readonly<z.infer<typeof schema>>, log: Logger): Task {
  return async (signal) => {
    const { name, dataDir, startNumber, endNumber, startHeight } = config;
    const anchor = parseAnchorJson(await readFile(config.anchorFile, 'utf8'));
    await using _lock = await lockFolder(dataDir);
    await using ledger = await openLedger(join(dataDir, 'ledger.log'), {
      name,
      startNumber,
      searchHeight: anchor.da.height,
    });
    const service = executionService(ledger, {
      rollupId: rollupIdOf(name),
      startNumber,
      endNumber,
      startHeight,
      sequencerChainId: anchor.chainId,
      daChainId: anchor.da.chainId,
    });
    await using grpc = await serveGrpc({ address: config.grpcAddress, services: [service] });
    log.info({ port: grpc.port }, 'execution API serves');
    await serveReads(ledger, config.httpAddress, signal);
  };
}

async function serveReads(
  ledger: Ledger,
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<void> {
  const answer = (response: ServerResponse, value: unknown): void => {
    response.writeHead(value === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(toJson(value ?? null));
  };
  const server = createServer((request, response) => {
    const [, what, id = ''] = (request.url ?? '').split('/');
    if (what === 'heads') answer(response, ledger.heads());
    else if (what === 'keys') answer(response, ledger.get(decodeURIComponent(id)));
    else if (what === 'blocks' && /^\d{1,20}$/.test(id)) {
      const block = ledger.block({ number: BigInt(id) });
      answer(
        response,
        block && { ...block, items: block.items.map((item) => Buffer.from(item).toString('hex')) },
      );
    } else answer(response, undefined);
  });
  const closed = Promise.withResolvers<void>();
  server.once('error', closed.reject);
  signal.addEventListener('abort', () => server.close(() => closed.resolve()), { once: true });
  server.listen(port, host);
  await closed.promise;
}
