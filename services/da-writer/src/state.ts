import type { Reader } from '@switchyard/derivation';
import type { ValidatorSet } from '@switchyard/light';
import { toHex } from '@switchyard/primitives';
import { type Clock, Watch } from '@switchyard/service-kit';
import { type Breaker, closedBreaker } from './domain/breaker.ts';
import { type DaPace, unknownPace } from './domain/da-pace.ts';
import type { Ledger } from './domain/ledger.ts';
import type { Confirmed } from './ports.ts';

/** What the loops share. Each field has one loop that writes it. */
export type WriterState = {
  readonly ledger: Ledger;
  readonly reader: Reader;
  readonly sets: KnownSets;
  /** Rung after each change of the ledger, for who waits on it. */
  readonly bell: Watch<number>;
  /** Whether everything posted before the start has been read. */
  readonly caughtUp: Watch<boolean>;
  readonly confirmed: Watch<Confirmed>;
  breaker: Breaker;
  pace: DaPace;
  /** Why the DA layer is not read on, when it is not. */
  daProblem: string | undefined;
  /** Why no blocks come, when none do. */
  sourceProblem: string | undefined;
  /** Why the chain does not take reports, when it does not. */
  reportProblem: string | undefined;
  inFlight: number;
};

/** The state of a new process. */
export function newState(from: {
  readonly ledger: Ledger;
  readonly reader: Reader;
  readonly sets: KnownSets;
  readonly confirmed: Confirmed;
}): WriterState {
  return {
    ledger: from.ledger,
    reader: from.reader,
    sets: from.sets,
    bell: new Watch(0),
    caughtUp: new Watch(false),
    confirmed: new Watch(from.confirmed),
    breaker: closedBreaker,
    pace: unknownPace,
    daProblem: undefined,
    sourceProblem: undefined,
    reportProblem: undefined,
    inFlight: 0,
  };
}

/** Wakes who waits on the ledger. */
export function ring({ bell }: WriterState): void {
  bell.set(bell.value + 1);
}

/** Resolves when the bell rings after `seen`, or after so many milliseconds. */
export async function awaitBell(
  { bell }: WriterState,
  clock: Clock,
  { seen, ms }: { readonly seen: number; readonly ms: number },
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const quietly = (waiting: Promise<unknown>): Promise<unknown> => waiting.catch(() => undefined);
  await Promise.race([
    quietly(bell.until((count) => count !== seen, either)),
    quietly(clock.sleep(ms, either)),
  ]);
  over.abort(new Error('no longer awaited'));
  signal.throwIfAborted();
}

/** Validator sets by their hash, the newest few. */
export type KnownSets = {
  get(hash: Uint8Array): ValidatorSet | undefined;
  add(hash: Uint8Array, set: ValidatorSet): void;
};

const MAX_SETS = 256;

/** No set yet. */
export function createKnownSets(): KnownSets {
  const sets = new Map<string, ValidatorSet>();
  return {
    get: (hash) => sets.get(toHex(hash)),
    add: (hash, set) => {
      sets.delete(toHex(hash));
      sets.set(toHex(hash), set);
      for (const oldest of sets.keys()) {
        if (sets.size <= MAX_SETS) break;
        sets.delete(oldest);
      }
    },
  };
}
