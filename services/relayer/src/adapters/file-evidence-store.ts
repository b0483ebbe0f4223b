import { writeFileAtomic } from '@switchyard/service-kit';
import { type EvidenceBlock, evidenceName } from '../domain/accepted-blocks.ts';
import type { EvidenceStore } from '../ports.ts';

/** A folder with two files for each pair: encoded FilteredBlocks without sections, which verify by themselves. */
export function fileEvidenceStore(folder: string): EvidenceStore {
  return {
    keep: async (evidence) => {
      const name = evidenceName(evidence);
      const write = ({ bytes }: EvidenceBlock, side: string): Promise<void> =>
        writeFileAtomic(`${folder}/${name}.${side}.bin`, bytes);
      await write(evidence.first, 'first');
      await write(evidence.second, 'second');
    },
  };
}
