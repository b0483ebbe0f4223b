import { readFile } from 'node:fs/promises';
import { openSealedJson, sealJson } from '@switchyard/primitives';
import { asError, isErrno, writeFileAtomic } from '@switchyard/service-kit';
import { z } from 'zod';
import { CommandError, causedBy } from '../errors.ts';
import { embeddedEngines, enginesSchema } from './engine-choice.ts';
import type { Layout } from './layout.ts';

/** The format of the folder `.switchyard`; another one is refused with the remedy. */
export const dataVersion = '1';

const height = z.string().regex(/^\d+$/);

const rollupSchema = z.object({
  name: z.string(),
  chainId: z.number().int(),
  index: z.number().int(),
  sequencerStartHeight: height,
  daStartHeight: height,
  mode: z.enum(['soft-and-firm', 'soft-only', 'firm-only']).default('soft-and-firm'),
  /** Seconds: all that its genesis file has besides the chain id. Absent from networks of an earlier version. */
  genesisTime: height.optional(),
});

const networkSchema = z.object({
  schema: z.literal(1),
  chainId: z.string(),
  daChainId: z.string(),
  portOffset: z.number().int(),
  genesisTime: z.string(),
  engines: enginesSchema.default(embeddedEngines),
  rollups: z.array(rollupSchema),
  /** Its first rollup is still to be made. */
  isNew: z.boolean().optional(),
});

/** One rollup of the local network. */
export type RollupState = Readonly<z.infer<typeof rollupSchema>>;

/** What the local network is: enough to start it again. */
export type NetworkState = Omit<Readonly<z.infer<typeof networkSchema>>, 'rollups'> & {
  readonly rollups: readonly RollupState[];
};

/** The network of this folder, or undefined before the first start. @throws CommandError when it is of another version. */
export async function loadNetwork(layout: Layout): Promise<NetworkState | undefined> {
  const version = await readText(layout.versionFile);
  if (version === undefined) return undefined;
  if (version.trim() !== dataVersion) {
    const found = version.trim();
    throw new CommandError(
      'configuration',
      /^\d{1,6}$/.test(found)
        ? `${layout.yard} is of data version ${found}, this program writes ${dataVersion}: ` +
            'start with --fresh (this wipes the chains), or use the program that made it'
        : `${layout.versionFile} is damaged: it is no number; write ${dataVersion} into it`,
    );
  }
  const text = await readText(layout.networkFile);
  if (text === undefined) return undefined;
  try {
    return networkSchema.parse(openSealedJson(text));
  } catch (error) {
    const problem =
      error instanceof z.ZodError ? 'it is not what this program writes' : asError(error).message;
    throw causedBy(
      error,
      'configuration',
      `${layout.networkFile} is damaged: ${problem}; restore it from a copy, or start with --fresh (this wipes the chains)`,
    );
  }
}

/** Replaces the stored network. */
export async function saveNetwork(layout: Layout, network: NetworkState): Promise<void> {
  await writeFileAtomic(layout.versionFile, `${dataVersion}\n`);
  await writeFileAtomic(layout.networkFile, sealJson(network));
}

/** The text of a file, or undefined when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** JSON, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
