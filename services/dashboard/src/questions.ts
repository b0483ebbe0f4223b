import { SwitchyardError } from '@switchyard/primitives';
import { type NetworkStatus, queueOf, type Said, statusOf, throttleOf } from './domain/status.ts';
import type { Topology } from './domain/topology.ts';
import {
  bundleIds,
  heightWaitsFor,
  includedHeight,
  inOrder,
  transactionWaitsFor,
  type Way,
  type WayEvent,
} from './domain/way.ts';
import type { Admins, Service, TopologySource } from './ports.ts';

/** What the API answers from. */
export type QuestionDeps = { readonly admins: Admins; readonly topology: TopologySource };

/** Nobody remembers the id. */
export class UnknownIdError extends SwitchyardError {
  override readonly code = 'DASHBOARD_UNKNOWN_ID';
  override readonly fault = 'rejected';

  constructor(id: string) {
    super('no service remembers it: a typing mistake, another network, or too long ago', { id });
  }
}

/** The heads of all rollups and the health of all services. */
export async function askStatus(
  { admins, topology }: QuestionDeps,
  signal: AbortSignal,
): Promise<NetworkStatus> {
  const known = await topology();
  const entries = await Promise.all(
    known.services.map(async (service) => {
      const [status, why] = await Promise.all([
        admins.status(service, signal),
        admins.notReady(service, signal),
      ]);
      return [nameOf(service), { status, why }] as const;
    }),
  );
  const said: Said = new Map(entries);
  return statusOf(known, said);
}

/** The way of a rollup's transaction. @throws UnknownIdError */
export async function askTransaction(
  { admins, topology }: QuestionDeps,
  hash: string,
  signal: AbortSignal,
): Promise<Way> {
  const known = await topology();
  const ofRollups = known.services.filter(({ rollup }) => rollup !== undefined);
  const own = await tracesOf(admins, ofRollups, [`tx:${hash}`], signal);
  const rollup = own.find((event) => event.rollup !== undefined)?.rollup;
  if (rollup === undefined) throw new UnknownIdError(hash);
  const mine = inOrder(own.filter((event) => event.rollup === rollup));
  const bundles = bundleIds(mine.filter(({ service }) => service === 'composer')).map((id) => `bundle:${id}`);
  const height = includedHeight(mine);
  const [app] = servicesNamed(known, ['sequencer-app']);
  const [ofBundles, ofHeight, appStatus, queue] = await Promise.all([
    tracesOf(admins, servicesNamed(known, ['sequencer-app']), bundles, signal),
    height === null ? [] : tracesOf(admins, servicesOfHeight(known, rollup), [`height:${height}`], signal),
    app === undefined ? undefined : admins.status(app, signal),
    queueNow(admins, known, signal),
  ]);
  const events = inOrder([...mine, ...ofBundles, ...ofHeight]);
  return {
    id: hash,
    kind: 'transaction',
    rollup,
    height,
    events,
    waitingFor: transactionWaitsFor(events, height, throttleOf(appStatus), queue),
  };
}

/** The way of a sequencer height, with all rollups. @throws UnknownIdError */
export async function askHeight(
  { admins, topology }: QuestionDeps,
  height: string,
  signal: AbortSignal,
): Promise<Way> {
  const known = await topology();
  const [traces, queue] = await Promise.all([
    tracesOf(admins, servicesOfHeight(known), [`height:${height}`], signal),
    queueNow(admins, known, signal),
  ]);
  const events = inOrder(traces);
  if (events.length === 0) throw new UnknownIdError(height);
  return {
    id: height,
    kind: 'height',
    rollup: null,
    height,
    events,
    waitingFor: heightWaitsFor(events, height, queue),
  };
}

/** What the way of blocks to the da-writer waits for. */
async function queueNow(admins: Admins, known: Topology, signal: AbortSignal): Promise<string | null> {
  const [relayer, daWriter] = await Promise.all(
    ['relayer', 'da-writer'].map(async (name) => {
      const [service] = servicesNamed(known, [name]);
      return service === undefined ? undefined : admins.status(service, signal);
    }),
  );
  return queueOf(relayer, daWriter);
}

/** Who knows of heights: the network's services, and the conductors, or one rollup's. */
function servicesOfHeight(topology: Topology, rollup?: string): readonly Service[] {
  return [
    ...servicesNamed(topology, ['sequencer-app', 'relayer', 'da-writer']),
    ...topology.services.filter(
      (service) =>
        ['conductor', 'evm-driver'].includes(service.service) &&
        (rollup === undefined || service.rollup === rollup),
    ),
  ];
}

function servicesNamed({ services }: Topology, names: readonly string[]): readonly Service[] {
  return services.filter(({ service }) => names.includes(service));
}

async function tracesOf(
  admins: Admins,
  services: readonly Service[],
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly WayEvent[]> {
  const asked = services.flatMap((service) => ids.map((id) => admins.trace(service, id, signal)));
  return (await Promise.all(asked)).flat();
}

function nameOf({ service, rollup }: Service): string {
  return rollup === undefined ? service : `${service}@${rollup}`;
}
