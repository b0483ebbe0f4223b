import { status } from '@grpc/grpc-js';
import { type ErrorContext, SwitchyardError } from '@switchyard/primitives';

/** A later session has ended this one; make a new one. */
export class StaleSessionError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_SESSION_STALE';
  override readonly fault = 'rejected';
  readonly grpcStatus = status.PERMISSION_DENIED;

  constructor() {
    super('this session has ended: create a new one');
  }
}

/** The caller does not know the secret of this API. */
export class UnauthenticatedError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_UNAUTHENTICATED';
  override readonly fault = 'rejected';
  readonly grpcStatus = status.UNAUTHENTICATED;

  constructor() {
    super(
      'the secret of the execution API is missing or wrong: the caller must send that of SWITCHYARD_EVM_DRIVER_EXECUTION_SECRET_FILE',
    );
  }
}

/** A block shall be executed on another parent than the soft block. */
export class AheadOfSoftError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_PARENT_NOT_SOFT';
  override readonly fault = 'rejected';
  readonly grpcStatus = status.FAILED_PRECONDITION;

  constructor(context: ErrorContext) {
    super('the parent is not the soft block: execute on that, or create a new session', context);
  }
}

/** The session does not execute this block. */
export class OutOfRangeError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_OUT_OF_RANGE';
  override readonly fault = 'rejected';
  readonly grpcStatus = status.OUT_OF_RANGE;

  constructor(context: ErrorContext) {
    super('the block is outside the range of the session: create a new one', context);
  }
}

/** A timestamp that no child of the parent can have. */
export class TimestampError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_TIMESTAMP';
  override readonly fault = 'rejected';
  readonly grpcStatus = status.INVALID_ARGUMENT;

  constructor(context: ErrorContext) {
    super('a timestamp is in whole seconds, after that of the parent, before the year 10,000', context);
  }
}

/** The commitment state breaks the law, or names a block that this rollup does not have. */
export class CommitmentError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_COMMITMENT';
  override readonly fault = 'rejected';
  readonly grpcStatus = status.FAILED_PRECONDITION;

  constructor(context: ErrorContext) {
    super(
      'the commitment state is refused: create a new session, which tells where soft and firm are',
      context,
    );
  }
}

/** A block that this rollup does not have, or no longer knows enough of. */
export class UnknownBlockError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_BLOCK_UNKNOWN';
  override readonly fault = 'rejected';
  readonly grpcStatus = status.NOT_FOUND;

  constructor(context: ErrorContext) {
    super('no such block', context);
  }
}
