import { readFileSync, rmSync } from 'node:fs';
import { SwitchyardError } from '@switchyard/primitives';
import type { Logger } from './log.ts';

/** Named places at which a crash test ends the process, as kill -9 would. */
export type Failpoints<Name extends string> = { readonly hit: (name: Name) => void };

/** A failpoint is armed that the service does not have. */
export class UnknownFailpointError extends SwitchyardError {
  override readonly code = 'FAILPOINT_UNKNOWN';
  override readonly fault = 'fatal';

  constructor(failpoint: string, names: readonly string[]) {
    super('no such failpoint', { failpoint, known: names.join(' ') });
  }
}

/** Ends the process at once. Tests pass their own. */
type Kill = () => void;

/** What failpoints need: who is told that they are armed, and how the process ends. */
export type FailpointDeps = { readonly log: Pick<Logger, 'warn'> | undefined; readonly kill?: Kill };

/**
 * The failpoints of a service. `armed` is the value of SWITCHYARD_FAILPOINT: `<service>/<name>`, or with `:<n>` the
 * n-th time it is reached; other services' are ignored. `@<file>` reads that text from a file each time a place is
 * reached, so that a place is armed at run time, in whatever life of the process; the file is removed before the
 * process ends, so that it never fires twice. @throws UnknownFailpointError for a name that the service does not have,
 * with a file when a place is reached.
 */
export function createFailpoints<const Name extends string>(
  service: string,
  names: readonly Name[],
  armed: string | undefined,
  { log, kill = killMyself }: FailpointDeps,
): Failpoints<Name> {
  if (armed?.startsWith('@') === true) {
    log?.warn({ failpoint: armed }, 'failpoint armed: this process may kill itself');
    return fromFile(service, names, armed.slice(1), kill);
  }
  const place = placeIn(service, names, armed);
  if (place === undefined) return { hit: () => undefined };
  log?.warn({ failpoint: armed }, 'failpoint armed: this process may kill itself');
  let { left } = place;
  return {
    hit: (name) => {
      if (name === place.name && --left === 0) kill();
    },
  };
}

/** Never kills. */
export const noFailpoints: Failpoints<string> = { hit: () => undefined };

function fromFile<Name extends string>(
  service: string,
  names: readonly Name[],
  path: string,
  kill: Kill,
): Failpoints<Name> {
  let known: { readonly text: string; readonly name: Name | undefined; left: number } | undefined;
  return {
    hit: (name) => {
      const text = textOf(path);
      if (text === undefined) {
        known = undefined;
        return;
      }
      if (known?.text !== text) {
        const place = placeIn(service, names, text);
        known = { text, name: place?.name, left: place?.left ?? 0 };
      }
      if (known.name !== name || --known.left > 0) return;
      known = undefined;
      // Two processes of one service may be here at once: who removes the file dies.
      if (isRemoved(path)) kill();
    },
  };
}

function placeIn<Name extends string>(
  service: string,
  names: readonly Name[],
  armed: string | undefined,
): { readonly name: Name; readonly left: number } | undefined {
  const [, owner, wanted, count] = /^([^/]+)\/([^:]+)(?::(\d+))?$/.exec(armed?.trim() ?? '') ?? [];
  if (owner !== service || wanted === undefined) return undefined;
  const name = names.find((one) => one === wanted);
  if (name === undefined) throw new UnknownFailpointError(wanted, names);
  return { name, left: Number(count ?? '1') };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isRemoved(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch {
    return false;
  }
}

function killMyself(): void {
  process.kill(process.pid, 'SIGKILL');
  // The signal needs a moment to arrive, and nothing may run in it.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}
