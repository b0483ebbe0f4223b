// Records a chain of a real CometBFT with our application: 30 heights with transactions, one update of the parameters and
// one of the validator's power. Writes services/solo-engine/fixtures/chain.json.gz.
//   COMETBFT_BIN=… node --conditions=@switchyard/source test-e2e/engines/record-chain.ts
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { addressOf, formatAddress, rollupIdOf, sha256 } from '@switchyard/primitives';
import { type Action, type Params, publicKeyOf, signTransaction } from '@switchyard/protocol';

const cometbft = process.env['COMETBFT_BIN'];
if (cometbft === undefined) throw new Error('set COMETBFT_BIN');

const heights = 30;
const chainId = 'yard-00c0ffee';
const seeds = { validator: sha256(Buffer.from('validator')), operator: sha256(Buffer.from('operator')) };
const keys = { validator: publicKeyOf(seeds.validator), operator: publicKeyOf(seeds.operator) };
const operator = addressOf(keys.operator);
const mebibyte = 1024n * 1024n;
const params: Params = {
  blockMaxBytes: 7n * mebibyte,
  rollupBudgetBytes: 6n * mebibyte,
  sectionMaxBytes: (3n * mebibyte) / 2n,
  transactionMaxBytes: mebibyte,
  maxRollupsPerBlock: 256n,
  backlogLowBytes: 96n * mebibyte,
  backlogHighBytes: 480n * mebibyte,
  priceFloor: 0n,
  priceCap: 0n,
  reportQuorum: 1,
  reporters: [operator],
};
const ports = { http: 46_711, grpc: 46_712, admin: 46_713, rpc: 46_714, p2p: 46_715 };
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'record-chain-'));
const children: ChildProcess[] = [];

try {
  await finished(run(cometbft, ['init', '--home', folder]));
  writeHome();
  run(
    process.execPath,
    ['--conditions=@switchyard/source', join(root, 'services/sequencer-app/src/main.ts')],
    {
      SWITCHYARD_SEQUENCER_APP_LOG_LEVEL: 'warn',
      SWITCHYARD_SEQUENCER_APP_ADMIN_ADDRESS: `127.0.0.1:${ports.admin}`,
      SWITCHYARD_SEQUENCER_APP_ABCI_ADDRESS: `unix:${folder}/app.sock`,
      SWITCHYARD_SEQUENCER_APP_GRPC_ADDRESS: `127.0.0.1:${ports.grpc}`,
      SWITCHYARD_SEQUENCER_APP_HTTP_ADDRESS: `127.0.0.1:${ports.http}`,
      SWITCHYARD_SEQUENCER_APP_DATA_DIR: join(folder, 'app'),
      SWITCHYARD_SEQUENCER_APP_POOL_MAX_BYTES: '48MiB',
      SWITCHYARD_SEQUENCER_APP_POOL_MAX_TRANSACTIONS: '32000',
    },
  );
  await sleep(1_500);
  run(cometbft, [
    ...['start', '--home', folder, '--proxy_app', `unix://${folder}/app.sock`],
    ...['--rpc.laddr', `tcp://127.0.0.1:${ports.rpc}`, '--p2p.laddr', `tcp://127.0.0.1:${ports.p2p}`],
  ]);
  await height(2n);
  await submitAll();
  await height(BigInt(heights) + 2n);
  await record();
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map(finished));
  rmSync(folder, { recursive: true });
}

function writeHome(): void {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const publicKey = { type: 'tendermint/PubKeyEd25519', value: base64(keys.validator) };
  const address = Buffer.from(addressOf(keys.validator)).toString('hex').toUpperCase();
  const pair = Buffer.concat([seeds.validator, keys.validator]);
  const save = (path: string, json: object) =>
    writeFileSync(join(folder, path), JSON.stringify(json, undefined, 2));
  save('config/priv_validator_key.json', {
    address,
    pub_key: publicKey,
    priv_key: { type: 'tendermint/PrivKeyEd25519', value: base64(pair) },
  });
  save('config/genesis.json', {
    genesis_time: '2026-11-22T12:00:00.123456789Z',
    chain_id: chainId,
    initial_height: '1',
    consensus_params: {
      block: { max_bytes: `${params.blockMaxBytes}`, max_gas: '-1' },
      evidence: { max_age_num_blocks: '100000', max_age_duration: '172800000000000', max_bytes: '1048576' },
      validator: { pub_key_types: ['ed25519'] },
      version: { app: '0' },
      abci: { vote_extensions_enable_height: '0' },
    },
    validators: [{ address, pub_key: publicKey, power: '10', name: 'solo' }],
    app_hash: '',
    app_state: {
      accounts: [{ address: formatAddress(operator), balance: '1000000000' }],
      sudo: formatAddress(operator),
      params: {
        block_max_bytes: `${params.blockMaxBytes}`,
        rollup_budget_bytes: `${params.rollupBudgetBytes}`,
        section_max_bytes: `${params.sectionMaxBytes}`,
        transaction_max_bytes: `${params.transactionMaxBytes}`,
        max_rollups_per_block: `${params.maxRollupsPerBlock}`,
        backlog_low_bytes: `${params.backlogLowBytes}`,
        backlog_high_bytes: `${params.backlogHighBytes}`,
        price_floor: `${params.priceFloor}`,
        price_cap: `${params.priceCap}`,
        report_quorum: `${params.reportQuorum}`,
        reporters: params.reporters.map(formatAddress),
      },
      rollups: [{ name: 'demo', weight: '1' }],
    },
  });
  const config = join(folder, 'config/config.toml');
  writeFileSync(
    config,
    readFileSync(config, 'utf8')
      .replace('timeout_commit = "1s"', 'timeout_commit = "250ms"')
      .replace('type = "flood"', 'type = "nop"')
      .replace('indexer = "kv"', 'indexer = "null"'),
  );
}

async function submitAll(): Promise<void> {
  const data = (name: string, bytes: number): Action => ({
    kind: 'submitRollupData',
    rollupId: rollupIdOf(name),
    data: Buffer.alloc(bytes, name),
  });
  const steps: readonly (readonly Action[])[] = [
    [data('demo', 100)],
    [data('demo', 30), data('gm', 1_000)],
    [{ kind: 'updateParams', params: { ...params, blockMaxBytes: params.blockMaxBytes - 65_536n } }],
    [{ kind: 'transfer', to: addressOf(keys.validator), amount: 17n }],
    [data('large', 200_000)],
    [{ kind: 'updateValidator', publicKey: keys.validator, power: 25n }],
    [data('demo', 1)],
  ];
  for (const [nonce, actions] of steps.entries()) {
    const expiresAtHeight = 300n;
    const bytes = signTransaction(
      { chainId, nonce: BigInt(nonce), expiresAtHeight, maxFee: 0n, actions },
      seeds.operator,
    );
    const response = await fetch(`http://127.0.0.1:${ports.http}/v1/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(bytes),
    });
    if (!response.ok) throw new Error(`refused: ${response.status} ${await response.text()}`);
    await sleep(600);
  }
}

async function record(): Promise<void> {
  const numbers = Array.from({ length: heights }, (_, index) => index + 1);
  const answers = async (path: string, of: readonly number[]) =>
    Object.fromEntries(
      await Promise.all(
        of.map(async (number) => [number, await rpcText(`${path}?height=${number}`)] as const),
      ),
    );
  const out = join(root, 'services/solo-engine/fixtures');
  mkdirSync(out, { recursive: true });
  const chain = {
    source: 'CometBFT v0.38.25 with sequencer-app, recorded by test-e2e/engines/record-chain.ts',
    genesis: readFileSync(join(folder, 'config/genesis.json'), 'utf8'),
    validatorKey: readFileSync(join(folder, 'config/priv_validator_key.json'), 'utf8'),
    rpc: {
      genesis: await rpcText('genesis'),
      status: await rpcText('status'),
      block: await answers('block', numbers),
      block_results: await answers('block_results', numbers),
      commit: await answers('commit', numbers),
      validators: await answers('validators', numbers),
      consensus_params: await answers('consensus_params', numbers),
    },
  };
  const bytes = gzipSync(JSON.stringify(chain), { level: 9 });
  writeFileSync(join(out, 'chain.json.gz'), bytes);
  process.stdout.write(`${heights} heights, ${bytes.length} bytes\n`);
}

async function height(least: bigint): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const text = await rpcText('status').catch(() => '');
    const [, now = '0'] = /"latest_block_height":"(\d+)"/.exec(text) ?? [];
    if (BigInt(now) >= least) return;
    await sleep(100);
  }
  throw new Error(`height ${least} was not reached`);
}

async function rpcText(path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${ports.rpc}/${path}`);
  return (await response.text()).trim();
}

function run(
  program: string,
  parameters: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(program, parameters, {
    env: { ...process.env, ...env },
    stdio: ['ignore', process.env['VERBOSE'] === undefined ? 'ignore' : 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

async function finished(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
