import type { Blob } from '@switchyard/celestia';
import { type CelestiaClient, createVerifiedDaReader, type VerifiedDaReader } from '@switchyard/clients';
import {
  chainNamespace,
  codeOf,
  type DaHeight,
  daHeight,
  faultOf,
  type Hash32,
  type Namespace,
  type RollupId,
  rollupNamespace,
  SwitchyardError,
  toHex,
} from '@switchyard/primitives';
import { type Clock, type Logger, retrying } from '@switchyard/service-kit';
import type { FirmStart } from '../domain/start.ts';

/** How the DA layer is read. */
export type DaBlocksDeps = {
  readonly client: CelestiaClient;
  /** `complete`: the namespace's completeness is proven everywhere, else near the head only. */
  readonly verify: 'complete' | 'inclusion';
  readonly maxAnchorAgeMs: number | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onRetry: (error: unknown) => void;
};

/** The DA node tells what its proofs do not show; another or a repaired node is waited for. */
class DaNotBelievedError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_DA_NOT_BELIEVED';
  override readonly fault = 'transient';

  constructor(height: bigint, options: { readonly cause: unknown }) {
    const reason = codeOf(options.cause);
    super('the da node tells what its proofs do not show', { height, reason }, options);
  }
}

/** DA blocks read at once while they are small; each may be 32 MiB, and three times that as JSON. */
const readAhead = 3n;
const smallBlockBytes = 1024 * 1024;

/** Completeness decides the order of blobs only where the reader is not yet past them: near the head. */
const nearHead = 64n;

/** A namespace of a DA block. */
type NamespaceBlobs = { readonly headerHash: Hash32; readonly blobs: readonly Blob[] };

/** A DA block on its way: what the chain and what the rollup has in it come apart, as either may be withheld. */
export type ComingBlock = {
  readonly metadata: Promise<NamespaceBlobs>;
  readonly sections: Promise<NamespaceBlobs>;
  readonly skipSections: () => Pick<NamespaceBlobs, 'blobs'>;
  /** What has come of it. */
  readonly bytes: () => number;
};

/** Reads DA blocks, some ahead, for as long as it takes, and tells of each failure. */
export function daBlocks(
  { client, verify, maxAnchorAgeMs, clock, log, onRetry }: DaBlocksDeps,
  { chainId, da, from }: FirmStart,
  rollupId: RollupId,
  onFailure: (height: DaHeight, error: unknown) => void,
): (height: DaHeight, signal: AbortSignal) => Promise<ComingBlock> {
  const readerOf = (mode: 'complete' | 'inclusion'): VerifiedDaReader =>
    createVerifiedDaReader({ client, anchor: da, mode, maxAnchorAgeMs, clock });
  const complete = readerOf('complete');
  const inclusion = verify === 'complete' ? complete : readerOf('inclusion');
  const ahead = new Map<bigint, ComingBlock>();
  let head = daHeight(from - 1n);
  let bytesBefore = (): number => 0;

  const trying = <T>(
    { operation, height }: { readonly operation: string; readonly height: DaHeight },
    attempt: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> => {
    const onTry = (error: unknown): void => {
      onRetry(error);
      onFailure(height, error);
    };
    return retrying({ clock, log, operation, onRetry: onTry }, attempt, signal);
  };

  const readOnce = async (
    height: DaHeight,
    space: Namespace,
    signal: AbortSignal,
  ): Promise<NamespaceBlobs> => {
    try {
      const reader = head - height < nearHead ? complete : inclusion;
      const { headerHash, blobs } = await reader.readBlock(height, [space], signal);
      return { headerHash, blobs: blobs.get(toHex(space)) ?? [] };
    } catch (error) {
      signal.throwIfAborted();
      if (faultOf(error) === 'rejected') throw new DaNotBelievedError(height, { cause: error });
      throw error;
    }
  };

  const begin = (height: DaHeight, signal: AbortSignal): ComingBlock => {
    const skipped = new AbortController();
    let bytes = 0;
    const read = (space: Namespace, either: AbortSignal): Promise<NamespaceBlobs> => {
      const reading = trying(
        { operation: 'da block', height },
        async (s) => {
          const found = await readOnce(height, space, s);
          bytes += bytesOf(found);
          return found;
        },
        either,
      );
      reading.catch(() => undefined);
      return reading;
    };
    return {
      metadata: read(chainNamespace(chainId), signal),
      sections: read(rollupNamespace(chainId, rollupId), AbortSignal.any([signal, skipped.signal])),
      skipSections: () => {
        skipped.abort();
        return { blobs: [] };
      },
      bytes: () => bytes,
    };
  };

  /** The head is the node's word only; what is read at it is proven. */
  const waitFor = async (height: DaHeight, signal: AbortSignal): Promise<void> => {
    if (height <= head) return;
    head = (await trying({ operation: 'da head', height }, (s) => client.networkHead(s), signal)).height;
    if (height <= head) return;
    const asked = { operation: 'da height', height };
    head = (await trying(asked, (s) => client.waitForHeight(height, s), signal)).height;
  };

  return async (height, signal) => {
    await waitFor(height, signal);
    for (const known of ahead.keys()) if (known < height || known > height + readAhead) ahead.delete(known);
    const last = bytesBefore() <= smallBlockBytes ? height + readAhead : height;
    for (let next = height; next <= head && next <= last; next = daHeight(next + 1n)) {
      if (!ahead.has(next)) ahead.set(next, begin(next, signal));
    }
    const block = ahead.get(height) ?? begin(height, signal);
    ahead.delete(height);
    bytesBefore = block.bytes;
    return block;
  };
}

function bytesOf({ blobs }: NamespaceBlobs): number {
  return blobs.reduce((sum, { data }) => sum + data.length, 0);
}
