import type { Candidate } from '../domain/inspection.ts';
import type { EvmAddress } from '../domain/names.ts';
import type { PendingPool } from '../domain/pending-pool.ts';
import { quantityOf } from '../engines/wire.ts';
import type { Method } from './methods.ts';
import { addressParam } from './params.ts';
import { pendingObject } from './transaction-object.ts';

/** An answer shows no more: a full pool would be hundreds of megabytes of text. */
const shownLimits = { transactions: 5_000, bytes: 6 * 1024 * 1024 } as const;

/** Geth's txpool namespace: pending could be in the next block, queued waits for a nonce or a lower base fee. */
export function txpoolMethods(pool: PendingPool): Record<string, Method> {
  const tree = (show: (candidate: Candidate) => unknown, only?: EvmAddress): object => {
    const pending: Record<string, Record<string, unknown>> = {};
    const queued: Record<string, Record<string, unknown>> = {};
    let count = 0;
    let bytes = 0;
    // What could be in the next block comes first: it makes room for the rest.
    for (const [branches, isWanted] of [
      [pending, true],
      [queued, false],
    ] as const) {
      for (const sender of only === undefined ? pool.senders() : [only]) {
        for (const { candidate, isExecutable } of pool.of(sender)) {
          if (isExecutable !== isWanted) continue;
          if (count >= shownLimits.transactions || bytes >= shownLimits.bytes) return { pending, queued };
          count++;
          bytes += candidate.bytes.length;
          branches[sender] ??= {};
          branches[sender][candidate.tx.nonce.toString()] = show(candidate);
        }
      }
    }
    return { pending, queued };
  };

  return {
    txpool_content: () => tree(pendingObject),
    txpool_contentFrom: ([address]) => {
      const sender = addressParam(address, 0);
      const { pending, queued } = tree(pendingObject, sender) as Record<string, Record<string, object>>;
      return { pending: pending?.[sender] ?? {}, queued: queued?.[sender] ?? {} };
    },
    txpool_inspect: () => tree(inspection),
    txpool_status: () => {
      let executable = 0;
      const { count } = pool.totals();
      for (const sender of pool.senders())
        executable += pool.of(sender).filter(({ isExecutable }) => isExecutable).length;
      return { pending: quantityOf(executable), queued: quantityOf(count - executable) };
    },
  };
}

function inspection({ tx }: Candidate): string {
  const to = tx.to ?? 'contract creation';
  return `${to}: ${tx.value} wei + ${tx.gasLimit} gas × ${tx.maxFeePerGas} wei`;
}
