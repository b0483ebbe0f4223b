import { Watch } from '@switchyard/service-kit';
import type { Executed } from './domain/commitments.ts';
import type { Mismatch } from './domain/mismatch.ts';
import type { Missing } from './ports.ts';

/** Which words a conductor takes. */
export type Mode = 'soft-and-firm' | 'soft-only' | 'firm-only';

/** A head as it is shown. */
export type Head = Executed & { readonly height: bigint };

/** What a conductor shows of itself. */
export type ConductorState = {
  readonly phase: 'starting' | 'running' | 'stopped';
  /** Why it does not run, or what went wrong last. */
  readonly why: string | undefined;
  readonly soft: Head | undefined;
  readonly firm: Head | undefined;
  /** The last soft block that was verified. */
  readonly seen: bigint | undefined;
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
