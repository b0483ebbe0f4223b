import { status } from '@grpc/grpc-js';
import { type ErrorContext, type Fault, SwitchyardError } from '@switchyard/primitives';
import type { Refusal, RefusalCode } from './domain/refusal.ts';

/** A typed "no" on its way to the sender. */
export class RefusedError extends SwitchyardError {
  override readonly code: string;
  override readonly fault: Fault;
  readonly retryAfterMs: number | undefined;
  readonly grpcStatus: status;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.code = `SEQUENCER_${refusal.code}`;
    this.fault = refusal.retryAfterMs === undefined ? 'rejected' : 'transient';
    this.retryAfterMs = refusal.retryAfterMs;
    this.grpcStatus = statusOf(refusal);
  }
}

const statuses: Partial<Record<RefusalCode, status>> = {
  BAD_SIGNATURE: status.INVALID_ARGUMENT,
  BUSY: status.RESOURCE_EXHAUSTED,
  NOT_READY: status.UNAVAILABLE,
  NOT_REPORTER: status.PERMISSION_DENIED,
  NOT_SUDO: status.PERMISSION_DENIED,
  POOL_FULL: status.RESOURCE_EXHAUSTED,
  THROTTLED: status.RESOURCE_EXHAUSTED,
  TOO_LARGE: status.INVALID_ARGUMENT,
  WRONG_CHAIN: status.INVALID_ARGUMENT,
};

function statusOf({ code }: Refusal): status {
  return statuses[code] ?? status.FAILED_PRECONDITION;
}

/** What was asked for is not here. */
export class NotFoundError extends SwitchyardError {
  override readonly code = 'SEQUENCER_NOT_FOUND';
  override readonly fault = 'rejected';
  readonly grpcStatus = status.NOT_FOUND;
}

/** The node has no state yet, or its proofs are in flux for the moment of a commit. */
export class NotReadyError extends SwitchyardError {
  override readonly code = 'SEQUENCER_NOT_READY';
  override readonly fault = 'transient';
  readonly grpcStatus = status.UNAVAILABLE;
  readonly retryAfterMs = 200;
}

/** A decided block breaks a rule: this node and the network disagree, and must not go on. */
export class InvalidBlockError extends SwitchyardError {
  override readonly code = 'SEQUENCER_INVALID_BLOCK';
  override readonly fault = 'fatal';

  constructor(context: ErrorContext) {
    super('a decided block is not valid here: this node runs other code or has another state', context);
  }
}

/** Consensus asks for something that does not follow the state: it must be started with its own data folder. */
export class OutOfOrderError extends SwitchyardError {
  override readonly code = 'SEQUENCER_OUT_OF_ORDER';
  override readonly fault = 'fatal';
}

/** What is on disk is not what was written. */
export class CorruptStoreError extends SwitchyardError {
  override readonly code = 'SEQUENCER_STORE_CORRUPT';
  override readonly fault = 'fatal';

  constructor(context: { readonly folder: string; readonly what: string }, options?: ErrorOptions) {
    super(
      'stored state is damaged',
      {
        file: context.folder,
        problem: context.what,
        remedy: `\`rm -r ${context.folder}\` and start again: the state is made anew from the blocks of the consensus engine; one that joined by state sync joins again (docs/runbooks/joining.md)`,
      },
      options,
    );
  }
}

/** The disk did not take a block. */
export class StoreWriteError extends SwitchyardError {
  override readonly code = 'SEQUENCER_STORE_WRITE';
  override readonly fault = 'fatal';

  constructor(folder: string, options: ErrorOptions) {
    super('a block could not be written', { folder }, options);
  }
}
