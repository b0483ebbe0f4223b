import { type ErrorContext, SwitchyardError } from '@switchyard/primitives';

/** Consensus parameters that no chain of CometBFT can have, or that this engine does not serve. */
export class InvalidParamsError extends SwitchyardError {
  override readonly code = 'SOLO_INVALID_PARAMS';
  override readonly fault = 'fatal';

  constructor(parameter: string) {
    super('consensus parameter is not acceptable', { parameter });
  }
}

/** The validator set left this engine without more than two thirds of the power: nobody can decide a block. */
export class PowerLostError extends SwitchyardError {
  override readonly code = 'SOLO_POWER_LOST';
  override readonly fault = 'fatal';

  constructor(context: { readonly height: bigint; readonly ownPower: bigint; readonly totalPower: bigint }) {
    super(
      'own key has not more than two thirds of the power; run CometBFT with the other validators',
      context,
    );
  }
}

/** The application answered what CometBFT would stop at. */
export class ApplicationFaultError extends SwitchyardError {
  override readonly code = 'SOLO_APPLICATION_FAULT';
  override readonly fault = 'fatal';
}

/** Store, application and signing state tell histories that cannot be of one chain. */
export class InconsistentHistoryError extends SwitchyardError {
  override readonly code = 'SOLO_INCONSISTENT_HISTORY';
  override readonly fault = 'fatal';
  /** Which of them must be put right. */
  readonly part: HistoryPart;

  constructor(problem: string, context: ErrorContext = {}, part: HistoryPart = 'blocks') {
    super(problem, context);
    this.part = part;
  }
}

/** Who keeps a history. */
export type HistoryPart = 'blocks' | 'signing-state' | 'application';

/** A signature that could be the second one at a height was not made. */
export class SigningRefusedError extends SwitchyardError {
  override readonly code = 'SOLO_SIGNING_REFUSED';
  override readonly fault = 'fatal';
}
