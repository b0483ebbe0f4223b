import { measureBlock } from '@switchyard/derivation';
import { type TrustedTip, type ValidatorSet, validatorsHash, verifyNextHeader } from '@switchyard/light';
import { codeOf, equalBytes, faultOf, MalformedError, sequencerHeight } from '@switchyard/primitives';
import { type SignedBlock, verifySignedBlock } from '@switchyard/protocol';
import { asError, type Clock, type Logger, retrying, type Task } from '@switchyard/service-kit';
import { BlockNotBelievedError } from './errors.ts';
import type { DaWriterMetrics } from './metrics.ts';
import type { BlockSource } from './ports.ts';
import { ring, type WriterState } from './state.ts';

/** What collecting needs. */
export type CollectDeps = {
  readonly state: WriterState;
  readonly source: BlockSource;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: DaWriterMetrics;
};

/** The last block that was verified, and what the height before it named, where that is known. */
type Followed = { readonly tip: TrustedTip; readonly validatorsHash: Uint8Array | undefined };

/**
 * Receives blocks from the confirmed height on, verifies each against the set that its predecessor names, and holds
 * them, as many bytes as allowed.
 */
export function collect(
  { state, source, clock, log, metrics }: CollectDeps,
  { chainId, maxBacklogBytes }: { readonly chainId: string; readonly maxBacklogBytes: number },
): Task {
  const { ledger, sets } = state;
  let followed: Followed | undefined;

  /** The reader may have passed heights that others posted, or that this process never received. */
  const start = (): Followed => {
    const { height, headerHash, nextValidatorsHash, nextValidators } = state.confirmed.value;
    if (followed !== undefined && followed.tip.height >= height) return followed;
    if (nextValidators !== undefined) sets.add(nextValidatorsHash, nextValidators);
    const tip = { chainId, height, headerHash, nextValidatorsHash };
    return { tip, validatorsHash: height === 0n ? nextValidatorsHash : undefined };
  };

  const setOf = async (hash: Uint8Array, signal: AbortSignal): Promise<ValidatorSet> => {
    const known = sets.get(hash);
    if (known !== undefined) return known;
    const set = await source.validatorSet(hash, signal);
    if (!equalBytes(validatorsHash(set), hash)) {
      throw new BlockNotBelievedError(ledger.nextHeight, new MalformedError('a set has another hash'));
    }
    sets.add(hash, set);
    return set;
  };

  const verify = async (block: SignedBlock, { tip }: Followed, signal: AbortSignal): Promise<TrustedTip> => {
    const validators = await setOf(tip.nextValidatorsHash, signal);
    try {
      const next = verifyNextHeader(tip, block.header);
      verifySignedBlock(block, validators, chainId);
      return next;
    } catch (error) {
      if (faultOf(error) !== 'rejected') throw asError(error);
      throw notBelieved(block.header.height, error);
    }
  };

  const room = async (signal: AbortSignal): Promise<void> => {
    await state.bell.until(() => ledger.heldBytes < maxBacklogBytes, signal);
  };

  const follow = async (signal: AbortSignal): Promise<void> => {
    let current = start();
    followed = current;
    await room(signal);
    const from = sequencerHeight(current.tip.height + 1n);
    for await (const block of source.blocksFrom(from, signal)) {
      const tip = await verify(block, current, signal);
      ledger.add({
        measured: measureBlock(block),
        validatorsBefore: current.validatorsHash,
        receivedAtMs: clock.elapsed(),
      });
      state.sourceProblem = undefined;
      current = { tip, validatorsHash: block.header.validatorsHash };
      followed = current;
      metrics.receivedHeight.set(Number(tip.height));
      metrics.backlog.set(ledger.heldBytes);
      ring(state);
      await room(signal);
      if (state.confirmed.value.height > tip.height) return;
    }
  };

  return async (signal) => {
    await state.caughtUp.until((isCaughtUp) => isCaughtUp, signal);
    const options = {
      clock,
      log,
      operation: 'follow blocks',
      onRetry: (error: unknown) => {
        state.sourceProblem = codeOf(error);
        metrics.retries.inc({ operation: 'follow blocks' });
      },
    };
    for (;;) {
      await retrying(options, follow, signal);
      await clock.sleep(RECONNECT_MS, signal);
    }
  };
}

function notBelieved(height: bigint, cause: unknown): BlockNotBelievedError {
  return new BlockNotBelievedError(height, cause);
}

/** A stream that ended by itself is opened again after this. */
const RECONNECT_MS = 100;
