import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../command.ts';
import { parseOptions } from '../command.ts';
import { knownNetwork } from '../dashboard-client.ts';
import { topologyOf } from '../network/descriptor.ts';
import { logFile } from '../network/layout.ts';
import { askControl } from '../supervisor/control.ts';
import { lastLines } from '../supervisor/reason.ts';
import type { ChildState } from '../supervisor/supervisor.ts';

const linesPerLog = 500;
const pages = ['status', 'readyz', 'metrics'] as const;

export const dump: Command = {
  name: 'dump',
  summary: 'write what a bug report needs into a folder: status, metrics and log ends; no keys',
  usage: ['[folder]  where (./switchyard-dump)'],
  run: async (args, context) => {
    const { positionals } = parseOptions('dump', args, {});
    const folder = positionals[0] ?? 'switchyard-dump';
    const network = await knownNetwork(context);
    const topology = topologyOf(network);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'topology.json'), JSON.stringify(topology, undefined, 2));
    for (const { service, rollup, adminUrl } of topology.services) {
      const name = rollup === undefined ? service : `${service}@${rollup}`;
      for (const page of pages) {
        const text = await fetch(`${adminUrl}/${page}`, { signal: AbortSignal.timeout(5_000) })
          .then((response) => response.text())
          .catch((error: unknown) => `no answer: ${String(error)}\n`);
        await writeFile(join(folder, `${name}.${page}`), text);
      }
    }
    const children = await askControl<readonly ChildState[]>(context.layout, 'GET', '/children').catch(
      () => [],
    );
    await writeFile(join(folder, 'children.json'), JSON.stringify(children, undefined, 2));
    for (const { name } of children) {
      await writeFile(
        join(folder, `${name}.log`),
        (await lastLines(logFile(context.layout, name), linesPerLog)).join('\n'),
      );
    }
    for (const name of ['supervisor', 'supervisor-errors']) {
      const text = await readFile(logFile(context.layout, name), 'utf8').catch(() => '');
      await writeFile(join(folder, `${name}.log`), text);
    }
    context.say(`written to ${folder}`);
  },
};
