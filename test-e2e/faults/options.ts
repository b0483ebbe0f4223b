import { parseArgs } from 'node:util';

/** What a run is asked for. */
export type Options = {
  readonly seeds: readonly number[];
  /** Only faults whose name matches. */
  readonly only: RegExp | undefined;
  /** Networks that run at the same time. */
  readonly networks: number;
  readonly portOffset: number;
  /** Networks on real engines, and a selection of faults for each seed. */
  readonly engines: boolean;
};

/** How to call it. */
export const usage: string = `npm run test:faults -- [options]
  --seed 1..5        one seed, a range or a list (7, 1..5, 3,9); without it a random one, which is printed
  --only <pattern>   only the faults whose name matches, and no canaries, such as conductor/commit-firm or "kill|freeze relayer"
  --engines          on CometBFT, Geth and NATS (\`npm run engines\` gets them): 24 faults for each seed, and each failpoint that only
                     they reach; one network at a time. SWITCHYARD_TEST_ENGINES chooses other engines, and --validators 4 (then
                     with a --port-offset below 3100: a network has 3000 ports more)
  --networks <n>     networks at a time (3)
  --port-offset <n>  of the first network; the others follow at steps of 300 (5000)
  --unit             not whole networks: the unit tests with every failpoint of each service`;

const options = {
  seed: { type: 'string' },
  only: { type: 'string' },
  engines: { type: 'boolean', default: false },
  networks: { type: 'string' },
  'port-offset': { type: 'string', default: '5000' },
  help: { type: 'boolean', short: 'h' },
} as const;

const maxSeeds = 1_000;

/** The options of a command line, undefined when it asks for help. @throws RangeError, TypeError for what it may not say. */
export function parseOptions(args: readonly string[], randomSeed: () => number): Options | undefined {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help === true) return undefined;
  return {
    seeds: values.seed === undefined ? [randomSeed()] : seedsOf(values.seed),
    only: values.only === undefined ? undefined : new RegExp(values.only),
    networks: numberOf(values.networks ?? (values.engines ? '1' : '3'), '--networks'),
    engines: values.engines,
    portOffset: numberOf(values['port-offset'], '--port-offset'),
  };
}

function seedsOf(text: string): readonly number[] {
  const seeds = text.split(',').flatMap((part) => {
    const [from = '', to = from, more] = part.split('..');
    const [first, last] = [numberOf(from, '--seed'), numberOf(to, '--seed')];
    if (more !== undefined || last < first || last - first >= maxSeeds) {
      throw new RangeError(`--seed: '${part}' is no range of at most ${maxSeeds} seeds`);
    }
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(seeds)];
}

function numberOf(text: string, option: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new RangeError(`${option}: '${text}' is no whole number`);
  return Number(text);
}
