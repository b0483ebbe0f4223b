import { type SequencerClient, SequencerRefusedError } from '@switchyard/clients';
import { codeOf, faultOf, SwitchyardError } from '@switchyard/primitives';
import { withDeadline } from '@switchyard/service-kit';
import type { Pool, RecentItems } from '../ports.ts';

/** The consensus RPC has the same items, so there is no point in waiting long. */
const itemsDeadlineMs = 1_000;

/** The ring of the app's last blocks. An app that is away, slow or confused has none. */
export function appRecentItems(app: SequencerClient, onFailure: (code: string) => void): RecentItems {
  return {
    items: async (height, signal) => {
      try {
        return await withDeadline(
          { ms: itemsDeadlineMs, what: 'items of the app' },
          (deadline) => app.blockItems(height, deadline),
          signal,
        );
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof SwitchyardError)) throw error;
        onFailure(codeOf(error));
        return undefined;
      }
    },
  };
}

/** Reasons that hold for every node of the chain; specs/03-transactions.md §6. */
const wrongEverywhere: ReadonlySet<string> = new Set([
  'MALFORMED',
  'SEQUENCER_BAD_SIGNATURE',
  'SEQUENCER_WRONG_CHAIN',
]);

/** The app's pool. */
export function appPool(app: SequencerClient): Pool {
  return {
    async *admitted(signal) {
      for await (const { transactions, control } of app.poolStream(signal)) {
        yield { topic: control ? 'control' : 'txs', transactions };
      }
    },
    offer: async (transaction, signal) => {
      try {
        await app.submit(transaction, 'gossip', signal);
        return 'admitted';
      } catch (error) {
        signal.throwIfAborted();
        if (faultOf(error) === 'transient') return 'unknown';
        if (!(error instanceof SequencerRefusedError)) throw error;
        return wrongEverywhere.has(error.code) ? 'invalid' : 'unwanted';
      }
    },
  };
}
