import { equalBytes } from '@switchyard/primitives';

/** CometBFT's steps of a round, as its signing state counts them. */
export const signingSteps = { none: 0, propose: 1, prevote: 2, precommit: 3 } as const;

/** A place in the order of all signatures of a key. */
export type SigningPlace = { readonly height: bigint; readonly round: number; readonly step: number };

/**
 * What a key has signed last. It only moves forward, and is durable before the signature leaves: whoever has a
 * signature for a place finds it here, and no other bytes are signed for that place or for one before it.
 *
 * ```
 *          place after the last            same place, same bytes
 *  last ─────────────────────────▶ sign    ──────────────────────▶ reuse the signature
 *          place before, or same place with other bytes ─────────▶ refuse
 * ```
 */
export type SigningState = SigningPlace & {
  readonly last: { readonly signBytes: Uint8Array; readonly signature: Uint8Array } | undefined;
};

/** A key that has signed nothing. */
export const unsigned: SigningState = { height: 0n, round: 0, step: signingSteps.none, last: undefined };

/** What to do with bytes that are to be signed. */
export type SigningDecision =
  | { readonly kind: 'sign' }
  | { readonly kind: 'reuse'; readonly signature: Uint8Array }
  | { readonly kind: 'refuse'; readonly why: 'place is in the past' | 'place was signed with other bytes' };

/** Decides whether bytes may be signed for a place. */
export function decideSigning(
  state: SigningState,
  place: SigningPlace,
  signBytes: Uint8Array,
): SigningDecision {
  const order = comparePlaces(place, state);
  if (order > 0) return { kind: 'sign' };
  if (order < 0) return { kind: 'refuse', why: 'place is in the past' };
  if (state.last === undefined || !equalBytes(state.last.signBytes, signBytes)) {
    return { kind: 'refuse', why: 'place was signed with other bytes' };
  }
  return { kind: 'reuse', signature: state.last.signature };
}

/** The state once a signature was made. */
export function afterSigning(
  place: SigningPlace,
  signBytes: Uint8Array,
  signature: Uint8Array,
): SigningState {
  return { height: place.height, round: place.round, step: place.step, last: { signBytes, signature } };
}

/** Whether a precommit at a height has been signed, in any round: its block must not be replaced. */
export function hasPrecommitted(state: SigningState, height: bigint): boolean {
  return state.height > height || (state.height === height && state.step >= signingSteps.precommit);
}

function comparePlaces(a: SigningPlace, b: SigningPlace): number {
  if (a.height !== b.height) return a.height > b.height ? 1 : -1;
  if (a.round !== b.round) return a.round - b.round;
  return a.step - b.step;
}
