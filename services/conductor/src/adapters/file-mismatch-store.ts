import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CometbftJson,
  formatCommitJson,
  formatHeaderJson,
  parseCommitJson,
  parseHeaderJson,
} from '@switchyard/light';
import {
  daHeight,
  openSealedJson,
  rollupNumber,
  SwitchyardError,
  sealJson,
  sequencerHeight,
} from '@switchyard/primitives';
import { readFileIfPresent, syncFolder, writeFileAtomic } from '@switchyard/service-kit';
import { z } from 'zod';
import type { Evidence, Mismatch } from '../domain/mismatch.ts';
import type { MismatchStore } from '../ports.ts';

/** The stop marker cannot be read, so nobody knows whether the rollup may go on. */
class DamagedMismatchFileError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_MISMATCH_FILE';
  override readonly fault = 'fatal';

  constructor(path: string, options: ErrorOptions) {
    super(
      'the file of a mismatch is damaged',
      { file: path, remedy: `look at it and at the folder evidence beside it; \`rm ${path}\` to go on` },
      options,
    );
  }
}

/**
 * `mismatch.json` stands for a rollup that is stopped or has not yet passed the wrong height again; the copy
 * `evidence/mismatch-<height>.json` stays.
 */
export function createFileMismatchStore(folder: string): MismatchStore {
  const path = join(folder, 'mismatch.json');
  return {
    load: async () => {
      const bytes = await readFileIfPresent(path);
      if (bytes === undefined) return undefined;
      try {
        return parse(openSealedJson(new TextDecoder().decode(bytes)));
      } catch (error) {
        throw new DamagedMismatchFileError(path, { cause: error });
      }
    },
    save: async (mismatch) => {
      const text = sealJson(format(mismatch));
      await writeFileAtomic(join(folder, 'evidence', `mismatch-${mismatch.height}.json`), text);
      await writeFileAtomic(path, text);
    },
    resolve: async () => {
      await rm(path, { force: true });
      await syncFolder(folder);
    },
  };
}

const evidence = z.object({
  header: z.unknown(),
  descendants: z.array(z.unknown()).readonly().optional(),
  commit: z.unknown().optional(),
});
const decimal = z.string().regex(/^\d{1,20}$/);
const schema = z.object({
  kind: z.enum(['sequencer-hash', 'rollup-hash', 'parent-hash', 'firm-hash']),
  height: decimal,
  number: decimal,
  executed: z.object({
    number: decimal,
    hash: z.string(),
    parent_hash: z.string(),
    timestamp: z.string(),
    sequencer_hash: z.string(),
  }),
  soft: evidence.optional(),
  firm: evidence,
  da_height: decimal,
  resolution: z.literal('firm').optional(),
});

function format({ kind, height, number, executed, soft, firm, daHeight: da, resolution }: Mismatch) {
  return {
    kind,
    height: `${height}`,
    number: `${number}`,
    executed: {
      number: `${executed.number}`,
      hash: executed.hash,
      parent_hash: executed.parentHash,
      timestamp: `${executed.timestamp}`,
      sequencer_hash: executed.sequencerHash,
    },
    soft: soft && formatEvidence(soft),
    firm: formatEvidence(firm),
    da_height: `${da}`,
    resolution,
  } satisfies z.infer<typeof schema>;
}

function parse(json: unknown): Mismatch {
  const file = schema.parse(json);
  const { executed } = file;
  return {
    kind: file.kind,
    height: sequencerHeight(BigInt(file.height)),
    number: rollupNumber(BigInt(file.number)),
    executed: {
      number: rollupNumber(BigInt(executed.number)),
      hash: executed.hash,
      parentHash: executed.parent_hash,
      timestamp: BigInt(executed.timestamp),
      sequencerHash: executed.sequencer_hash,
    },
    soft: file.soft && parseEvidence(file.soft),
    firm: parseEvidence(file.firm),
    daHeight: daHeight(BigInt(file.da_height)),
    resolution: file.resolution,
  };
}

/** A header and its commit as CometBFT's JSON, which other tools read. */
export function formatEvidence({ header, descendants, commit }: Evidence): {
  readonly header: CometbftJson;
  readonly descendants: readonly CometbftJson[] | undefined;
  readonly commit: CometbftJson | undefined;
} {
  return {
    header: formatHeaderJson(header),
    descendants: descendants?.map(formatHeaderJson),
    commit: commit && formatCommitJson(commit),
  };
}

function parseEvidence({ header, descendants, commit }: z.infer<typeof evidence>): Evidence {
  return {
    header: parseHeaderJson(header),
    ...(descendants === undefined ? {} : { descendants: descendants.map(parseHeaderJson) }),
    commit: commit === undefined ? undefined : parseCommitJson(commit),
  };
}
