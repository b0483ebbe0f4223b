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

const networkProcesses = ['solo-engine', 'sequencer-app', 'relayer', 'da-writer', 'local-da', 'dashboard'];
const rollupProcesses = ['composer', 'conductor', 'evm-driver', 'node'];

const killsOfEach = 3;
const pairs = 6;
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

/** Each process killed three times and stopped once, and some in pairs, in an order and at moments of the seed. */
export function randomFaults(random: Random): readonly Fault[] {
  const draw = random.part('faults');
  const named = (process: string): string =>
    rollupProcesses.includes(process) ? `${process}@${draw.pick(rollups).name}` : process;
  const moment = (): number => draw.integer(0, spreadMs);
  const all = [...networkProcesses, ...rollupProcesses];
  const kills = Array.from({ length: killsOfEach }, () => all)
    .flat()
    .map((process): Fault => ({ kind: 'kill', targets: [named(process)], gapMs: 0, afterMs: moment() }));
  const freezes = all.map(
    (process): Fault => ({ kind: 'freeze', targets: [named(process)], forMs: freezeMs, afterMs: moment() }),
  );
  const couples = Array.from({ length: pairs }, (): Fault => {
    const [first = '', second = ''] = draw.shuffled(all);
    const gapMs = draw.chance(0.5) ? 0 : draw.integer(100, 2_000);
    return { kind: 'kill', targets: [named(first), named(second)], gapMs, afterMs: moment() };
  });
  return draw.shuffled([...kills, ...freezes, ...couples]);
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
