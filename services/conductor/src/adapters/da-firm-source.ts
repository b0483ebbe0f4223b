import type { Blob } from '@switchyard/celestia';
import { createReader, type DaBlob, type Reader, type ReaderEvent } from '@switchyard/derivation';
import { codeOf, daHeight, type Hash32, type RollupId, sequencerHeight } from '@switchyard/primitives';
import type { FirmStart } from '../domain/start.ts';
import type { FirmBlock, FirmReading, FirmSource, FirmWatcher, Missing } from '../ports.ts';
import { type DaBlocksDeps, daBlocks } from './da-blocks.ts';

/** How the DA layer is read. */
export type DaFirmSourceDeps = DaBlocksDeps & {
  /** 20 bytes each; read first. */
  readonly knownSigners: readonly Uint8Array[];
};

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
  const reader = createReader({
    chainId,
    anchor: root,
    follow: { kind: 'rollup', rollupId },
    knownSigners: deps.knownSigners,
    daHeight: start.from,
  });
  const fetch = daBlocks(deps, start, rollupId, (at, error) => {
    if (at !== reader.nextDaHeight) return;
    const { height, what, since } = missing(reader) ?? {
      height: sequencerHeight(reader.tip.height + 1n),
      what: 'metadata',
      since: at,
    };
    watcher.onRead(daHeight(at - 1n), { height, what, since, why: codeOf(error) });
  });

  return {
    daAnchorAt: (height) => {
      const headerHash = hashes.get(height);
      return headerHash === undefined ? undefined : { chainId: da.chainId, height, headerHash };
    },

    async *blocks(signal) {
      for (;;) {
        const height = reader.nextDaHeight;
        const block = await fetch(height, signal);
        const { headerHash, blobs: metadata } = await block.metadata;
        hashes.set(height, headerHash);
        for (const oldest of hashes.keys()) {
          if (hashes.size <= keptHashes) break;
          hashes.delete(oldest);
        }
        const opened = reader.open(height, metadata.map(daBlob));
        yield* firmIn(opened.events, watcher);
        // What nobody waits for is not waited for either.
        const { blobs } = opened.wanted.length === 0 ? block.skipSections() : await block.sections;
        const closed = reader.close(blobs.map((blob) => ({ ...daBlob(blob), rollupId })));
        watcher.onRead(height, missing(reader));
        yield* firmIn(closed, watcher);
      }
    },
  };
}

function daBlob({ data, signer }: Blob): DaBlob {
  return signer === undefined ? { data } : { data, signer };
}

function firmBlock({ block }: Extract<ReaderEvent, { readonly kind: 'firm' }>): FirmBlock {
  const { height, header, headerHash, proof, nextValidators, section, daHeight: da, searchHeight } = block;
  return {
    height,
    header,
    headerHash,
    proof,
    nextValidators,
    items: section?.items ?? [],
    daHeight: da,
    searchHeight,
  };
}

function* firmIn(events: readonly ReaderEvent[], watcher: FirmWatcher): Iterable<FirmBlock> {
  for (const event of events) {
    if (event.kind === 'firm') yield firmBlock(event);
    else tell(event, watcher);
  }
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
