import type { Campaign } from './campaign.ts';
import type { Options } from './options.ts';
import { isOfEngines, type Way, wayTo } from './places.ts';
import { engineFaults, failpointFaults, nameOf, randomFaults, serviceOf } from './plan.ts';
import { createRandom } from './random.ts';

const ofRollups = ['composer', 'conductor', 'evm-driver'];

/** What a command does, in the order in which networks begin with it. */
export function campaignsOf(options: Options, places: readonly string[]): readonly Campaign[] {
  const { seeds, only, engines } = options;
  const sweep = createRandom(seeds[0] ?? 0);
  const part: Part = (name, of) => {
    const random = sweep.part(name);
    return { name, faults: failpointFaults(of, random, isRare), random };
  };
  const campaigns = engines ? onEngines(seeds, places, part) : onEmbedded(seeds, places, part);
  return campaigns
    .map((campaign) => ({
      ...campaign,
      faults: campaign.faults.filter((fault) => only === undefined || only.test(nameOf(fault))),
    }))
    .filter(({ faults }) => faults.length > 0);
}

type Part = (name: string, places: readonly string[]) => Campaign;

/**
 * The sweep of all places by the first seed, each once: in two halves, and apart what needs a first start or a validator
 * that signs twice; and each seed's random faults. The shortest come last, so that all networks end at about the same time.
 */
function onEmbedded(seeds: readonly number[], places: readonly string[], part: Part): readonly Campaign[] {
  const running = places.filter(isOfKind('running'));
  const isOfRollup = (place: string): boolean => ofRollups.includes(serviceOf(place));
  return [
    part('failpoints of rollups', running.filter(isOfRollup)),
    ...seeds.map((seed) => {
      const random = createRandom(seed);
      return { name: `seed ${seed}`, faults: randomFaults(random), random };
    }),
    part(
      'failpoints of the network',
      running.filter((place) => !isOfRollup(place)),
    ),
    { ...part('failpoints of a false validator', places.filter(isOfKind('equivocation'))), goesBack: true },
    { ...part('failpoints of a first start', places.filter(isOfKind('first-start'))), of: 'first-start' },
  ];
}

/** Each seed's selection, and once, by the first seed, the places that only networks on engines reach. */
function onEngines(seeds: readonly number[], places: readonly string[], part: Part): readonly Campaign[] {
  const others = places.filter(
    (place) => isOfKind('running')(place) && !isRare(place) && !isOfEngines(place),
  );
  return [
    ...seeds.map((seed) => {
      const random = createRandom(seed);
      return { name: `seed ${seed}`, faults: engineFaults(random, others), random };
    }),
    part(
      'failpoints of the engines',
      places.filter((place) => isOfEngines(place)),
    ),
    { ...part('failpoints of a joining node', places.filter(isOfKind('joining'))), of: 'joining' },
  ];
}

function isOfKind(kind: Way['kind']): (place: string) => boolean {
  return (place) => wayTo(place).kind === kind;
}

function isRare(place: string): boolean {
  const { kind, scenario } = wayTo(place);
  return kind !== 'running' || scenario !== undefined;
}
