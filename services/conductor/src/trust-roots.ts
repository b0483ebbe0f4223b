import { faultOf, type RollupId, toHex } from '@switchyard/primitives';
import { withDeadline } from '@switchyard/service-kit';
import type { OwnBlock, TrustRoot } from './domain/start.ts';
import type { BlockSupplier } from './ports.ts';

/** `absent`: nobody has it now. `different`: somebody has another block at its height. */
export type Fetched =
  | { readonly kind: 'root'; readonly root: TrustRoot }
  | { readonly kind: 'absent' | 'different' };

const askMs = 5_000;

/** The rollup's own block as a trust root: its header by hash from anybody, the next set by the hash in it. */
export async function fetchRoot(
  suppliers: readonly BlockSupplier[],
  own: OwnBlock,
  rollupId: RollupId,
  signal: AbortSignal,
): Promise<Fetched> {
  let isDifferent = false;
  for (const supplier of suppliers) {
    try {
      const fetched = await withDeadline(
        { ms: askMs, what: 'own block by hash' },
        (s) => fetchFrom(supplier, own, rollupId, s),
        signal,
      );
      if (fetched.kind === 'root') return fetched;
      isDifferent ||= fetched.kind === 'different';
    } catch (error) {
      signal.throwIfAborted();
      if (faultOf(error) === 'fatal') throw error;
    }
  }
  return { kind: isDifferent ? 'different' : 'absent' };
}

async function fetchFrom(
  supplier: BlockSupplier,
  { height, sequencerHash }: OwnBlock,
  rollupId: RollupId,
  signal: AbortSignal,
): Promise<Fetched> {
  for await (const { header, headerHash } of supplier.blocks({ from: height, count: 1, rollupId }, signal)) {
    if (toHex(headerHash) !== sequencerHash) return { kind: 'different' };
    const nextValidators = await supplier.validatorSet(header.nextValidatorsHash, signal);
    if (nextValidators === undefined) return { kind: 'absent' };
    return { kind: 'root', root: { height, headerHash, nextValidators } };
  }
  return { kind: 'absent' };
}
