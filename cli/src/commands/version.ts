import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, parseOptions } from '../command.ts';
import { dataVersion } from '../network/state.ts';

export const version: Command = {
  name: 'version',
  summary: 'versions of this program, its data and Node',
  usage: ['--json  the same for programs'],
  run: async (args, { layout, say }) => {
    const { values } = parseOptions('version', args, { json: { type: 'boolean' } });
    const manifest = JSON.parse(await readFile(join(layout.root, 'package.json'), 'utf8')) as {
      version: string;
    };
    if (values.json === true) {
      return say(JSON.stringify({ version: manifest.version, dataVersion, node: process.version }));
    }
    say(`switchyard ${manifest.version} (data version ${dataVersion}, node ${process.version})`);
  },
};
