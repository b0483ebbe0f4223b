import { type Fault, SwitchyardError } from '@switchyard/primitives';
import type { RemoteError } from '@switchyard/service-kit';

/**
 * The node said no: `code` is its reason (`SEQUENCER_NONCE_USED`, `MALFORMED`, …; specs/03-transactions.md §6). It is
 * `transient` exactly when the same bytes may pass later.
 */
export class SequencerRefusedError extends SwitchyardError {
  override readonly code: string;
  override readonly fault: Fault;
  readonly retryAfterMs: number | undefined;

  constructor(error: RemoteError, options: ErrorOptions) {
    super('the sequencer refused', { ...error.context }, options);
    this.code = error.code;
    this.fault = error.retryAfterMs === undefined ? 'rejected' : 'transient';
    this.retryAfterMs = error.retryAfterMs;
  }
}
