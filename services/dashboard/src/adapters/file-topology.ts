import { readFile } from 'node:fs/promises';
import { openSealedJson, SwitchyardError } from '@switchyard/primitives';
import { asError, isErrno } from '@switchyard/service-kit';
import { z } from 'zod';
import type { TopologySource } from '../ports.ts';

/** The topology cannot be read. It is replaced while we run, so the next question may find it whole. */
export class TopologyError extends SwitchyardError {
  override readonly code = 'DASHBOARD_TOPOLOGY';
  override readonly fault = 'transient';

  constructor(file: string, options: ErrorOptions) {
    super(
      'the topology file cannot be used',
      { file, problem: problemOf(options.cause), remedy: '`npm run stop`, then `npm start` writes it anew' },
      options,
    );
  }
}

function problemOf(error: unknown): string {
  if (isErrno(error, 'ENOENT')) return 'there is no such file: is the network being made?';
  return error instanceof z.ZodError ? 'it is not a topology' : asError(error).message;
}

const schema = z.object({
  network: z.object({ chainId: z.string() }),
  rollups: z.array(
    z.object({
      name: z.string(),
      chainId: z.number(),
      rollupId: z.string(),
      rpcUrl: z.string(),
      wsUrl: z.string(),
      sequencerStartHeight: z.string(),
    }),
  ),
  services: z
    .array(z.object({ service: z.string(), rollup: z.string().optional(), adminUrl: z.string() }))
    .transform((services) =>
      services.map(({ service, rollup, adminUrl }) => ({
        service,
        adminUrl,
        ...(rollup === undefined ? {} : { rollup }),
      })),
    ),
});

/** A file that is replaced whenever a rollup comes or goes; it is small, and read for each question. */
export function fileTopology(path: string): TopologySource {
  return async () => {
    try {
      return schema.parse(openSealedJson(await readFile(path, 'utf8')));
    } catch (error) {
      throw new TopologyError(path, { cause: error });
    }
  };
}
