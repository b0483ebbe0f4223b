/**
 * How the caller of a failed operation must react: `transient` tries again later, `rejected` gives this input up,
 * `fatal` ends the process.
 */
export type Fault = 'transient' | 'rejected' | 'fatal';

/** What an error's context may hold: short, loggable values. */
export type ErrorContext = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/** The base of every error of ours: a stable code, a fault, a constant message, and the data beside it. */
export abstract class SwitchyardError extends Error {
  /** Stable, upper case: `SERVICE_CONDITION`. */
  abstract readonly code: string;
  abstract readonly fault: Fault;
  readonly context: ErrorContext;

  constructor(message: string, context: ErrorContext = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.context = context;
  }
}

/** What to do about anything that was thrown. What is not ours is a bug and `fatal`. */
export function faultOf(error: unknown): Fault {
  return error instanceof SwitchyardError ? error.fault : 'fatal';
}

/** The stable code of an error, or its class name when it is not ours. */
export function codeOf(error: unknown): string {
  if (error instanceof SwitchyardError) return error.code;
  return error instanceof Error ? error.name : 'UNKNOWN';
}

/** Bytes or text from outside that are not what they should be. */
export class MalformedError extends SwitchyardError {
  override readonly code = 'MALFORMED';
  override readonly fault = 'rejected';
}
