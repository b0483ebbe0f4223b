import type { Commit, Header } from '@switchyard/light';
import { codeOf, faultOf, type SequencerHeight, SwitchyardError } from '@switchyard/primitives';
import { buildSignedBlock, type SignedBlock, verifyBlockProof } from '@switchyard/protocol';
import type { Logger } from '@switchyard/service-kit';
import type { RelayerMetrics } from './metrics.ts';
import type { Consensus, RecentItems } from './ports.ts';
import type { ValidatorSets } from './validator-sets.ts';

/** Makes verified blocks out of what consensus and app have. */
export type BlockSource = {
  /**
   * The block of a height, verified against the set that its header names. Whether that is the right set is for the
   * caller to know. @throws transient errors while neighbours are away; rejected when the block store is wrong.
   */
  build(height: SequencerHeight, signal: AbortSignal): Promise<BuiltBlock>;
};

/** A verified block, and how many transactions made it. */
export type BuiltBlock = { readonly block: SignedBlock; readonly transactions: number };

/** What it is made of. */
export type BlockSourceDeps = {
  readonly chainId: string;
  readonly consensus: Consensus;
  readonly recent: RecentItems;
  readonly sets: ValidatorSets;
  readonly log: Logger;
  readonly metrics: RelayerMetrics;
};

/** Items come from the app's ring, which costs a tenth of the RPC's base64; whatever is wrong there, the RPC has them. */
export function createBlockSource(deps: BlockSourceDeps): BlockSource {
  const { chainId, consensus, recent, sets, log, metrics } = deps;

  const fromRing = async (
    signed: SignedHeader,
    height: SequencerHeight,
    signal: AbortSignal,
  ): Promise<BuiltBlock | undefined> => {
    const items = await recent.items(height, signal);
    if (items === undefined) return undefined;
    try {
      return built(signed, items);
    } catch (error) {
      if (faultOf(error) !== 'rejected') throw error;
      log.warn({ height: String(height), code: codeOf(error) }, 'app has other items than the header');
      return undefined;
    }
  };

  return {
    build: async (height, signal) => {
      const signed = await consensus.signedHeader(height, signal);
      if (signed.header.height !== height) throw new WrongHeightError(height, signed.header.height);
      const [validators, ringBlock] = await Promise.all([
        sets.require(signed.header.validatorsHash, height, signal),
        fromRing(signed, height, signal),
      ]);
      metrics.itemReads.inc({ source: ringBlock === undefined ? 'rpc' : 'app' });
      const whole = ringBlock ?? built(signed, await consensus.items(height, signal));
      // That the sections lead to the roots is how the block was built; what is left is that validators signed it.
      verifyBlockProof(whole.block, validators, chainId);
      return whole;
    },
  };
}

type SignedHeader = { readonly header: Header; readonly commit: Commit };

function built(signed: SignedHeader, items: readonly Uint8Array[]): BuiltBlock {
  return { block: buildSignedBlock({ ...signed, items }), transactions: items.length - 1 };
}

/** The consensus node answered another height than was asked. */
export class WrongHeightError extends SwitchyardError {
  override readonly code = 'RELAYER_WRONG_HEIGHT';
  override readonly fault = 'rejected';

  constructor(asked: bigint, answered: bigint) {
    super('consensus node answered another height', { asked, answered });
  }
}
