import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from '../command.ts';

export const failpointList: Command = {
  name: 'failpoints',
  summary:
    'every place at which a crash test may end a service: SWITCHYARD_FAILPOINT=<service>/<name>[:<n-th time>]',
  usage: [],
  run: async (_args, { layout, say }) => {
    for (const service of (await readdir(join(layout.root, 'services'))).sort()) {
      const file = join(layout.root, 'services', service, 'dist/failpoints.js');
      if (!existsSync(file)) continue;
      const { failpoints } = (await import(pathToFileURL(file).href)) as { failpoints: readonly string[] };
      for (const name of failpoints) say(`${service}/${name}`);
    }
  },
};
