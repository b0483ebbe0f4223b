import { codeOf } from '@switchyard/primitives';
import type { Logger } from './log.ts';
import { diskFailureOf } from './refusal.ts';

/**
 * Saves what a service can do without: the first failure in a row is told, with what to do, and that it is over. Nothing is
 * thrown.
 */
export function spareFile(
  log: Logger,
  name: string,
  onFailure: (code: string) => void = () => undefined,
): (save: () => Promise<void>) => Promise<void> {
  let isFailing = false;
  return async (save) => {
    try {
      await save();
      if (isFailing) log.info(`${name} is written again`);
      isFailing = false;
    } catch (error) {
      onFailure(codeOf(error));
      if (!isFailing) {
        log.error({ ...diskFailureOf(error), err: error }, `${name} cannot be written: check its disk`);
      }
      isFailing = true;
    }
  };
}
