import type { AbciApp } from '@switchyard/abci';
import { formatU64, parseU64, tendermint } from '@switchyard/proto';
import { SNAPSHOT_FORMAT } from '../domain/snapshot.ts';
import type { SnapshotFolder } from '../ports.ts';
import type { ChunkVerdict, Restore } from '../restore.ts';

const Offered = tendermint.abci.ResponseOfferSnapshot.Result;
const Applied = tendermint.abci.ResponseApplySnapshotChunk.Result;

const offerResults = {
  accepted: Offered.ACCEPT,
  rejected: Offered.REJECT,
  'other format': Offered.REJECT_FORMAT,
} as const;

/** State sync behind ABCI: serving snapshots of this node, and restoring one of others. */
export function snapshotCalls(
  snapshots: SnapshotFolder,
  restore: Restore,
): Pick<AbciApp, 'listSnapshots' | 'loadSnapshotChunk' | 'offerSnapshot' | 'applySnapshotChunk'> {
  return {
    listSnapshots: async () => ({
      snapshots: snapshots.list().map(({ manifest, bytes, hash }) => ({
        height: formatU64(manifest.height),
        format: SNAPSHOT_FORMAT,
        chunks: manifest.chunks.length,
        hash,
        metadata: bytes,
      })),
    }),
    loadSnapshotChunk: async ({ height, format, chunk: index }) => {
      const chunk = format === SNAPSHOT_FORMAT ? await snapshots.chunk(parseU64(height), index) : undefined;
      // Without a chunk CometBFT tells its peer that it is missing.
      return chunk === undefined ? {} : { chunk };
    },
    offerSnapshot: async ({ snapshot, appHash }) => {
      if (snapshot === undefined || snapshot === null) return { result: Offered.REJECT };
      const { height, format, chunks, hash, metadata } = snapshot;
      const offered = {
        height: parseU64(height),
        format: format ?? 0,
        chunks: chunks ?? 0,
        hash: hash ?? new Uint8Array(),
        manifest: metadata ?? new Uint8Array(),
      };
      return { result: offerResults[restore.offer(offered, appHash)] };
    },
    applySnapshotChunk: async ({ index, chunk, sender }) =>
      verdictToWire(restore.apply(index, chunk, sender)),
  };
}

function verdictToWire(verdict: ChunkVerdict): tendermint.abci.ResponseApplySnapshotChunk.$Properties {
  switch (verdict.kind) {
    case 'accepted':
      return { result: Applied.ACCEPT };
    case 'nothing restored':
      return { result: Applied.ABORT };
    case 'start over':
      return { result: Applied.RETRY_SNAPSHOT };
    case 'fetch again':
      // Without being asked to discard it, CometBFT would hand over the same bytes again.
      return { result: Applied.RETRY, refetchChunks: [verdict.index], rejectSenders: [verdict.liar] };
    case 'rejected':
      return { result: Applied.REJECT_SNAPSHOT, rejectSenders: [...verdict.liars] };
  }
}
