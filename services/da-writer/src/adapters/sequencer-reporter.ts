import type { SequencerClient } from '@switchyard/clients';
import { addressOf, equalBytes } from '@switchyard/primitives';
import { publicKeyOf, signTransaction } from '@switchyard/protocol';
import type { Failpoints } from '@switchyard/service-kit';
import type { Failpoint } from '../failpoints.ts';
import type { ProgressReporter } from '../ports.ts';

/** Blocks after which a report that was not included is dead. */
const EXPIRY_BLOCKS = 60n;

/** Reports signed with a key, to the sequencer node. The nonce is the committed one: the newest report replaces its pending one. */
export function createSequencerReporter(
  client: SequencerClient,
  {
    seed,
    chainId,
    failpoints,
  }: {
    readonly seed: Uint8Array;
    readonly chainId: string;
    readonly failpoints: Failpoints<Failpoint>;
  },
): ProgressReporter {
  const reporter = addressOf(publicKeyOf(seed));
  return {
    own: async (signal) => {
      const progress = await client.daProgress(signal);
      const { nonce, stateHeight } = await client.account(reporter, signal);
      const last = progress.reports.find((report) => equalBytes(report.reporter, reporter));
      return {
        sequencerHeight: last?.sequencerHeight ?? 0n,
        daHeight: last?.daHeight ?? 0n,
        nonce,
        stateHeight,
      };
    },
    send: async ({ sequencerHeight, daHeight }, { nonce, stateHeight }, signal) => {
      const transaction = signTransaction(
        {
          chainId,
          nonce,
          expiresAtHeight: stateHeight + EXPIRY_BLOCKS,
          maxFee: 0n,
          actions: [{ kind: 'reportDaProgress', sequencerHeight, daHeight }],
        },
        seed,
      );
      failpoints.hit('report.sign');
      await client.submit(transaction, 'client', signal);
    },
  };
}
