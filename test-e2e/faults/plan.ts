import { consensusChild, hasEngine, validators } from '../support/engines.ts';
import type { Random } from './random.ts';

/** Something that is done to a running network, and when: so long after it has recovered from the one before. */
export type Fault = { readonly afterMs: number } & (
  | { readonly kind: 'kill'; readonly targets: readonly string[]; readonly gapMs: number }
  | { readonly kind: 'freeze'; readonly targets: readonly [string]; readonly forMs: number }
  | { readonly kind: 'failpoint'; readonly place: string; readonly nth: number }
);

/** The rollups of a network under attack. The first one is made by `start`. */
export const rollups = [
  { name: 'demo', chainId: 1337 },
  { name: 'gm', chainId: 7_777_777 },
] as const;

const networkProcesses = [
  ...[consensusChild, 'sequencer-app', 'relayer', 'da-writer', 'local-da', 'dashboard'],
  ...(hasEngine('nats') ? ['nats'] : []),
  // Of any node but the first, which is the composers'.
  ...(validators > 1 ? ['sequencer-app-*', 'cometbft-*', 'relayer-*'] : []),
];
const rollupProcesses = ['composer', 'conductor', 'evm-driver', 'node'];

const killsOfEach = 3;
const pairs = 6;
/** On real engines: each process killed once, and so many of the rest. */
const selected = { faults: 24, freezes: 5, failpoints: 4 } as const;
const freezeMs = 10_000;
/** Longer than a block of the sequencer and one of the DA layer together: a fault may come at any point of both. */
const spreadMs = 4_000;

/** What a fault is called. */
export function nameOf(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return `kill ${fault.targets.join(' and ')}${fault.gapMs > 0 ? ` ${fault.gapMs} ms later` : ''}`;
    case 'freeze':
      return `freeze ${fault.targets[0]} for ${fault.forMs / 1_000} s`;
    case 'failpoint':
      return `failpoint ${fault.place}${fault.nth > 1 ? `:${fault.nth}` : ''}`;
  }
}

/** A selection of all kinds for a network on real engines: each process killed once, some stopped, in pairs, at places. */
export function engineFaults(random: Random, places: readonly string[]): readonly Fault[] {
  const draw = random.part('engine faults');
  const all = [...networkProcesses, ...rollupProcesses];
  const engines = [consensusChild, 'node', ...(hasEngine('nats') ? ['nats'] : [])];
  const others = draw.shuffled(all.filter((process) => !engines.includes(process)));
  const frozen = [...engines, ...others].slice(0, selected.freezes);
  const kills = all.map((process) => kill(draw, [process]));
  const freezes = frozen.map((process) => freeze(draw, process));
  const failpoints = draw
    .shuffled(places)
    .slice(0, selected.failpoints)
    .map(
      (place): Fault => ({
        kind: 'failpoint',
        place,
        nth: draw.integer(1, 2),
        afterMs: draw.integer(0, 500),
      }),
    );
  const left = selected.faults - kills.length - freezes.length - failpoints.length;
  const couples = Array.from({ length: left }, () => couple(draw, all));
  return draw.shuffled([...kills, ...freezes, ...failpoints, ...couples]);
}

/** Each process killed three times and stopped once, and some in pairs, in an order and at moments of the seed. */
export function randomFaults(random: Random): readonly Fault[] {
  const draw = random.part('faults');
  const all = [...networkProcesses, ...rollupProcesses];
  const kills = Array.from({ length: killsOfEach }, () => all)
    .flat()
    .map((process) => kill(draw, [process]));
  const freezes = all.map((process) => freeze(draw, process));
  const couples = Array.from({ length: pairs }, () => couple(draw, all));
  return draw.shuffled([...kills, ...freezes, ...couples]);
}

function kill(draw: Random, processes: readonly string[], gapMs = 0): Fault {
  const targets = processes.map((process) => named(draw, process));
  return { kind: 'kill', targets, gapMs, afterMs: draw.integer(0, spreadMs) };
}

function freeze(draw: Random, process: string): Fault {
  return {
    kind: 'freeze',
    targets: [named(draw, process)],
    forMs: freezeMs,
    afterMs: draw.integer(0, spreadMs),
  };
}

function couple(draw: Random, all: readonly string[]): Fault {
  const [first = '', second = ''] = draw.shuffled(all);
  const gapMs = draw.chance(0.5) ? 0 : draw.integer(100, 2_000);
  return kill(draw, [first, second], gapMs);
}

function named(draw: Random, process: string): string {
  if (process.endsWith('*')) return process.replace('*', `${draw.integer(1, validators - 1)}`);
  return rollupProcesses.includes(process) ? `${process}@${draw.pick(rollups).name}` : process;
}

/**
 * Each place once, services in turn, so that none crashes so often that the supervisor gives it up; which time it is
 * reached is the seed's. `rare` places are taken at the first.
 */
export function failpointFaults(
  places: readonly string[],
  random: Random,
  isRare: (place: string) => boolean,
): readonly Fault[] {
  const draw = random.part('failpoints');
  const services = draw.shuffled([...new Set(places.map(serviceOf))]);
  const queues = services.map((service) => {
    const own = draw.shuffled(places.filter((place) => serviceOf(place) === service));
    return own.map((place, index) => ({ place, at: (index + 0.5) / own.length }));
  });
  const ordered = queues.flat().sort((a, b) => a.at - b.at);
  return ordered.map(({ place }) => ({
    kind: 'failpoint',
    place,
    nth: isRare(place) ? 1 : draw.integer(1, 3),
    afterMs: draw.integer(0, 500),
  }));
}

/** The service of a place `<service>/<name>`. */
export function serviceOf(place: string): string {
  return place.slice(0, place.indexOf('/'));
}
