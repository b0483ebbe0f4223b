import type { Metadata } from '@grpc/grpc-js';
import { type Clock, knowsSecret, type Logger } from '@switchyard/service-kit';
import type { DriverMetrics } from '../metrics.ts';
import { UnauthenticatedError } from './errors.ts';

/** Whether a call may be served. @throws UnauthenticatedError when it may not. */
export type Admit = (metadata: Metadata, peer: string) => void;

/** Of those who do not know the secret, at most one line so often. */
const lineEveryMs = 10_000;

/** Serves those alone who send the secret; everybody when there is none. */
export function createAdmit(
  secret: Uint8Array | undefined,
  { log, clock, metrics }: { readonly log: Logger; readonly clock: Clock; readonly metrics: DriverMetrics },
): Admit {
  if (secret === undefined) {
    log.warn(
      'the execution API is not authenticated: every local process can make blocks; set SWITCHYARD_EVM_DRIVER_EXECUTION_SECRET_FILE',
    );
    return () => undefined;
  }
  let toldAt = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (metadata, peer) => {
    if (knowsSecret(metadata, secret)) return;
    metrics.unauthenticated.inc();
    untold++;
    if (clock.elapsed() - toldAt >= lineEveryMs) {
      log.warn({ peer, calls: untold }, 'a caller of the execution API does not know its secret');
      toldAt = clock.elapsed();
      untold = 0;
    }
    throw new UnauthenticatedError();
  };
}
