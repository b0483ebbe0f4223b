import { SwitchyardError } from '@switchyard/primitives';

/** A frame or message that ABCI does not know: the connection that carried it is closed. */
export class AbciFrameError extends SwitchyardError {
  override readonly code = 'ABCI_FRAME';
  override readonly fault = 'rejected';
}

/** More connections than the server keeps; the newest is closed. */
export class AbciTooManyConnectionsError extends SwitchyardError {
  override readonly code = 'ABCI_TOO_MANY_CONNECTIONS';
  override readonly fault = 'rejected';

  constructor(limit: number) {
    super('too many connections', { limit });
  }
}

/** Another connection drives consensus: only its end frees the place. */
export class AbciConsensusTakenError extends SwitchyardError {
  override readonly code = 'ABCI_CONSENSUS_TAKEN';
  override readonly fault = 'rejected';

  constructor(method: string) {
    super('another connection drives consensus', { method });
  }
}

/** A message began and did not end in time. */
export class AbciTooSlowError extends SwitchyardError {
  override readonly code = 'ABCI_TOO_SLOW';
  override readonly fault = 'rejected';

  constructor(limitMs: number) {
    super('message did not arrive in time', { limitMs });
  }
}

/** The application cannot be reached, or its connection ended. */
export class AbciUnavailableError extends SwitchyardError {
  override readonly code = 'ABCI_UNAVAILABLE';
  override readonly fault = 'transient';
}

/** A handler of the application threw; its process ends. */
export class AbciHandlerError extends SwitchyardError {
  override readonly code = 'ABCI_HANDLER';
  override readonly fault = 'fatal';

  constructor(method: string, cause: unknown) {
    super('a handler threw', { method }, { cause });
  }
}

/** The application answered with an exception, or with what was not asked for. */
export class AbciExceptionError extends SwitchyardError {
  override readonly code = 'ABCI_EXCEPTION';
  override readonly fault = 'fatal';
}

/** The address is neither `unix:/path` nor `host:port`. */
export class AbciAddressError extends SwitchyardError {
  override readonly code = 'ABCI_ADDRESS';
  override readonly fault = 'fatal';
}
