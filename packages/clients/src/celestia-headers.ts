import {
  type Anchor,
  type Header,
  tipOf,
  type ValidatorSet,
  validatorAddress,
  validatorsHash,
  verifyCommit,
  verifyNextHeader,
  verifySignature,
  voteSignBytes,
} from '@switchyard/light';
import { type DaHeight, daHeight, equalBytes, SwitchyardError, toHex } from '@switchyard/primitives';
import { type Clock, systemClock } from '@switchyard/service-kit';
import type { CelestiaClient, DaHeader } from './celestia-client.ts';
import { DaProofError } from './celestia-errors.ts';

/** What headers are asked of, what is believed of them without proof, and for how long. */
export type DaHeadersOptions = {
  readonly client: Pick<CelestiaClient, 'headerByHeight' | 'networkHead'>;
  readonly anchor: Anchor['da'];
  /** An anchor older than this is no root: its validators may have left. None for a chain whose validators stay. */
  readonly maxAnchorAgeMs?: number | undefined;
  readonly clock?: Clock | undefined;
};

/** DA headers that lead back to the anchor. */
export type DaHeaders = {
  /** The verified header of a height. @throws LightError, DaProofError, or what the client throws. */
  at(height: DaHeight, signal: AbortSignal): Promise<DaHeader>;
  /** The newest header of the node, verified. */
  head(signal: AbortSignal): Promise<DaHeader>;
};

/** The DA anchor is too old to be believed; a fresh one is needed from a source that is trusted. */
export class DaAnchorTooOldError extends SwitchyardError {
  override readonly code = 'CELESTIA_ANCHOR_TOO_OLD';
  override readonly fault = 'fatal';

  constructor(height: bigint, ageMs: number) {
    super('da anchor is too old; configure a fresh one', { height, ageMs });
  }
}

/** What is kept of a verified header: enough to verify another from it. */
type Trusted = { readonly header: Header; readonly hash: Uint8Array; readonly validators: ValidatorSet };

/** How many verified headers are remembered besides the anchor. */
const maxTrusted = 1_024;

/**
 * Verifies headers from the nearest one that is verified already: the next one by its link and set, a later one by
 * skipping (more than 2/3 of its own set and more than 1/3 of the trusted next set), halving the way where that fails.
 */
export function createDaHeaders({
  client,
  anchor,
  maxAnchorAgeMs,
  clock = systemClock,
}: DaHeadersOptions): DaHeaders {
  const trusted = new Map<bigint, Trusted>();
  let root: Trusted | undefined;

  const rootOf = async (signal: AbortSignal): Promise<Trusted> => {
    if (root !== undefined) return root;
    const { header, headerHash, validators } = await client.headerByHeight(daHeight(anchor.height), signal);
    if (header.chainId !== anchor.chainId || !equalBytes(headerHash, anchor.headerHash)) {
      throw new DaProofError('the node is of another chain than the da anchor', {
        height: anchor.height,
        expected: toHex(anchor.headerHash),
        actual: toHex(headerHash),
      });
    }
    const ageMs = clock.now() - Number(header.time.seconds) * 1_000;
    if (maxAnchorAgeMs !== undefined && ageMs > maxAnchorAgeMs)
      throw new DaAnchorTooOldError(anchor.height, ageMs);
    if (!equalBytes(validatorsHash(validators), header.validatorsHash)) {
      throw new DaProofError('validators are not those of the header', { height: anchor.height });
    }
    root = { header, hash: headerHash, validators };
    return root;
  };

  const remember = (from: Trusted, { header, headerHash, validators }: DaHeader): Trusted => {
    const sameSet = equalBytes(from.header.validatorsHash, header.validatorsHash);
    const fresh = { header, hash: headerHash, validators: sameSet ? from.validators : validators };
    trusted.set(header.height, fresh);
    const [oldest] = trusted.keys();
    if (trusted.size > maxTrusted && oldest !== undefined) trusted.delete(oldest);
    return fresh;
  };

  const nearestTo = (height: bigint, anchorHeader: Trusted): Trusted => {
    let nearest = anchorHeader;
    for (const candidate of trusted.values()) {
      if (candidate.header.height <= height && candidate.header.height > nearest.header.height)
        nearest = candidate;
    }
    return nearest;
  };

  const verifyFrom = async (from: Trusted, target: DaHeader, signal: AbortSignal): Promise<Trusted> => {
    const distance = target.header.height - from.header.height;
    if (distance === 0n) {
      if (equalBytes(from.hash, target.headerHash)) return from;
      throw new DaProofError('the node tells two headers of one height', { height: target.height });
    }
    if (distance === 1n) verifyNextHeader(tipOf(from.header), target.header);
    else if (!canSkip(from, target)) {
      const middle = from.header.height + (knowsNextSet(from) ? distance / 2n : 1n);
      const between = await client.headerByHeight(daHeight(middle), signal);
      return verifyFrom(await verifyFrom(from, between, signal), target, signal);
    }
    verifyCommit({ chainId: anchor.chainId, ...target });
    return remember(from, target);
  };

  const verified = async (target: DaHeader, signal: AbortSignal): Promise<DaHeader> => {
    const anchorHeader = await rootOf(signal);
    await verifyFrom(nearestTo(target.header.height, anchorHeader), target, signal);
    return target;
  };

  return {
    at: async (height, signal) => {
      if (height < anchor.height) throw new DaProofError('da height is below the anchor', { height });
      const target = await client.headerByHeight(height, signal);
      if (target.height !== height) throw new DaProofError('the node told another height', { height });
      return verified(target, signal);
    },
    head: async (signal) => {
      const target = await client.networkHead(signal);
      if (target.height < anchor.height) {
        throw new DaProofError('the da head is below the anchor', { height: target.height });
      }
      return verified(target, signal);
    },
  };
}

/** Whether the set that a header names as next is its own, whose members are known. */
function knowsNextSet({ header }: Trusted): boolean {
  return equalBytes(header.validatorsHash, header.nextValidatorsHash);
}

/** Whether the trusted next set alone shows the target to be of the chain. Its own quorum is checked besides. */
function canSkip(from: Trusted, target: DaHeader): boolean {
  if (equalBytes(from.header.nextValidatorsHash, target.header.validatorsHash)) return true;
  return knowsNextSet(from) && hasThird(from.validators, target);
}

/** Whether more than a third of a set's power signed the commit of a header with another set. */
function hasThird(set: ValidatorSet, { header, commit }: DaHeader): boolean {
  const byAddress = new Map(set.map((validator) => [toHex(validatorAddress(validator)), validator]));
  const total = set.reduce((sum, { power }) => sum + power, 0n);
  let signed = 0n;
  for (const place of commit.signatures) {
    const id = toHex(place.validatorAddress);
    const validator = byAddress.get(id);
    if (place.flag !== 'commit' || validator === undefined) continue;
    byAddress.delete(id);
    const message = voteSignBytes(header.chainId, {
      ...commit,
      type: 'precommit',
      timestamp: place.timestamp,
    });
    if (verifySignature(validator.publicKey, message, place.signature)) signed += validator.power;
    if (3n * signed > total) return true;
  }
  return false;
}
