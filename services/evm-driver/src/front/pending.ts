import { existsSync } from 'node:fs';
import {
  type AppendLog,
  type Facts,
  type Failpoints,
  type Logger,
  openAppendLog,
  UnusableFileError,
} from '@switchyard/service-kit';
import type { BlockLimits } from '../domain/admission.ts';
import type { ExecutedBlock } from '../domain/block.ts';
import { nextBaseFee } from '../domain/gas.ts';
import { type Candidate, inspect, type Secp256k1 } from '../domain/inspection.ts';
import type { EvmAddress, EvmHash } from '../domain/names.ts';
import { createPendingPool, type PendingPool, type PoolLimits } from '../domain/pending-pool.ts';
import type { Failpoint } from '../failpoints.ts';
import type { DriverMetrics } from '../metrics.ts';
import type { EngineBlock } from '../ports.ts';
import type { Accounts } from './accounts.ts';
import { createFeed, type Feed } from './feed.ts';
import { MAX_TX_BYTES, MIN_TIP, poolText, type Rejection, statelessText } from './refusals.ts';
import { RpcError, rpcCodes } from './rpc-error.ts';

/** The pending transactions with their log. */
export type Pending = AsyncDisposable & {
  readonly pool: PendingPool;
  /** Takes a transaction in: resolves when its bytes are on disk. @throws RpcError with Geth's text */
  readonly accept: (bytes: Uint8Array, soft: SoftBlock) => Promise<EvmHash>;
  /** What became executable, for subscriptions. */
  readonly announced: Feed<Candidate>;
  /** After the nonces of these senders moved. */
  readonly settle: (nonces: ReadonlyMap<EvmAddress, bigint>, soft: SoftBlock) => Promise<void>;
};

/** The soft block with the gas limit of its chain. */
export type SoftBlock = ExecutedBlock & Pick<EngineBlock, 'gasLimit'>;

/** What taking transactions in needs. */
export type PendingDeps = {
  readonly accounts: Accounts;
  readonly crypto: Secp256k1;
  readonly facts: Facts;
  readonly log: Logger;
  readonly metrics: DriverMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

/** When the log is rewritten: larger than this, and four times what waits. */
const compactFromBytes = 4 * 1024 * 1024;

/** Opens the log and takes in again what it holds. */
export async function openPending(
  deps: PendingDeps,
  options: PoolLimits & {
    readonly path: string;
    /** Blocks were made: a file that is missing was lost, with all that it held. */
    readonly mustExist: boolean;
    readonly chainId: bigint;
  },
): Promise<Pending> {
  const { accounts, crypto, facts, log, metrics, failpoints } = deps;
  const { chainId } = options;
  if (options.mustExist && !existsSync(options.path)) {
    throw new UnusableFileError({
      file: options.path,
      problem: 'it is missing, though blocks were made',
      remedy: `restore the file from a copy; \`touch ${options.path}\` gives up the accepted transactions that are in no block yet`,
    });
  }
  const file = await openAppendLog(options.path, {
    maxRecordBytes: MAX_TX_BYTES,
    log,
    remedy: `restore the file from a copy; \`truncate -s 0 ${options.path}\` gives up the accepted transactions that are in no block yet`,
  });
  const pool = createPendingPool(options);
  for (const bytes of file.records) {
    const candidate = inspect(bytes, chainId, crypto);
    if (typeof candidate !== 'string') pool.restore(candidate);
  }
  const announced = createFeed<Candidate>();
  const writing = new Map<EvmHash, Promise<void>>();

  const reject = (reason: Rejection, text: string): RpcError => {
    metrics.rejected.inc({ reason });
    return new RpcError(text, { rpcCode: rpcCodes.server });
  };

  const promote = (limits: BlockLimits): void => {
    for (const candidate of pool.promote(limits.baseFee)) announced.publish(candidate);
    const { count, bytes } = pool.totals();
    metrics.pending.set(count);
    metrics.pendingBytes.set(bytes);
  };

  const candidateOf = (bytes: Uint8Array, soft: SoftBlock): Candidate => {
    if (bytes.length > MAX_TX_BYTES) {
      throw reject('oversized', `oversized data: transaction size ${bytes.length}, limit ${MAX_TX_BYTES}`);
    }
    const candidate = inspect(bytes, chainId, crypto);
    if (typeof candidate === 'string') throw reject(candidate, statelessText(candidate, bytes, chainId));
    const { tx } = candidate;
    if (tx.gasLimit > soft.gasLimit) throw reject('block-gas-limit', 'exceeds block gas limit');
    if (tx.maxPriorityFeePerGas < MIN_TIP) {
      const tip = `gas tip cap ${tx.maxPriorityFeePerGas}, minimum needed ${MIN_TIP}`;
      throw reject('underpriced', `transaction underpriced: ${tip}`);
    }
    return candidate;
  };

  const append = async (candidate: Candidate): Promise<void> => {
    failpoints.hit('pending.before');
    await file.append(candidate.bytes);
    failpoints.hit('pending.after');
  };

  return {
    pool,
    announced,
    accept: async (bytes, soft) => {
      const candidate = candidateOf(bytes, soft);
      const { hash, sender, tx } = candidate;
      const account = await accounts.read(soft, sender);
      const refusal = pool.add(candidate, account);
      if (refusal !== undefined) {
        // Whoever hears "already known" may rely on it.
        await writing.get(hash);
        throw reject(refusal.reason, poolText(refusal));
      }
      const written = append(candidate);
      writing.set(hash, written);
      try {
        await written;
      } finally {
        writing.delete(hash);
      }
      metrics.accepted.inc();
      facts.record([`tx:${hash}`], { hash, from: sender, nonce: tx.nonce }, 'transaction accepted');
      promote(limitsAfter(soft));
      if (pool.get(hash)?.isExecutable === false) {
        facts.record([`tx:${hash}`], { hash, nonce: tx.nonce, next: account.nonce }, 'transaction queued');
      }
      return hash;
    },
    settle: async (nonces, soft) => {
      for (const [sender, nonce] of nonces) pool.setNonce(sender, nonce);
      promote(limitsAfter(soft));
      const { bytes } = pool.totals();
      if (file.size() > compactFromBytes && file.size() > 4 * bytes) await compact(file, pool);
    },
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

/** Everything that waits, those being written included: none is lost between the old file and the new. */
async function compact(file: AppendLog, pool: PendingPool): Promise<void> {
  await file.rewrite([...pool.all()].map(({ bytes }) => bytes));
}

function limitsAfter(soft: SoftBlock): BlockLimits {
  return { baseFee: nextBaseFee(soft), gasLimit: soft.gasLimit };
}
