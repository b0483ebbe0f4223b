import type { Clock } from './clock.ts';
import { type Logger, logAt } from './log.ts';

/** Something that happened to a transaction, a block or a batch, as `why` tells it. */
export type TraceEvent = {
  /** ISO 8601, the very time of the log line. */
  readonly at: string;
  readonly service: string;
  readonly msg: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** The newest events by the ids that they are about, in bounded memory. */
export type Trace = {
  readonly add: (ids: readonly string[], event: TraceEvent) => void;
  /** In the order of their recording. */
  readonly of: (id: string) => readonly TraceEvent[];
};

const eventsPerId = 32;

/** A trace that forgets the ids touched longest ago once it holds `capacity` of them. */
export function createTrace({ capacity = 100_000 }: { readonly capacity?: number } = {}): Trace {
  const events = new Map<string, TraceEvent[]>();
  return {
    add: (ids, event) => {
      for (const id of ids) {
        const known = events.get(id) ?? [];
        events.delete(id);
        if (known.length === eventsPerId) known.splice(1, 1);
        known.push(event);
        events.set(id, known);
      }
      for (const oldest of events.keys()) {
        if (events.size <= capacity) break;
        events.delete(oldest);
      }
    },
    of: (id) => events.get(id) ?? [],
  };
}

/** Records what happened: one log line at info, and the same event with the same time in the trace. */
export type Facts = {
  readonly record: (ids: readonly string[], fields: Readonly<Record<string, unknown>>, msg: string) => void;
  /** In the trace only, for what would be too much for a log. */
  readonly note: (ids: readonly string[], fields: Readonly<Record<string, unknown>>, msg: string) => void;
};

/** What it needs. */
export type FactsDeps = {
  readonly service: string;
  readonly log: Logger;
  readonly trace: Trace;
  readonly clock: Clock;
};

/** Facts of one service. bigint fields become decimal strings. */
export function createFacts({ service, log, trace, clock }: FactsDeps): Facts {
  const event = (fields: Readonly<Record<string, unknown>>, msg: string): TraceEvent => ({
    at: new Date(clock.now()).toISOString(),
    service,
    msg,
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value]),
    ),
  });
  return {
    record: (ids, fields, msg) => {
      const happened = event(fields, msg);
      trace.add(ids, happened);
      logAt(log, happened.at, happened.fields, msg);
    },
    note: (ids, fields, msg) => trace.add(ids, event(fields, msg)),
  };
}
