/** What a command's exit code says; sysexits.h where it has a name. */
export const exitCodes = {
  ok: 0,
  badInput: 64,
  unknownName: 66,
  notAvailable: 69,
  bug: 70,
  conflict: 73,
  timedOut: 75,
  configuration: 78,
} as const;

/** Why a command ended. */
export type ExitReason = Exclude<keyof typeof exitCodes, 'ok' | 'bug'>;

/** A command cannot do what was asked. The message is for the person at the terminal and says what to do. */
export class CommandError extends Error {
  readonly reason: ExitReason;

  constructor(reason: ExitReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.reason = reason;
  }
}

/** The same, because of another error. */
export function causedBy(cause: unknown, reason: ExitReason, message: string): CommandError {
  return new CommandError(reason, message, { cause });
}
