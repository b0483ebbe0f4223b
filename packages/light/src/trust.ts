import { equalBytes } from '@switchyard/primitives';
import { BrokenLinkError, ValidatorsMismatchError, WrongChainError } from './errors.ts';
import { headerHash } from './hashes.ts';
import type { Commit, Header, ValidatorSet } from './types.ts';
import { verifyCommit } from './verify-commit.ts';

/** The last header that is beyond doubt, and the set that it entitles to sign the next one. */
export type TrustedTip = {
  readonly chainId: string;
  /** 0 before the first block. */
  readonly height: bigint;
  /** Empty at height 0. */
  readonly headerHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
};

/** The tip that a verified header makes. The caller must have verified the header. */
export function tipOf(header: Header): TrustedTip {
  return {
    chainId: header.chainId,
    height: header.height,
    headerHash: headerHash(header),
    nextValidatorsHash: header.nextValidatorsHash,
  };
}

/**
 * Checks that a header follows the tip: chain, height + 1, predecessor's hash, and the set that the tip names. It is
 * trusted only when a commit of that set covers it.
 *
 * @returns what will be the tip then.
 * @throws LightError (rejected) when it does not follow.
 */
export function verifyNextHeader(tip: TrustedTip, header: Header): TrustedTip {
  if (header.chainId !== tip.chainId) throw new WrongChainError(tip.chainId, header.chainId);
  if (header.height !== tip.height + 1n) {
    throw new BrokenLinkError('header is not of the next height', { tip: tip.height, height: header.height });
  }
  if (!equalBytes(header.lastBlockId.hash, tip.headerHash)) {
    throw new BrokenLinkError('header names another predecessor', { height: header.height });
  }
  if (!equalBytes(header.validatorsHash, tip.nextValidatorsHash)) {
    throw new ValidatorsMismatchError('header names another set than its predecessor', {
      height: header.height,
    });
  }
  return tipOf(header);
}

/** Consecutive headers of one validator set, closed by the commit of the last; specs/02-light.md §5. */
export type Segment = {
  readonly headers: readonly Header[];
  readonly commit: Commit;
  readonly validators: ValidatorSet;
};

/**
 * Checks a run of headers from the tip on. All must name the set that the tip names: a header's
 * `next_validators_hash` is worth nothing before a commit of the preceding set covers that header, so a run ends where
 * the set changes.
 *
 * @returns the tip that its last header makes.
 * @throws LightError (rejected) when it proves nothing.
 */
export function verifySegment(tip: TrustedTip, { headers, commit, validators }: Segment): TrustedTip {
  const last = headers.at(-1);
  if (last === undefined) throw new BrokenLinkError('segment has no header', { tip: tip.height });
  let reached = tip;
  for (const header of headers) {
    if (!equalBytes(header.validatorsHash, tip.nextValidatorsHash)) {
      throw new ValidatorsMismatchError('segment spans a change of validators', { height: header.height });
    }
    reached = verifyNextHeader(reached, header);
  }
  verifyCommit({ chainId: tip.chainId, header: last, commit, validators });
  return reached;
}
