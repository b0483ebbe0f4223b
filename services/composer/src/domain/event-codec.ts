import { fromHex, SwitchyardError, toHex } from '@switchyard/primitives';
import type { QueueEvent } from './queue.ts';

/** One JSON line: bigint as {"n":"…"}, bytes as {"b":"<hex>"}. */
export function encodeEvent(event: QueueEvent): string {
  return JSON.stringify(event, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { n: value.toString() };
    return value instanceof Uint8Array ? { b: toHex(value) } : value;
  });
}

const kinds: Readonly<Record<QueueEvent['kind'], true>> = {
  taken: true,
  bundled: true,
  signed: true,
  included: true,
  skipped: true,
  done: true,
  parked: true,
  nonce: true,
  entry: true,
  bundle: true,
};

/** The event of a line that encodeEvent made. @throws QueueLogError for any other line. */
export function decodeEvent(line: string): QueueEvent {
  let value: unknown;
  try {
    value = JSON.parse(line, revive);
  } catch (error) {
    throw new QueueLogError('not JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || !('kind' in value) || !(String(value.kind) in kinds)) {
    throw new QueueLogError('of no known kind');
  }
  // The log's CRC says that this process wrote the line; the kind says which event it is.
  return value as QueueEvent;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('n' in value && typeof value.n === 'string') return BigInt(value.n);
  if ('b' in value && typeof value.b === 'string') return fromHex(value.b);
  return value;
}

/** The log holds what this program did not write. */
export class QueueLogError extends SwitchyardError {
  override readonly code = 'COMPOSER_QUEUE_LOG';
  override readonly fault = 'fatal';

  constructor(reason: string, options?: ErrorOptions) {
    super(
      'a line of the queue log is not an event: was the file written by another version?',
      { reason },
      options,
    );
  }
}
