import { type Command, type Context, parseOptions } from '../command.ts';
import { askDashboard } from '../dashboard-client.ts';
import { askControl } from '../supervisor/control.ts';
import type { ChildState } from '../supervisor/supervisor.ts';

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
    const children = await troubledChildren(context);
    const seen = await askDashboard<NetworkStatus>('/api/status', context).catch((error: unknown) => {
      // The dashboard itself may be what does not run.
      for (const line of childLines(children)) context.say(line);
      throw error;
    });
    if (values.json === true) return context.say(JSON.stringify({ ...seen, children }, undefined, 2));
    for (const line of [...linesOf(seen), ...childLines(children)]) context.say(line);
  },
};

/** The programs that the supervisor has given up, or starts again and again. */
async function troubledChildren({ layout, signal }: Context): Promise<readonly ChildState[]> {
  const children = await askControl<readonly ChildState[]>(layout, 'GET', '/children', undefined, {
    timeoutMs: 5_000,
    signal,
  }).catch(() => []);
  return children.filter(({ phase, reason }) => phase !== 'running' || reason !== undefined);
}

/** Why programs do not run, as a person reads it. */
export function childLines(children: readonly ChildState[]): readonly string[] {
  return children.flatMap(({ name, phase, lastExit, reason, lastLines }) => [
    '',
    `  ${name} ${phase === 'failed' ? 'has failed' : 'is started again and again'}: it ${lastExit ?? 'could not be run'}`,
    ...(reason === undefined ? lastLines : [reason]).map((line) => `    ${line}`),
  ]);
}

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
