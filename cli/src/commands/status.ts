import { type Command, parseOptions } from '../command.ts';
import { askDashboard } from '../dashboard-client.ts';

/** What /api/status says; services/dashboard/README.md. Heights are decimal strings. */
export type NetworkStatus = {
  readonly network: {
    readonly chainId: string;
    readonly height: string | null;
    readonly daHeight: string | null;
    readonly confirmedHeight: string | null;
    readonly backlogBytes: string | null;
    readonly budgetBytes: string | null;
    readonly waitingFor: string | null;
  };
  readonly rollups: readonly {
    readonly name: string;
    readonly chainId: number;
    readonly soft: { readonly number: string; readonly height: string } | null;
    readonly firm: { readonly number: string; readonly height: string } | null;
    readonly daHeight: string | null;
    readonly softLag: string | null;
    readonly firmLag: string | null;
    readonly waitingFor: string | null;
  }[];
  readonly services: readonly {
    readonly service: string;
    readonly rollup?: string;
    readonly why: string | null;
  }[];
};

export const status: Command = {
  name: 'status',
  summary: 'heads per rollup (sequencer, soft, firm, DA), lag, and why it waits',
  usage: ['--json  the same for programs'],
  run: async (args, context) => {
    const { values } = parseOptions('status', args, { json: { type: 'boolean' } });
    const seen = await askDashboard<NetworkStatus>('/api/status', context);
    if (values.json === true) return context.say(JSON.stringify(seen, undefined, 2));
    for (const line of linesOf(seen)) context.say(line);
  },
};

/** The status as a person reads it. */
export function linesOf({ network, rollups, services }: NetworkStatus): readonly string[] {
  const cell = (text: string | null | undefined): string => (text ?? '?').padEnd(9);
  const troubled = services.filter(({ why }) => why !== null);
  return [
    `network ${network.chainId}   height ${network.height ?? '?'}   on DA up to ${network.confirmedHeight ?? '?'}` +
      `   DA height ${network.daHeight ?? '?'}   backlog ${network.backlogBytes ?? '?'} B`,
    ...(network.waitingFor === null ? [] : [`  waits for ${network.waitingFor}`]),
    '',
    `  ${'rollup'.padEnd(16)} ${cell('soft')} ${cell('firm')} ${cell('lag soft')} ${cell('lag firm')} waits for`,
    ...rollups.map(
      ({ name, soft, firm, softLag, firmLag, waitingFor }) =>
        `  ${name.padEnd(16)} ${cell(soft?.number)} ${cell(firm?.number)} ${cell(softLag)} ${cell(firmLag)} ${waitingFor ?? '-'}`,
    ),
    ...(troubled.length === 0 ? [] : ['', '  not ready:']),
    ...troubled.map(
      ({ service, rollup, why }) => `    ${service}${rollup === undefined ? '' : `@${rollup}`}: ${why}`,
    ),
  ];
}
