export type { Counter, Gauge, Histogram } from 'prom-client';

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { OnCut } from './cut.ts';

type Help<Label extends string> = { readonly help: string; readonly labels?: readonly Label[] };

/** One service's metrics, each named in its metrics.ts only. Names get the service as prefix. */
export type Metrics = {
  readonly registry: Registry;
  readonly counter: <Label extends string = never>(
    name: `${string}_total`,
    help: Help<Label>,
  ) => Counter<Label>;
  readonly gauge: <Label extends string = never>(
    name: string,
    help: Help<Label> & { readonly collect?: (set: (value: number) => void) => void },
  ) => Gauge<Label>;
  readonly histogram: <Label extends string = never>(
    name: `${string}_seconds` | `${string}_bytes`,
    help: Help<Label> & { readonly buckets?: readonly number[] },
  ) => Histogram<Label>;
  /** Counts for one of the service's servers, such as `admin` or `grpc`. */
  readonly onCut: (server: string) => OnCut;
};

/** Metrics with a registry of their own, the process's defaults included. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const prefix = service.replaceAll('-', '_');
  const common = <Label extends string>(name: string, { help, labels = [] }: Help<Label>) => ({
    name: `${prefix}_${name}`,
    help,
    labelNames: labels,
    registers: [registry],
  });
  const cut = new Counter(
    common('connections_cut_total', {
      help: 'Connections, and calls that still arrived, that a server ended, by server and reason',
      labels: ['server', 'why'],
    }),
  );
  return {
    registry,
    onCut: (server) => (why) => cut.inc({ server, why }),
    counter: (name, help) => new Counter(common(name, help)),
    gauge: (name, help) => {
      const { collect } = help;
      const gauge = new Gauge({
        ...common(name, help),
        ...(collect === undefined ? {} : { collect: () => collect((value) => gauge.set(value)) }),
      });
      return gauge;
    },
    histogram: (name, help) =>
      new Histogram({
        ...common(name, help),
        ...(help.buckets === undefined ? {} : { buckets: [...help.buckets] }),
      }),
  };
}
