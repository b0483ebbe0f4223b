import { compareBytes, equalBytes, MalformedError, sha256, toHex, utf8 } from '@switchyard/primitives';
import { stateKeyHash } from '@switchyard/protocol';
import type { Failpoints, Logger } from '@switchyard/service-kit';
import type { Consensus } from './consensus.ts';
import {
  decodeChunk,
  decodeManifest,
  MAX_CHUNK_LENGTH,
  SNAPSHOT_FORMAT,
  type SnapshotManifest,
  type StateEntry,
  snapshotHash,
} from './domain/snapshot.ts';
import { createStateTree, type StateTree } from './domain/state-tree.ts';
import type { FailpointName } from './failpoints.ts';
import type { RestoringStore } from './ports.ts';

/** A snapshot that some peers have, by their word. */
export type OfferedSnapshot = {
  readonly height: bigint;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Uint8Array;
  readonly manifest: Uint8Array;
};

/** What becomes of a chunk. */
export type ChunkVerdict =
  | { readonly kind: 'accepted' | 'nothing restored' | 'start over' }
  /** It is not what the manifest says: another peer may have it. */
  | { readonly kind: 'fetch again'; readonly index: number; readonly liar: string }
  /** The manifest itself is false, so all who sent chunks for it lied. */
  | { readonly kind: 'rejected'; readonly liars: readonly string[] };

/** The state out of a snapshot of other nodes, when CometBFT's light client knows its app hash. */
export type Restore = {
  readonly offer: (
    offered: OfferedSnapshot,
    trustedAppHash: Uint8Array,
  ) => 'accepted' | 'rejected' | 'other format';
  readonly apply: (index: number, chunk: Uint8Array, sender: string) => ChunkVerdict;
};

/** What it works with. */
export type RestoreDeps = {
  readonly store: RestoringStore;
  readonly consensus: Pick<Consensus, 'restored' | 'isDriven'>;
  readonly failpoints: Failpoints<FailpointName>;
  readonly log: Logger;
};

type Work = {
  readonly manifest: SnapshotManifest;
  readonly tree: StateTree;
  readonly senders: Set<string>;
  next: number;
  lastKey: string | undefined;
};

/** What was restored so far is beside the state, and replaces it in one step when its app hash is the trusted one. */
export function createRestore({ store, consensus, failpoints, log }: RestoreDeps): Restore {
  let work: Work | undefined;

  const rejected = (problem: string): ChunkVerdict => {
    log.warn({ height: work?.manifest.height, problem }, 'snapshot rejected');
    const liars = [...(work?.senders ?? [])];
    work = undefined;
    return { kind: 'rejected', liars };
  };

  const add = (entries: readonly StateEntry[], { tree }: Work): void => {
    failpoints.hit('restore-chunk.before');
    store.add(entries);
    failpoints.hit('restore-chunk.after');
    tree.apply(entries.map(([key, value]) => ({ keyHash: stateKeyHash(key), valueHash: sha256(value) })));
  };

  const finish = ({ manifest, tree }: Work): void => {
    const { height, appHash, entries } = manifest;
    failpoints.hit('restore-finish.before');
    store.finish({ height, appHash });
    failpoints.hit('restore-finish.after');
    consensus.restored(tree);
    work = undefined;
    log.info({ height, entries, appHash: toHex(appHash) }, 'state restored from a snapshot');
  };

  return {
    offer: (offered, trustedAppHash) => {
      work = undefined;
      // CometBFT syncs before it drives anything; who else has reached the socket must not replace the state.
      if (consensus.isDriven()) return 'rejected';
      if (offered.format !== SNAPSHOT_FORMAT) return 'other format';
      const manifest = manifestOf(offered, trustedAppHash);
      if (manifest === undefined) return 'rejected';
      failpoints.hit('restore-begin.before');
      store.begin();
      failpoints.hit('restore-begin.after');
      work = { manifest, tree: createStateTree(), senders: new Set(), next: 0, lastKey: undefined };
      log.info({ height: manifest.height, chunks: manifest.chunks.length }, 'snapshot accepted');
      return 'accepted';
    },
    apply: (index, chunk, sender) => {
      if (work === undefined) return { kind: 'nothing restored' };
      const { manifest, tree, senders, lastKey } = work;
      if (index !== work.next) {
        work = undefined;
        return { kind: 'start over' };
      }
      if (
        chunk.length > MAX_CHUNK_LENGTH ||
        !equalBytes(sha256(chunk), manifest.chunks[index] ?? new Uint8Array())
      ) {
        log.warn({ height: manifest.height, index }, 'chunk of a snapshot is not what it should be');
        return { kind: 'fetch again', index, liar: sender };
      }
      if (sender !== '') senders.add(sender);
      const entries = entriesOf(chunk);
      const [first] = entries;
      if (first === undefined || (lastKey !== undefined && compareBytes(utf8(lastKey), utf8(first[0])) >= 0))
        return rejected('its chunks are no state');
      if (tree.size() + entries.length > manifest.entries)
        return rejected('it has more entries than it says');
      add(entries, work);
      work.next++;
      work.lastKey = entries.at(-1)?.[0];
      if (work.next < manifest.chunks.length) return { kind: 'accepted' };
      if (!equalBytes(tree.root(), manifest.appHash)) return rejected('it has not the app hash of the chain');
      finish(work);
      return { kind: 'accepted' };
    },
  };
}

function manifestOf(
  { height, chunks, hash, manifest: bytes }: OfferedSnapshot,
  trustedAppHash: Uint8Array,
): SnapshotManifest | undefined {
  if (!equalBytes(snapshotHash(bytes), hash)) return undefined;
  try {
    const manifest = decodeManifest(bytes);
    const isTrusted = equalBytes(manifest.appHash, trustedAppHash);
    return isTrusted && manifest.height === height && manifest.chunks.length === chunks
      ? manifest
      : undefined;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** None when it is not made of entries. */
function entriesOf(chunk: Uint8Array): readonly StateEntry[] {
  try {
    return decodeChunk(chunk);
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}
