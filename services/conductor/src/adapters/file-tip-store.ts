import { formatAnchorJson, parseAnchorJson } from '@switchyard/light';
import { MalformedError } from '@switchyard/primitives';
import { type Logger, readFileIfPresent, writeFileAtomic } from '@switchyard/service-kit';
import type { TipStore } from '../ports.ts';

/** The firm tip as a file of the anchor's format. A lost or damaged one is no tip: peers and the anchor replace it. */
export function createFileTipStore(path: string, log: Logger): TipStore {
  return {
    load: async () => {
      const bytes = await readFileIfPresent(path);
      if (bytes === undefined) return undefined;
      try {
        return parseAnchorJson(new TextDecoder().decode(bytes));
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error;
        log.warn({ err: error, path }, 'tip file is damaged and not used');
        return undefined;
      }
    },
    save: (tip) => writeFileAtomic(path, formatAnchorJson(tip)),
  };
}
