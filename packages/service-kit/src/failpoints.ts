import { SwitchyardError } from '@switchyard/primitives';

/** Named places at which a crash test ends the process, as kill -9 would. */
export type Failpoints<Name extends string> = { readonly hit: (name: Name) => void };

/** The environment names a failpoint that the service does not have. */
export class UnknownFailpointError extends SwitchyardError {
  override readonly code = 'FAILPOINT_UNKNOWN';
  override readonly fault = 'fatal';

  constructor(failpoint: string, names: readonly string[]) {
    super('no such failpoint', { failpoint, known: names.join(' ') });
  }
}

/** Ends the process at once. Tests pass their own. */
export type Kill = () => void;

/**
 * The failpoints of a service. `armed` is the value of SWITCHYARD_FAILPOINT: `<service>/<name>`, or with `:<n>` the
 * n-th time it is reached; other services' are ignored. @throws UnknownFailpointError for a name it does not have.
 */
export function createFailpoints<const Name extends string>(
  service: string,
  names: readonly Name[],
  armed: string | undefined,
  kill: Kill = killMyself,
): Failpoints<Name> {
  const [, owner, wanted, count] = /^([^/]+)\/([^:]+)(?::(\d+))?$/.exec(armed ?? '') ?? [];
  if (owner !== service || wanted === undefined) return { hit: () => undefined };
  if (!names.some((name) => name === wanted)) throw new UnknownFailpointError(wanted, names);
  let left = Number(count ?? '1');
  return {
    hit: (name) => {
      if (name === wanted && --left === 0) kill();
    },
  };
}

/** Never kills. */
export const noFailpoints: Failpoints<string> = { hit: () => undefined };

function killMyself(): void {
  process.kill(process.pid, 'SIGKILL');
  // The signal needs a moment to arrive, and nothing may run in it.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}
