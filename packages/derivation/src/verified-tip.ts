import { type ValidatorSet, validatorsHash } from '@switchyard/light';
import type { ReaderAnchor } from './types.ts';
import type { VerifiedHeight, VerifiedTip } from './verify-metadata.ts';

/** Where verification begins. */
export function tipOfAnchor(chainId: string, anchor: ReaderAnchor): VerifiedTip {
  const { height, headerHash } = anchor;
  const nextValidators: ValidatorSet | undefined =
    'nextValidators' in anchor ? anchor.nextValidators : undefined;
  const nextValidatorsHash =
    'nextValidators' in anchor ? validatorsHash(anchor.nextValidators) : anchor.nextValidatorsHash;
  return { chainId, height, headerHash, nextValidatorsHash, nextValidators };
}

/** Where it goes on after a height. */
export function tipOfHeight(
  chainId: string,
  { header, headerHash }: VerifiedHeight,
  setOf: (hash: Uint8Array) => ValidatorSet | undefined,
): VerifiedTip {
  const { height, nextValidatorsHash } = header;
  const nextValidators = setOf(nextValidatorsHash);
  return { chainId, height, headerHash, nextValidatorsHash, nextValidators };
}
