import { type Command, parseOptions, requiredArgument } from '../command.ts';
import { askDashboard } from '../dashboard-client.ts';
import { CommandError } from '../errors.ts';

/** What /api/why/<id> says; services/dashboard/README.md. */
export type Way = {
  readonly id: string;
  readonly kind: 'transaction' | 'height';
  readonly rollup: string | null;
  readonly height: string | null;
  readonly events: readonly {
    readonly at: string;
    readonly service: string;
    readonly rollup?: string;
    readonly msg: string;
    readonly fields: Readonly<Record<string, unknown>>;
  }[];
  readonly waitingFor: string | null;
};

export const why: Command = {
  name: 'why',
  summary: 'the way of one transaction or height: pool, bundle, block, soft, DA, firm, and what it waits for',
  usage: ['<transaction hash | sequencer height>', '--json  the same for programs'],
  run: async (args, context) => {
    const { values, positionals } = parseOptions('why', args, { json: { type: 'boolean' } });
    const id = requiredArgument('why', positionals, 0, 'a transaction hash or a height').toLowerCase();
    if (!/^0x[0-9a-f]{64}$/.test(id) && !/^\d{1,20}$/.test(id)) {
      throw new CommandError(
        'badInput',
        `'${id}' is neither a transaction hash (0x and 64 hex digits) nor a height`,
      );
    }
    const way = await askDashboard<Way>(`/api/why/${id}`, context);
    if (values.json === true) return context.say(JSON.stringify(way, undefined, 2));
    for (const line of linesOf(way)) context.say(line);
  },
};

/** The way as a person reads it: times since the first event. */
export function linesOf({ id, events, waitingFor }: Way): readonly string[] {
  const first = Date.parse(events[0]?.at ?? '');
  return [
    id,
    ...events.map(({ at, service, rollup, msg, fields }) => {
      const seconds = `+${((Date.parse(at) - first) / 1_000).toFixed(3)} s`;
      const who = `${service}${rollup === undefined ? '' : `@${rollup}`}`;
      const details = Object.entries(fields)
        .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
        .map(([name, value]) => `${name}=${String(value)}`);
      return `  ${at}  ${seconds.padStart(11)}  ${who.padEnd(20)} ${msg}  ${details.join(' ')}`;
    }),
    waitingFor === null ? '  final: nothing more to wait for' : `  waits for: ${waitingFor}`,
  ];
}
