import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** How much a service says. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** The time of the line that is being written, when a fact has fixed it. */
let fixedTime: string | undefined;

/** JSON lines on stdout with ISO times. */
export function createLogger(service: string, level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    base: { service },
    level,
    timestamp: (): string => `,"time":"${fixedTime ?? new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: serializeError },
  };
  return destination === undefined
    ? pino(options, pino.destination({ sync: true }))
    : pino(options, destination);
}

/** Writes an info line whose time is the one given, so that a trace can tell the same. */
export function logAt(log: Logger, at: string, fields: object, msg: string): void {
  fixedTime = at;
  try {
    log.info(fields, msg);
  } finally {
    fixedTime = undefined;
  }
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, context, fault } = error as { code?: unknown; context?: unknown; fault?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(fault === undefined ? { stack: error.stack } : { fault }),
    ...(context === undefined ? {} : { context: plain(context) }),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

function plain(context: unknown): unknown {
  return JSON.parse(
    JSON.stringify(context, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
  );
}
