import { SwitchyardError } from '@switchyard/primitives';
import type { Mismatch } from './domain/mismatch.ts';

/** The rollup could not be reached, or did not answer in time. */
export class ExecutionUnavailableError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_EXECUTION_UNAVAILABLE';
  override readonly fault = 'transient';
}

/** Another conductor, or a restart of the rollup's server, has ended the session. */
export class SessionLostError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_SESSION_LOST';
  override readonly fault = 'rejected';
}

/** The rollup asks for a secret that we do not have. Another start with the same settings cannot help. */
export class UnauthenticatedError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_UNAUTHENTICATED';
  override readonly fault = 'fatal';

  constructor(file: string | undefined, options: ErrorOptions) {
    super(
      'the rollup does not take our secret',
      {
        file: file ?? 'SWITCHYARD_CONDUCTOR_EXECUTION_SECRET_FILE',
        problem:
          file === undefined
            ? "the rollup's execution API asks for a secret, and none is set"
            : "it is not the secret of the rollup's execution API",
        remedy: secretRemedy,
      },
      options,
    );
  }
}

/** How conductor and rollup come to know the same secret again. */
export const secretRemedy =
  'with the local network: `npm run stop`, then `npm start`; else give conductor and driver the same file and start both again';

/** The session takes no block of this number: its fork has ended. */
export class OutOfRangeError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_OUT_OF_RANGE';
  override readonly fault = 'rejected';
}

/** The rollup does not take this in the state that it is in; a new session tells what that is. */
export class ExecutionRefusedError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_EXECUTION_REFUSED';
  override readonly fault = 'rejected';
}

/** A section is larger than the rollup's server takes in one message. */
export class RequestTooLargeError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_REQUEST_TOO_LARGE';
  override readonly fault = 'transient';

  constructor(bytes: number, options: ErrorOptions) {
    super("raise the message limit of the rollup's server to 16 MiB", { bytes }, options);
  }
}

/** The rollup's server answers with a block that is not the one asked for. */
export class WrongExecutionError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_WRONG_EXECUTION';
  override readonly fault = 'rejected';
}

/** The execution API belongs to another rollup or network than this conductor. */
export class WrongRollupError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_WRONG_ROLLUP';
  override readonly fault = 'rejected';
}

/** Every trust root is later than what must be read. */
export class NoTrustRootError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_NO_TRUST_ROOT';
  override readonly fault = 'transient';

  constructor(firm: bigint, anchor: bigint) {
    super('the anchor is later than the rollup: give an anchor at or before its firm block', {
      firm,
      anchor,
    });
  }
}

/** A file that the configuration names cannot be read. */
export class UnreadableFileError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_FILE';
  override readonly fault = 'fatal';

  constructor(path: string, options: ErrorOptions) {
    super(
      'a file that the configuration names is missing or malformed',
      { file: path, remedy: 'restore it from a copy, or make it again as it was made when the rollup was' },
      options,
    );
  }
}

/** What is firm is not what was executed. */
export class MismatchError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_MISMATCH';
  override readonly fault = 'rejected';
  readonly mismatch: Mismatch;

  constructor(mismatch: Mismatch) {
    super('what is firm is not what was executed', {
      kind: mismatch.kind,
      height: mismatch.height,
      number: mismatch.number,
    });
    this.mismatch = mismatch;
  }
}

/** An error of these is somewhere among the causes. */
export function causeOf<T extends Error>(
  error: unknown,
  kind: abstract new (...args: never[]) => T,
): T | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof kind) return at;
  return undefined;
}
