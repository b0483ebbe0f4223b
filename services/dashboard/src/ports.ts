import type { Json } from './domain/json.ts';
import type { Topology } from './domain/topology.ts';
import type { WayEvent } from './domain/way.ts';

/** One service of the network. */
export type Service = { readonly service: string; readonly rollup?: string; readonly adminUrl: string };

/** What the admin APIs of the services say. */
export type Admins = {
  /** What /status says, or undefined when the service does not answer in time. */
  readonly status: (service: Service, signal: AbortSignal) => Promise<Json | undefined>;
  /** Why it is not ready; undefined when it is. */
  readonly notReady: (service: Service, signal: AbortSignal) => Promise<string | undefined>;
  /** Events about an id; none when the service does not answer in time. */
  readonly trace: (service: Service, id: string, signal: AbortSignal) => Promise<readonly WayEvent[]>;
};

/** Where everything is, read anew when it changes. @throws TopologyError when it cannot be read. */
export type TopologySource = () => Promise<Topology>;
