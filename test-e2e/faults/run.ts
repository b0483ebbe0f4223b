// Kills a whole network in every way and judges what is left of it; docs/guarantees.md says what is done.
//   npm run test:faults -- --seed 1..5
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Campaign, type Findings, run } from './campaign.ts';
import { runFirstStarts } from './first-start.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { unreachable, type Way, wayTo } from './places.ts';
import { engineFaults, failpointFaults, nameOf, randomFaults, serviceOf } from './plan.ts';
import { createRandom } from './random.ts';
import { summaryOf } from './summary.ts';

const root = join(import.meta.dirname, '../..');
/** From one network to the next: no port of one is a port of another. */
const networkPorts = 300;

const ofRollups = ['composer', 'conductor', 'evm-driver'];

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
  const campaigns = campaignsOf(options, places).filter(({ faults }) => faults.length > 0);
  say(
    `seeds ${options.seeds.join(', ')}: ${campaigns.map(({ name, faults }) => `${name} ${faults.length}`).join(', ')} faults`,
  );
  const findings = await inTurn(campaigns, options);
  if (shutdown.signal.aborted) return 130;
  const unreached =
    options.only === undefined && !options.engines
      ? places.filter((place) => wayTo(place).kind === 'unreachable')
      : [];
  for (const place of unreached) {
    const { why, test } = unreachable[place.replace(/\.[^.]*$/, '')] ?? { why: '', test: '' };
    say(`not reached by a network: ${place}: ${why}; ${test} reaches it`);
  }
  const { lines, failed } = summaryOf(findings, { tookMs: performance.now() - began, options });
  for (const line of lines) say(line);
  return failed === 0 ? 0 : 1;
}

/** Each place that the services name, as `./switchyard failpoints` lists them. */
async function failpointsOfCli(): Promise<readonly string[]> {
  const args = [join(root, 'cli/dist/main.js'), 'failpoints', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return JSON.parse(stdout) as string[];
}

/**
 * The sweep of all places by the first seed, each once: in two halves, and apart what needs a first start or a validator
 * that signs twice; and each seed's random faults. The shortest come last, so that all networks end at about the same time.
 */
function campaignsOf({ seeds, only, engines }: Options, places: readonly string[]): readonly Campaign[] {
  if (engines) return seeds.map((seed) => engineCampaign(seed, places, only));
  const sweep = createRandom(seeds[0] ?? 0);
  const ofKind = (kind: Way['kind']): readonly string[] =>
    places.filter((place) => wayTo(place).kind === kind);
  const isOfRollup = (place: string): boolean => ofRollups.includes(serviceOf(place));
  const isRare = (place: string): boolean => {
    const { kind, scenario } = wayTo(place);
    return kind !== 'running' || scenario !== undefined;
  };
  const part = (name: string, of: readonly string[]): Campaign => {
    const random = sweep.part(name);
    return { name, faults: failpointFaults(of, random, isRare), random };
  };
  const running = ofKind('running');
  const campaigns: readonly Campaign[] = [
    part('failpoints of rollups', running.filter(isOfRollup)),
    ...seeds.map((seed) => {
      const random = createRandom(seed);
      return { name: `seed ${seed}`, faults: randomFaults(random), random };
    }),
    part(
      'failpoints of the network',
      running.filter((place) => !isOfRollup(place)),
    ),
    { ...part('failpoints of a false validator', ofKind('equivocation')), goesBack: true },
    { ...part('failpoints of a first start', ofKind('first-start')), isFirstStart: true },
  ];
  return campaigns.map((campaign) => ({
    ...campaign,
    faults: campaign.faults.filter((fault) => only === undefined || only.test(nameOf(fault))),
  }));
}

/** What traffic alone reaches, of the services that are the same on all engines. */
function engineCampaign(seed: number, places: readonly string[], only: RegExp | undefined): Campaign {
  const random = createRandom(seed);
  const reached = places.filter((place) => {
    const { kind, scenario } = wayTo(place);
    return kind === 'running' && scenario === undefined && serviceOf(place) !== 'solo-engine';
  });
  const faults = engineFaults(random, reached);
  return {
    name: `seed ${seed}`,
    faults: faults.filter((fault) => only === undefined || only.test(nameOf(fault))),
    random,
  };
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
      const begin = next.isFirstStart === true ? runFirstStarts : run;
      const at = { portOffset: portOffset + networkPorts * index, say };
      findings.set(next, await begin(next, at, shutdown.signal));
    }
  };
  await Promise.all(Array.from({ length: networks }, worker));
  return campaigns.flatMap((campaign) => findings.get(campaign) ?? []);
}
