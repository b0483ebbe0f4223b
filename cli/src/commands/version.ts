import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../command.ts';
import { dataVersion } from '../network/state.ts';

export const version: Command = {
  name: 'version',
  summary: 'versions of this program, its data and Node',
  usage: [],
  run: async (_args, { layout, say }) => {
    const manifest = JSON.parse(await readFile(join(layout.root, 'package.json'), 'utf8')) as {
      version: string;
    };
    say(`switchyard ${manifest.version} (data version ${dataVersion}, node ${process.version})`);
  },
};
