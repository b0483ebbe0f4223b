import { JetStreamApiError } from '@nats-io/jetstream';
import { AuthorizationError, NoRespondersError, PermissionViolationError } from '@nats-io/transport-node';
import { SwitchyardError } from '@switchyard/primitives';
import { asError } from '@switchyard/service-kit';

/** The NATS server is away, or too slow. */
export class QueueAwayError extends SwitchyardError {
  override readonly code = 'QUEUE_AWAY';
  override readonly fault = 'transient';

  constructor(reason: string, options?: ErrorOptions) {
    super('the queue is away', { reason }, options);
  }
}

/** What answers is not proven to be the server that the settings name. */
export class QueueUntrustedError extends SwitchyardError {
  override readonly code = 'QUEUE_UNTRUSTED';
  override readonly fault = 'transient';

  constructor(
    context: {
      readonly url: string;
      readonly reason: string;
      readonly remedy: string;
      /** Where certificates were looked for. */
      readonly file?: string | undefined;
    },
    options?: ErrorOptions,
  ) {
    super('the server of the queue is not trusted', context, options);
  }
}

/** The NATS server does not let this user in, or not do its work. */
export class QueueRefusedError extends SwitchyardError {
  override readonly code = 'QUEUE_REFUSED';
  override readonly fault = 'transient';

  constructor(reason: string, options?: ErrorOptions) {
    const remedy = 'the server must know the public key of …_NATS_KEY_FILE, with the rights of this user';
    super('the server of the queue refuses this user', { reason, remedy }, options);
  }
}

/** The stream is not there: it was deleted, or never made. */
export class QueueStreamGoneError extends SwitchyardError {
  override readonly code = 'QUEUE_STREAM_GONE';
  override readonly fault = 'transient';

  constructor(stream: string, options?: ErrorOptions) {
    super('the stream of the queue is gone', { stream }, options);
  }
}

/** The stream holds as much as it may: what is in it must be taken first. */
export class QueueFullError extends SwitchyardError {
  override readonly code = 'QUEUE_FULL';
  override readonly fault = 'transient';

  constructor(stream: string, options?: ErrorOptions) {
    super('the stream of the queue is full', { stream }, options);
  }
}

/** JetStream's own numbers. */
const api = {
  consumerNotFound: 10014,
  insufficientResources: 10023,
  storageResources: 10047,
  streamNotFound: 10059,
  maximumBytes: 10077,
  maximumMessages: 10167,
} as const;
const fullCodes: readonly number[] = [
  api.insufficientResources,
  api.storageResources,
  api.maximumBytes,
  api.maximumMessages,
];

/** What the client library threw, as one of ours: all of it may pass. */
export function queueError(thrown: unknown, stream: string): SwitchyardError {
  if (thrown instanceof SwitchyardError) return thrown;
  if (thrown instanceof JetStreamApiError) {
    if (fullCodes.includes(thrown.code)) return new QueueFullError(stream, { cause: thrown });
    if (thrown.code === api.streamNotFound) return new QueueStreamGoneError(stream, { cause: thrown });
  }
  const error = asError(thrown);
  if (isRefusal(error) || isRefusal(error.cause))
    return new QueueRefusedError(error.message, { cause: error });
  // Nobody takes the subject: the server is there, the stream is not. The library has two ways to say it.
  if (error.name === 'JetStreamNotEnabled' || error.cause instanceof NoRespondersError) {
    return new QueueStreamGoneError(stream, { cause: error });
  }
  return new QueueAwayError(error.message, { cause: error });
}

function isRefusal(thrown: unknown): boolean {
  return thrown instanceof AuthorizationError || thrown instanceof PermissionViolationError;
}

/** Whether the server says that there is no such consumer, or no such stream. */
export function isNotThere(thrown: unknown): boolean {
  return (
    thrown instanceof JetStreamApiError &&
    [api.consumerNotFound, api.streamNotFound].some((code) => code === thrown.code)
  );
}
