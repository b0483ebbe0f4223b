import type { TrustedTip } from '@switchyard/light';
import { fromHex, openSealedJson, SwitchyardError, sealJson, toHex } from '@switchyard/primitives';
import { type Logger, readFileIfPresent, spareFile, writeFileAtomic } from '@switchyard/service-kit';
import { z } from 'zod';
import type { CursorStore } from '../ports.ts';

const hexHash = z.string().regex(/^([0-9a-f]{64})?$/);
const schema = z.strictObject({
  chainId: z.string().min(1),
  height: z.string().regex(/^\d{1,19}$/),
  headerHash: hexHash,
  nextValidatorsHash: hexHash,
});

/**
 * A JSON file with a checksum, replaced atomically. A disk that refuses it does not stop the relaying: after a restart the heights since
 * the last cursor are published again, which peers ignore.
 */
export function fileCursorStore(path: string, log: Logger, onFailure: (code: string) => void): CursorStore {
  const spare = spareFile(log, 'cursor', onFailure);
  return {
    load: async () => {
      const content = await readFileIfPresent(path);
      return content === undefined ? undefined : parse(path, content);
    },
    save: (cursor) => spare(() => writeFileAtomic(path, format(cursor))),
  };
}

function format({ chainId, height, headerHash, nextValidatorsHash }: TrustedTip): string {
  return sealJson({
    chainId,
    height: String(height),
    headerHash: toHex(headerHash),
    nextValidatorsHash: toHex(nextValidatorsHash),
  });
}

function parse(path: string, content: Uint8Array): TrustedTip {
  try {
    const { chainId, height, headerHash, nextValidatorsHash } = schema.parse(
      openSealedJson(new TextDecoder().decode(content)),
    );
    return {
      chainId,
      height: BigInt(height),
      headerHash: fromHex(headerHash),
      nextValidatorsHash: fromHex(nextValidatorsHash),
    };
  } catch (error) {
    throw new CursorDamagedError(path, { cause: error });
  }
}

/** The cursor file is not what this relayer wrote. */
export class CursorDamagedError extends SwitchyardError {
  override readonly code = 'RELAYER_CURSOR_DAMAGED';
  override readonly fault = 'fatal';

  constructor(path: string, options: ErrorOptions) {
    super(
      'cursor file is damaged',
      { file: path, remedy: `\`rm ${path}\` and start again: the relayer begins where its setting says` },
      options,
    );
  }
}
