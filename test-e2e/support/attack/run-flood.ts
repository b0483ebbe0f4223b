import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A flood of transactions at a sequencer node's two doors. */
export type Flood = {
  readonly portOffset: number;
  readonly chainId: string;
  readonly rollup: string;
  readonly dataBytes: number;
  /** Each has one account and one connection, and sends the next when the last is answered, at once. */
  readonly grpcSenders: number;
  readonly httpSenders: number;
  readonly seconds: number;
  readonly expiresAtHeight: bigint;
  /** Of what is sent into the room that is too small for those; when it is missing, the same is sent again. */
  readonly restBytes?: number;
  /** With signatures that are wrong. */
  readonly isForged: boolean;
  /** The code of a refusal to go on for, some time longer. */
  readonly until?: string;
};

/** How often each answer came, and the refusals that did not say when to come again. */
export type FloodSeen = {
  readonly counts: Readonly<Record<string, number>>;
  readonly withoutRetry: readonly string[];
};

/** Floods to its end. */
export async function runFlood(flood: Flood): Promise<FloodSeen> {
  const worker = new Worker(new URL('./flood.ts', import.meta.url), {
    workerData: flood,
    execArgv: ['--conditions=@switchyard/source'],
  });
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  const [seen] = (await Promise.race([once(worker, 'message'), failed])) as [FloodSeen];
  await worker.terminate();
  return seen;
}
