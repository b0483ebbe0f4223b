import { Watch } from '@switchyard/service-kit';
import type { Executed } from './domain/commitments.ts';
import type { Mismatch } from './domain/mismatch.ts';
import type { Missing } from './ports.ts';

/** Which words a conductor takes. */
export type Mode = 'soft-and-firm' | 'soft-only' | 'firm-only';

/** A head as it is shown. */
type Head = Executed & { readonly height: bigint };

/** What a conductor shows of itself. */
export type ConductorState = {
  readonly phase: 'starting' | 'running' | 'stopped';
  /** Why it does not run, or what went wrong last. */
  readonly why: string | undefined;
  readonly soft: Head | undefined;
  readonly firm: Head | undefined;
  /** Whether soft blocks are followed: a trust root to follow from is at hand. */
  readonly followsSoft: boolean;
  /** The last soft block that was verified. */
  readonly seen: bigint | undefined;
  /** The last DA height that was read. */
  readonly daHead: bigint | undefined;
  readonly missing: Missing | undefined;
  readonly mismatch: Mismatch | undefined;
};

/** Written by the loops, read by the admin server. */
export class StateWatch extends Watch<ConductorState> {
  constructor() {
    super({
      phase: 'starting',
      why: 'the rollup has not opened a session yet',
      soft: undefined,
      firm: undefined,
      followsSoft: false,
      seen: undefined,
      daHead: undefined,
      missing: undefined,
      mismatch: undefined,
    });
  }

  patch(change: Partial<ConductorState>): void {
    this.set({ ...this.value, ...change });
  }
}

/** Why a conductor cannot do all of its work yet; undefined when it can. */
export function notReady(
  { phase, why, followsSoft, daHead }: ConductorState,
  mode: Mode,
): string | undefined {
  if (phase !== 'running') return why;
  if (mode !== 'firm-only' && !followsSoft) return 'no peer has given the block to follow soft blocks from';
  if (mode !== 'soft-only' && daHead === undefined) return 'the DA layer has not been read yet';
  return undefined;
}
