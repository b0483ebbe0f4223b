import { merkleRoot } from '@switchyard/merkle';
import { compareBytes, concatBytes, type Hash32, type RollupId, toHex } from '@switchyard/primitives';
import { encodeRollupData } from './rollup-data.ts';
import type { Transaction } from './transaction.ts';

/** A rollup's items of one block, in block order. */
export type RollupItems = { readonly rollupId: RollupId; readonly items: readonly Uint8Array[] };

/** A rollup and the root of its section. */
export type RollupRoot = { readonly rollupId: RollupId; readonly sectionRoot: Hash32 };

/** The sections of a block's transactions: ids ascending, items in block order; specs/04-blocks.md §2. */
export function sectionsOf(transactions: readonly Pick<Transaction, 'body'>[]): readonly RollupItems[] {
  const sections = new Map<string, { rollupId: RollupId; items: Uint8Array[] }>();
  for (const { body } of transactions) {
    for (const action of body.actions) {
      if (action.kind !== 'submitRollupData') continue;
      const name = toHex(action.rollupId);
      const section = sections.get(name) ?? { rollupId: action.rollupId, items: [] };
      section.items.push(encodeRollupData(action.data));
      sections.set(name, section);
    }
  }
  return [...sections.values()].sort((a, b) => compareBytes(a.rollupId, b.rollupId));
}

/** MTH of the items. */
export function sectionRoot(items: readonly Uint8Array[]): Hash32 {
  return merkleRoot(items);
}

/** MTH of rollup_id ‖ section_root. The sections must be in the order of their ids. */
export function rollupDataRoot(sections: readonly RollupRoot[]): Hash32 {
  return merkleRoot(sections.map(rollupLeaf));
}

/** MTH of the ids, which must be ascending. */
export function rollupIdsRoot(ids: readonly RollupId[]): Hash32 {
  return merkleRoot(ids);
}

/** A rollup's leaf below rollup_data_root. */
export function rollupLeaf({ rollupId, sectionRoot }: RollupRoot): Uint8Array {
  return concatBytes(rollupId, sectionRoot);
}

/** Whether the ids ascend, each once. */
export function areAscending(ids: readonly RollupId[]): boolean {
  return ids.every((id, index) => {
    const before = ids[index - 1];
    return before === undefined || compareBytes(before, id) < 0;
  });
}
