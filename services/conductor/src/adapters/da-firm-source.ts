import type { Blob } from '@switchyard/celestia';
import {
  type CelestiaClient,
  createVerifiedDaReader,
  type DaBlobs,
  type VerifiedDaReader,
} from '@switchyard/clients';
import { createReader, type DaBlob, type Reader, type ReaderEvent } from '@switchyard/derivation';
import {
  chainNamespace,
  codeOf,
  type DaHeight,
  daHeight,
  faultOf,
  type Hash32,
  type RollupId,
  rollupNamespace,
  SwitchyardError,
  toHex,
} from '@switchyard/primitives';
import { type Clock, type Logger, retrying } from '@switchyard/service-kit';
import type { FirmStart } from '../domain/start.ts';
import type { FirmBlock, FirmReading, FirmSource, FirmWatcher, Missing } from '../ports.ts';

/** How the DA layer is read. */
export type DaFirmSourceDeps = {
  readonly client: CelestiaClient;
  /** `complete`: the namespace's completeness is proven everywhere, else near the head only. */
  readonly verify: 'complete' | 'inclusion';
  readonly maxAnchorAgeMs: number | undefined;
  /** 20 bytes each; read first. */
  readonly knownSigners: readonly Uint8Array[];
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

/** Enough DA heights for every search height that a reader names. */
const keptHashes = 2_048;

/** Firm blocks out of a Celestia node, every byte proven from the DA anchor. */
export function createDaFirmSource(deps: DaFirmSourceDeps): FirmSource {
  return { open: (start, rollupId, watcher) => openReading(deps, start, rollupId, watcher) };
}

function openReading(
  deps: DaFirmSourceDeps,
  start: FirmStart,
  rollupId: RollupId,
  watcher: FirmWatcher,
): FirmReading {
  const { chainId, root, da } = start;
  const hashes = new Map<bigint, Hash32>();
  const fetch = daBlocks(deps, start, rollupId);
  const reader = createReader({
    chainId,
    anchor: root,
    follow: { kind: 'rollup', rollupId },
    knownSigners: deps.knownSigners,
    daHeight: start.from,
  });

  return {
    daAnchorAt: (height) => {
      const headerHash = hashes.get(height);
      return headerHash === undefined ? undefined : { chainId: da.chainId, height, headerHash };
    },

    async *blocks(signal) {
      for (;;) {
        const height = reader.nextDaHeight;
        const read = await fetch(height, signal);
        hashes.set(height, read.headerHash);
        for (const oldest of hashes.keys()) {
          if (hashes.size <= keptHashes) break;
          hashes.delete(oldest);
        }
        const blobs = (namespace: Uint8Array): readonly DaBlob[] =>
          (read.blobs.get(toHex(namespace)) ?? []).map(daBlob);
        const events = reader.read({
          daHeight: height,
          metadata: blobs(chainNamespace(chainId)),
          sections: blobs(rollupNamespace(chainId, rollupId)).map((blob) => ({ ...blob, rollupId })),
        });
        watcher.onRead(height, missing(reader));
        for (const event of events) {
          if (event.kind === 'firm') yield firmBlock(event);
          else tell(event, watcher);
        }
      }
    },
  };
}

/** Reads DA blocks, some ahead, for as long as it takes. */
function daBlocks(
  { client, verify, maxAnchorAgeMs, clock, log, onRetry }: DaFirmSourceDeps,
  { chainId, da, from }: FirmStart,
  rollupId: RollupId,
): (height: DaHeight, signal: AbortSignal) => Promise<DaBlobs> {
  const namespaces = [chainNamespace(chainId), rollupNamespace(chainId, rollupId)];
  const readerOf = (mode: 'complete' | 'inclusion'): VerifiedDaReader =>
    createVerifiedDaReader({ client, anchor: da, mode, maxAnchorAgeMs, clock });
  const complete = readerOf('complete');
  const inclusion = verify === 'complete' ? complete : readerOf('inclusion');
  const ahead = new Map<bigint, Promise<DaBlobs>>();
  let head = daHeight(from - 1n);
  let lastBytes = 0;

  const trying = <T>(
    operation: string,
    attempt: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> => retrying({ clock, log, operation, onRetry }, attempt, signal);

  const readOnce = async (height: DaHeight, signal: AbortSignal): Promise<DaBlobs> => {
    try {
      const reader = head - height < nearHead ? complete : inclusion;
      return await reader.readBlock(height, namespaces, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (faultOf(error) === 'rejected') throw new DaNotBelievedError(height, { cause: error });
      throw error;
    }
  };

  /** The head is the node's word only; what is read at it is proven. */
  const waitFor = async (height: DaHeight, signal: AbortSignal): Promise<void> => {
    if (height <= head) return;
    head = (await trying('da head', (s) => client.networkHead(s), signal)).height;
    if (height <= head) return;
    head = (await trying('da height', (s) => client.waitForHeight(height, s), signal)).height;
  };

  return async (height, signal) => {
    await waitFor(height, signal);
    for (const known of ahead.keys()) if (known < height || known > height + readAhead) ahead.delete(known);
    const last = lastBytes <= smallBlockBytes ? height + readAhead : height;
    for (let next = height; next <= head && next <= last; next = daHeight(next + 1n)) {
      if (ahead.has(next)) continue;
      const reading = trying('da block', (s) => readOnce(next, s), signal);
      reading.catch(() => undefined);
      ahead.set(next, reading);
    }
    const reading = ahead.get(height) ?? trying('da block', (s) => readOnce(height, s), signal);
    ahead.delete(height);
    const read = await reading;
    lastBytes = bytesOf(read);
    return read;
  };
}

function bytesOf({ blobs }: DaBlobs): number {
  let total = 0;
  for (const each of blobs.values()) for (const { data } of each) total += data.length;
  return total;
}

function daBlob({ data, signer }: Blob): DaBlob {
  return signer === undefined ? { data } : { data, signer };
}

function firmBlock({ block }: Extract<ReaderEvent, { readonly kind: 'firm' }>): FirmBlock {
  const { height, header, headerHash, nextValidators, section, daHeight: da, searchHeight } = block;
  return {
    height,
    header,
    headerHash,
    nextValidators,
    items: section?.items ?? [],
    daHeight: da,
    searchHeight,
  };
}

function missing(reader: Reader): Missing | undefined {
  const waiting = reader.waitingFor();
  if (waiting === undefined) return undefined;
  const { height, since } = waiting;
  return { height, what: waiting.missing.kind === 'metadata' ? 'metadata' : 'section', since };
}

function tell(event: Exclude<ReaderEvent, { readonly kind: 'firm' }>, watcher: FirmWatcher): void {
  switch (event.kind) {
    case 'conflict': {
      const { headers, commit, daHeight: height } = event.conflict;
      const header = headers.at(-1);
      if (header !== undefined) watcher.onConflict({ header, commit, daHeight: height });
      return;
    }
    case 'ignored':
      watcher.onIgnored(event.reason);
      return;
    case 'rewound':
      watcher.onIgnored('rewound');
  }
}
