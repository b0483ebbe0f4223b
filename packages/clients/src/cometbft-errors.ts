import { SwitchyardError } from '@switchyard/primitives';

/** The consensus RPC could not be reached, did not answer in time, or answered with nonsense. */
export class CometbftUnavailableError extends SwitchyardError {
  override readonly code = 'COMETBFT_UNAVAILABLE';
  override readonly fault = 'transient';

  constructor(method: string, options: ErrorOptions) {
    super('consensus rpc is unavailable', { method }, options);
  }
}

/** The height is above the consensus head. */
export class HeightNotYetError extends SwitchyardError {
  override readonly code = 'COMETBFT_HEIGHT_NOT_YET';
  override readonly fault = 'transient';

  constructor(height: bigint) {
    super('height is not there yet', { height });
  }
}

/** The consensus node has pruned the height. */
export class HeightPrunedError extends SwitchyardError {
  override readonly code = 'COMETBFT_HEIGHT_PRUNED';
  override readonly fault = 'rejected';

  constructor(height: bigint) {
    super('height was pruned', { height });
  }
}

/** The consensus RPC refused the request itself. */
export class CometbftRefusedError extends SwitchyardError {
  override readonly code = 'COMETBFT_REFUSED';
  override readonly fault = 'rejected';

  constructor(method: string, rpcCode: number, message: string) {
    super('consensus rpc refused the request', { method, rpcCode, reason: message.slice(0, 200) });
  }
}
