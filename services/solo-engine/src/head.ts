import { Watch } from '@switchyard/service-kit';
import type { ChainState } from './domain/chain.ts';
import type { Application } from './ports.ts';

/** What the consensus task lets others see: the committed state, and the application while it is connected. */
export type Head = {
  readonly state: Watch<ChainState | undefined>;
  readonly application: () => Application | undefined;
  readonly greet: (application: Application) => void;
  readonly part: () => void;
  readonly reach: (state: ChainState) => void;
};

export function createHead(): Head {
  const state = new Watch<ChainState | undefined>(undefined);
  let application: Application | undefined;
  return {
    state,
    application: () => application,
    greet: (greeted) => {
      application = greeted;
    },
    part: () => {
      application = undefined;
    },
    reach: (reached) => state.set(reached),
  };
}
