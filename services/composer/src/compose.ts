import type { Task } from '@switchyard/service-kit';
import { bundleTransactions } from './bundle.ts';
import type { Queue } from './domain/queue.ts';
import { followBundles } from './follow.ts';
import { type ComposeDeps, type ComposeOptions, openQueueDesk } from './queue-desk.ts';
import { takeTransactions } from './take.ts';

/** The composer's tasks over one queue, and what they show of it. */
export type Compose = {
  readonly tasks: Readonly<Record<'take' | 'sweep' | 'bundle' | 'follow', Task>>;
  readonly queue: Queue;
  readonly isReady: () => boolean;
};

/** The state is the sum of the log; each step is in the log before it has an effect. */
export function compose(deps: ComposeDeps, options: ComposeOptions): Compose {
  const desk = openQueueDesk(deps);
  return {
    tasks: {
      ...takeTransactions(deps, desk, options),
      bundle: bundleTransactions(deps, desk, options),
      follow: followBundles(deps, desk, options),
    },
    queue: desk.queue,
    isReady: () => desk.account.value !== undefined,
  };
}
