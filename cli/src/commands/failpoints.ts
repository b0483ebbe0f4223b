import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Command, parseOptions } from '../command.ts';

export const failpointList: Command = {
  name: 'failpoints',
  summary:
    'every place at which a crash test may end a service: SWITCHYARD_FAILPOINT=<service>/<name>[:<n-th time>], or @<file with that>',
  usage: ['--json  the same for programs'],
  run: async (args, { layout, say }) => {
    const { values } = parseOptions('failpoints', args, { json: { type: 'boolean' } });
    const places: string[] = [];
    for (const service of (await readdir(join(layout.root, 'services'))).sort()) {
      const file = join(layout.root, 'services', service, 'dist/failpoints.js');
      if (!existsSync(file)) continue;
      const { failpoints } = (await import(pathToFileURL(file).href)) as { failpoints: readonly string[] };
      places.push(...failpoints.map((name) => `${service}/${name}`));
    }
    if (values.json === true) return say(JSON.stringify(places));
    for (const place of places) say(place);
  },
};
