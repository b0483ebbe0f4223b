import { type Fault, SwitchyardError } from '@switchyard/primitives';

/** Which call failed, and why in short. */
export type DaCallFailure = { readonly method: string; readonly reason: string };

/** The DA node could not be reached, did not answer in time, or cannot answer now. */
export class CelestiaUnavailableError extends SwitchyardError {
  override readonly code = 'CELESTIA_UNAVAILABLE';
  override readonly fault = 'transient';

  constructor({ method, reason }: DaCallFailure, options?: ErrorOptions) {
    super('da node is unavailable', { method, reason: reason.slice(0, 300) }, options);
  }
}

/** The height is above the DA head. */
export class DaHeightNotYetError extends SwitchyardError {
  override readonly code = 'CELESTIA_HEIGHT_NOT_YET';
  override readonly fault = 'transient';

  constructor(method: string) {
    super('da height is not there yet', { method });
  }
}

/** The DA node cannot give the shares of a namespace though the block is there. */
export class DaDataUnavailableError extends SwitchyardError {
  override readonly code = 'CELESTIA_DATA_UNAVAILABLE';
  override readonly fault = 'transient';

  constructor(method: string) {
    super('da node does not have the data', { method });
  }
}

/** A submission was sent and its end is not known: it may be in a block, or come into one within 36 blocks. */
export class CelestiaOutcomeUnknownError extends SwitchyardError {
  override readonly code = 'CELESTIA_OUTCOME_UNKNOWN';
  override readonly fault = 'transient';

  constructor(reason: string, options?: ErrorOptions) {
    super('whether the blobs landed is not known', { reason: reason.slice(0, 300) }, options);
  }
}

/** Why the DA node said no. */
export type CelestiaRefusal =
  | 'too-big'
  | 'fee-too-low'
  | 'insufficient-funds'
  | 'unknown-account'
  | 'mempool-full'
  | 'no-permission'
  | 'bad-request';

/** The refusals that end without another request of ours: funds arrive, room is made, prices fall. */
const healing: ReadonlySet<CelestiaRefusal> = new Set([
  'fee-too-low',
  'insufficient-funds',
  'unknown-account',
  'mempool-full',
]);

/** The DA node refused the request; nothing landed. */
export class CelestiaRefusedError extends SwitchyardError {
  override readonly code = 'CELESTIA_REFUSED';
  override readonly fault: Fault;
  readonly reason: CelestiaRefusal;

  constructor(method: string, reason: CelestiaRefusal, message: string) {
    super('da node refused the request', { method, reason, message: message.slice(0, 300) });
    this.reason = reason;
    this.fault = healing.has(reason) ? 'transient' : 'rejected';
  }
}

/** What the DA node told is not what its header proves. */
export class DaProofError extends SwitchyardError {
  override readonly code = 'CELESTIA_PROOF';
  override readonly fault = 'rejected';
}
