import { faultOf } from '@switchyard/primitives';

/** What any byte from outside may cause is a value here; anything else is a bug and goes on. */
export function unlessRejected<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (faultOf(error) === 'rejected') return undefined;
    throw error;
  }
}
