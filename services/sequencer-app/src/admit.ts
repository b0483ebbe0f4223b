import { type Hash32, toHex } from '@switchyard/primitives';
import { decodeTransaction, type Transaction } from '@switchyard/protocol';
import type { Committed } from './consensus.ts';
import { startExecution } from './domain/execution.ts';
import type { Admission, Pool } from './domain/pool.ts';
import { later, never, type Refusal } from './domain/refusal.ts';
import { RefusedError } from './errors.ts';
import { poolView } from './pool-view.ts';
import type { CheckSignature } from './ports.ts';

/** Who hands a transaction in. */
export type Source = 'client' | 'gossip';

/** What admission works on. */
export type AdmitDeps = {
  readonly pool: Pool;
  readonly committed: () => Committed | undefined;
  readonly checkSignature: CheckSignature;
  /** Told of each transaction that is new here. */
  readonly onAdmitted: (transaction: Transaction, source: Source) => void;
  /** Told of each answer: `ok`, or the code of the refusal. */
  readonly onAnswer: (outcome: string) => void;
};

/** Takes a transaction in. @throws RefusedError or MalformedError: the typed "no". */
export type Admit = (bytes: Uint8Array, source: Source) => Promise<Hash32>;

/** Transactions whose signatures wait for the thread pool. More is refused: the sender holds them as well as we do. */
const MAX_CHECKING_BYTES = 16 * 1_048_576;
/** Reports and sudo have room of their own: a flood of data must not keep out what drains the chain. */
const MAX_CHECKING_CONTROL_BYTES = 1_048_576;

/**
 * The one way into the pool: form, then the cheap rules, then the signature in the thread pool, then the rules again
 * on the state as it is by then.
 */
export function createAdmit({ pool, committed, checkSignature, onAdmitted, onAnswer }: AdmitDeps): Admit {
  const checking = new Map<string, Promise<boolean>>();
  const checkingBytes = { data: 0, control: 0 };

  const isSigned = (transaction: Transaction): Promise<boolean> => {
    const name = toHex(transaction.id);
    const underWay = checking.get(name);
    if (underWay !== undefined) return underWay;
    const { length } = transaction.bytes;
    const kind = transaction.lane === 'ordinary' ? 'data' : 'control';
    const max = kind === 'data' ? MAX_CHECKING_BYTES : MAX_CHECKING_CONTROL_BYTES;
    if (checkingBytes[kind] + length > max) {
      throw new RefusedError(later('BUSY', 'too many signatures are being checked', 500));
    }
    checkingBytes[kind] += length;
    const check = checkSignature(transaction).finally(() => {
      checking.delete(name);
      checkingBytes[kind] -= length;
    });
    checking.set(name, check);
    return check;
  };

  const view = (): Committed => {
    const state = committed();
    if (state === undefined) throw new RefusedError(later('NOT_READY', 'the chain has not started'));
    return state;
  };

  const take = async (bytes: Uint8Array, source: Source): Promise<Hash32> => {
    assertSize(bytes, view());
    const transaction = decodeTransaction(Uint8Array.from(bytes));
    const early = pool.check(transaction, poolView(view())) ?? refuseControlNow(transaction, view());
    if (early !== undefined) return known(early, transaction);
    if (!(await isSigned(transaction))) {
      throw new RefusedError(never('BAD_SIGNATURE', 'signature is wrong'));
    }
    const admission = pool.admit(transaction, poolView(view()));
    if (!('code' in admission) && admission.kind === 'admitted') onAdmitted(transaction, source);
    return known(admission, transaction);
  };

  return async (bytes, source) => {
    try {
      const id = await take(bytes, source);
      onAnswer('ok');
      return id;
    } catch (error) {
      onAnswer(error instanceof RefusedError ? error.code : 'MALFORMED');
      throw error;
    }
  };
}

function known(outcome: Refusal | Admission, { id }: Transaction): Hash32 {
  if ('code' in outcome) throw new RefusedError(outcome);
  return id;
}

function assertSize(bytes: Uint8Array, { state }: Committed): void {
  if (BigInt(bytes.length) > state.params.transactionMaxBytes) {
    throw new RefusedError(never('TOO_LARGE', 'transaction is too large'));
  }
}

/** Reports and sudo whose turn it is are tried at once, so that their sender learns what is wrong with them. */
function refuseControlNow(transaction: Transaction, { height, state, read }: Committed): Refusal | undefined {
  if (transaction.lane === 'ordinary') return undefined;
  const maxBytes = Number(state.params.blockMaxBytes);
  const refusal = startExecution({ state, read, height: height + 1n, maxBytes }).apply(transaction);
  return refusal?.code === 'NONCE_GAP' ? undefined : refusal;
}
