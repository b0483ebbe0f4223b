// What does a local network cost, and how long does a transaction take? Starts a network of its own, measures, prints
// the figures as JSON to stdout and as a table to stderr.
//   npm run bench
//   npm run bench -- --consensus cometbft --evm geth --queue nats --validators 4
//   npm run -s bench -- --evm geth > bench/results/geth.json
// Without options SWITCHYARD_TEST_ENGINES has them, as for the tests.
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { engineArguments } from '../test-e2e/support/engines.ts';
import { type GethThroughput, measureGeth } from '../test-e2e/support/geth-throughput.ts';
import { createLocalNetwork } from '../test-e2e/support/local-network.ts';
import { blockIntervals } from './block-intervals.ts';
import { idle, memory } from './processes.ts';
import { type Figures, tableOf } from './table.ts';
import { latencies } from './transactions.ts';

const names = ['consensus', 'evm', 'queue', 'validators'] as const;
const options = {
  consensus: { type: 'string', default: 'solo' },
  evm: { type: 'string', default: 'anvil' },
  queue: { type: 'string', default: 'direct' },
  validators: { type: 'string', default: '1' },
  // Four validators have ports up to 3,000 above; those from 32,768 on are given to outgoing connections.
  'port-offset': { type: 'string', default: '2900' },
} as const;
const args = process.argv.length > 2 ? process.argv.slice(2) : [...engineArguments];
const { values } = parseArgs({ args, options });
const engines = names.flatMap((name) => [`--${name}`, values[name]]);

async function measureNetwork(): Promise<Figures> {
  const loadAverage = readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 2).join(' ');
  await using network = createLocalNetwork(Number(values['port-offset']));
  const began = performance.now();
  // The last word counts where SWITCHYARD_TEST_ENGINES says something else.
  const started = await network.start(...engines);
  if (started.code !== 0) throw new Error(started.stderr);
  const readySeconds = (performance.now() - began) / 1_000;
  await sleep(5_000);
  return {
    machine: `${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${cpus()[0]?.model ?? 'unknown'}`,
    loadAverage,
    engines: engines.join(' '),
    startToReadySeconds: Number(readySeconds.toFixed(1)),
    idle: await idle(network),
    transactions: await latencies(network.rpcUrl(0)),
    blockIntervalMs: await blockIntervals(`http://127.0.0.1:${26_657 + network.portOffset}`),
    memory: memory(network),
  };
}

/** After the network has ended: it would share the machine. */
async function measureEngine(): Promise<{ readonly geth?: GethThroughput }> {
  return values.evm === 'geth' ? { geth: await measureGeth({ senders: 2_000, blocks: 20 }) } : {};
}

const figures: Figures = { ...(await measureNetwork()), ...(await measureEngine()) };
process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
process.stderr.write(`\n${tableOf(figures)}`);
