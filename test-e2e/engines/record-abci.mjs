// Records what a real CometBFT says on its four ABCI connections, and what the Go kvstore answers: handshake, 20 heights
// with transactions, and the replay after both were restarted. Writes packages/abci/fixtures/cometbft-v0.38.25.json.gz.
//   COMETBFT_BIN=… ABCI_CLI_BIN=… node test-e2e/engines/record-abci.mjs
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

const { COMETBFT_BIN: cometbft, ABCI_CLI_BIN: abciCli } = process.env;
if (cometbft === undefined || abciCli === undefined) throw new Error('set COMETBFT_BIN and ABCI_CLI_BIN');

const heights = 20;
const out = join(import.meta.dirname, '../../packages/abci/fixtures/cometbft-v0.38.25.json.gz');
const folder = mkdtempSync(join(tmpdir(), 'record-abci-'));
const home = join(folder, 'home');
const [appPort, proxyPort, rpcPort, p2pPort] = [46_651, 46_652, 46_653, 46_654];
const connections = [];

const proxy = createServer((engine) => {
  const recorded = { run, requests: [], responses: [] };
  connections.push(recorded);
  const app = connect(appPort, '127.0.0.1');
  engine.on('data', (bytes) => recorded.requests.push(bytes) && app.write(bytes));
  app.on('data', (bytes) => recorded.responses.push(bytes) && engine.write(bytes));
  for (const [from, to] of [
    [engine, app],
    [app, engine],
  ]) {
    from.on('close', () => to.destroy());
    from.on('error', () => to.destroy());
  }
});
await new Promise((resolve) => proxy.listen(proxyPort, '127.0.0.1', resolve));

let run = 'first';
try {
  await finished(spawn(cometbft, ['init', '--home', home], { stdio: 'ignore' }));
  const config = join(home, 'config/config.toml');
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace('timeout_commit = "1s"', 'timeout_commit = "50ms"'),
  );
  await session(async () => {
    for (let i = 0; i < 12; i++) {
      await rpc(`broadcast_tx_commit?tx="key${i}=${'v'.repeat(i * 7)}"`);
    }
    await rpc('abci_query?data="key3"');
    await rpc('check_tx?tx="nonsense"');
    while ((await height()) < heights) await sleep(50);
  });
  run = 'restart';
  await session(async () => {
    const from = await height();
    while ((await height()) < from + 2) await sleep(50);
  });
} finally {
  proxy.close();
  rmSync(folder, { recursive: true });
}

const joined = connections.map(({ run: of, requests, responses }) => ({
  run: of,
  requests: Buffer.concat(requests).toString('base64'),
  responses: Buffer.concat(responses).toString('base64'),
}));
const source = 'CometBFT v0.38.25 and its abci-cli kvstore, recorded by test-e2e/engines/record-abci.mjs';
writeFileSync(out, gzipSync(JSON.stringify({ source, connections: joined }), { level: 9 }));
process.stdout.write(`${joined.length} connections\n`);

async function session(work) {
  const app = spawn(abciCli, ['kvstore', '--address', `tcp://127.0.0.1:${appPort}`], { stdio: 'ignore' });
  await sleep(500);
  const flags = [
    ...['--home', home, '--proxy_app', `tcp://127.0.0.1:${proxyPort}`],
    ...['--rpc.laddr', `tcp://127.0.0.1:${rpcPort}`, '--p2p.laddr', `tcp://127.0.0.1:${p2pPort}`],
  ];
  const engine = spawn(cometbft, ['start', ...flags], { stdio: 'ignore' });
  const [appEnded, engineEnded] = [finished(app), finished(engine)];
  while ((await height().catch(() => 0)) < 1) await sleep(100);
  await work();
  engine.kill('SIGTERM');
  await engineEnded;
  app.kill('SIGKILL');
  await appEnded;
}

async function finished(child) {
  await new Promise((resolve) => child.once('close', resolve));
}

async function rpc(path) {
  const response = await fetch(`http://127.0.0.1:${rpcPort}/${path}`);
  return (await response.json()).result;
}

async function height() {
  return Number((await rpc('status')).sync_info.latest_block_height);
}
