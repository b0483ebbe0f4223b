// Kills a whole network in every way and judges what is left of it; docs/guarantees.md says what is done.
//   npm run test:faults -- --seed 1..5
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Campaign, type Findings, run } from './campaign.ts';
import { campaignsOf } from './campaigns.ts';
import { runFirstStarts } from './first-start.ts';
import { runJoining } from './joining.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { allEngines, embedded, isSwept, unreachable } from './places.ts';
import { summaryOf } from './summary.ts';

const root = join(import.meta.dirname, '../..');
/** From one network to the next: no port of one is a port of another. */
const networkPorts = 300;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const shutdown = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!shutdown.signal.aborted) say(`${signal}: stopping the networks`);
    shutdown.abort(new Error(`stopped by ${signal}`));
  });
}

process.exitCode = await main();

async function main(): Promise<number> {
  let options: Options | undefined;
  try {
    options = parseOptions(process.argv.slice(2), () => randomInt(1, 1_000_000));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 64;
  }
  if (options === undefined) {
    say(usage);
    return 0;
  }
  const began = performance.now();
  const places = await failpointsOfCli();
  const campaigns = campaignsOf(options, places);
  say(
    `seeds ${options.seeds.join(', ')}: ${campaigns.map(({ name, faults }) => `${name} ${faults.length}`).join(', ')} faults`,
  );
  const findings = await inTurn(campaigns, options);
  if (shutdown.signal.aborted) return 130;
  if (options.only === undefined) for (const line of unreachedLines(places, options)) say(line);
  const { lines, failed } = summaryOf(findings, { tookMs: performance.now() - began, options });
  for (const line of lines) say(line);
  return failed === 0 ? 0 : 1;
}

/** Which places this command does not reach, and what does. */
function unreachedLines(places: readonly string[], { engines }: Options): readonly string[] {
  const [mine, others] = engines ? [allEngines, embedded] : [embedded, allEngines];
  const left = places.filter((place) => !isSwept(place, mine));
  const lines = left
    .filter((place) => !isSwept(place, others))
    .map((place) => {
      const { why = '', test = 'nothing' } = unreachable(place, mine) ?? {};
      return `not reached by a network: ${place}: ${why}; ${test} reaches it`;
    });
  const elsewhere = left.filter((place) => isSwept(place, others));
  const names = engines ? `${elsewhere.length} places` : elsewhere.join(' ');
  const command = `npm run test:faults${engines ? '' : ' -- --engines'}`;
  return elsewhere.length === 0 ? lines : [...lines, `left to ${command}: ${names}`];
}

/** Each place that the services name, as `./switchyard failpoints` lists them. */
async function failpointsOfCli(): Promise<readonly string[]> {
  const args = [join(root, 'cli/dist/main.js'), 'failpoints', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return JSON.parse(stdout) as string[];
}

function runnerOf({ of }: Campaign): typeof run {
  if (of === undefined) return run;
  return of === 'joining' ? runJoining : runFirstStarts;
}

/** So many networks at a time; the findings in the order of the campaigns. */
async function inTurn(
  campaigns: readonly Campaign[],
  { networks, portOffset }: Options,
): Promise<readonly Findings[]> {
  const findings = new Map<Campaign, Findings>();
  const waiting = [...campaigns];
  const worker = async (_: unknown, index: number): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (shutdown.signal.aborted) return;
      const begin = runnerOf(next);
      const at = { portOffset: portOffset + networkPorts * index, say };
      findings.set(next, await begin(next, at, shutdown.signal));
    }
  };
  await Promise.all(Array.from({ length: networks }, worker));
  return campaigns.flatMap((campaign) => findings.get(campaign) ?? []);
}
