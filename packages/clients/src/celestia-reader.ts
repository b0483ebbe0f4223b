import { setImmediate } from 'node:timers/promises';
import {
  type Blob,
  coversNamespace,
  type DataAvailabilityHeader,
  dahHash,
  type NamespaceRow,
  sharesToBlobs,
  verifyInclusion,
  verifyNamespace,
  wholeBlobs,
} from '@switchyard/celestia';
import type { Timestamp } from '@switchyard/light';
import { type DaHeight, equalBytes, type Hash32, type Namespace, toHex } from '@switchyard/primitives';
import { mapConcurrent } from '@switchyard/service-kit';
import type { CelestiaClient, DaHeader } from './celestia-client.ts';
import { DaProofError } from './celestia-errors.ts';
import { createDaHeaders, type DaHeadersOptions } from './celestia-headers.ts';

/** The blobs of some namespaces in a DA block, every one proven into its verified header. */
export type DaBlobs = {
  readonly daHeight: DaHeight;
  readonly headerHash: Hash32;
  /** By namespace in lower-case hex, each that was asked for; blobs in the order of their shares. */
  readonly blobs: ReadonlyMap<string, readonly Blob[]>;
};

/** The newest DA header, verified. */
export type DaHead = { readonly height: DaHeight; readonly headerHash: Hash32; readonly time: Timestamp };

/** `complete`: it is proven that nothing was left out. `inclusion`: what is given is proven, something may be missing. */
export type DaReadMode = 'complete' | 'inclusion';

/** Reads the DA layer on nobody's word: from an anchor, with proofs. */
export type VerifiedDaReader = {
  /**
   * May be called for many heights at once. @throws DaHeightNotYetError above the head, DaDataUnavailableError when
   * the shares are withheld, DaProofError or a LightError (rejected) when the node tells what is not so.
   */
  readBlock(height: DaHeight, namespaces: readonly Namespace[], signal: AbortSignal): Promise<DaBlobs>;
  head(signal: AbortSignal): Promise<DaHead>;
};

/** What a reader reads with. */
export type VerifiedDaReaderOptions = Omit<DaHeadersOptions, 'client'> & {
  readonly client: Pick<CelestiaClient, 'headerByHeight' | 'networkHead' | 'namespaceData'>;
  readonly mode: DaReadMode;
};

const namespacesAtOnce = 8;
const rowsPerTurn = 8;
/** Twice the widest square that Celestia allows for. */
const maxExtendedWidth = 1_024;

/** A reader of the DA chain that the anchor names. */
export function createVerifiedDaReader({ mode, ...options }: VerifiedDaReaderOptions): VerifiedDaReader {
  const { client } = options;
  const headers = createDaHeaders(options);

  const readNamespace = async (
    { height, dah }: DaHeader,
    space: Namespace,
    signal: AbortSignal,
  ): Promise<readonly Blob[]> => {
    const roots = dah.rowRoots.filter((root) => coversNamespace(root, space));
    if (roots.length === 0) return [];
    const rows = await client.namespaceData(height, space, signal);
    const verify = mode === 'complete' ? completeRows : includedRows;
    const shares = await verify({ height, roots, width: dah.rowRoots.length, space, rows });
    return mode === 'complete' ? sharesToBlobs(shares, space) : wholeBlobs(shares, space);
  };

  return {
    readBlock: async (height, namespaces, signal) => {
      const header = await headers.at(height, signal);
      assertDah(header);
      const read = await mapConcurrent(
        namespaces,
        namespacesAtOnce,
        async (space, either) => [toHex(space), await readNamespace(header, space, either)] as const,
        signal,
      );
      return { daHeight: height, headerHash: header.headerHash, blobs: new Map(read) };
    },
    head: async (signal) => {
      const { height, headerHash, header } = await headers.head(signal);
      return { height, headerHash, time: header.time };
    },
  };
}

type RowsClaim = {
  readonly height: DaHeight;
  /** Of the rows whose range covers the namespace, in order. */
  readonly roots: readonly Uint8Array[];
  readonly width: number;
  readonly space: Namespace;
  readonly rows: readonly NamespaceRow[];
};

/** The shares of a namespace when the rows show all of it. @throws DaProofError */
async function completeRows({
  height,
  roots,
  width,
  space,
  rows,
}: RowsClaim): Promise<readonly Uint8Array[]> {
  if (rows.length !== roots.length) {
    throw new DaProofError('rows of the namespace are missing', { height, rows: rows.length });
  }
  const shares: Uint8Array[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    const root = roots[i];
    if (root === undefined || !verifyNamespace(root, width, space, row)) {
      throw new DaProofError('a row of the namespace is not proven', { height, row: i });
    }
    shares.push(...row.shares);
  }
  return shares;
}

/** The shares in rows that are proven, in order. @throws DaProofError for a row that is not. */
async function includedRows({
  height,
  roots,
  width,
  space,
  rows,
}: RowsClaim): Promise<readonly Uint8Array[]> {
  const shares: Uint8Array[] = [];
  const left = roots.values();
  for (const [i, row] of rows.entries()) {
    if (i % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    if (row.shares.length === 0) continue;
    if (!left.some((root) => verifyInclusion(root, width, space, row))) {
      throw new DaProofError('a row of the namespace is not proven', { height, row: i });
    }
    shares.push(...row.shares);
  }
  return shares;
}

function assertDah({ height, dah, header }: DaHeader): void {
  if (!isSquare(dah) || !equalBytes(dahHash(dah), header.dataHash)) {
    throw new DaProofError('row and column roots are not those of the header', { height });
  }
}

function isSquare({ rowRoots, columnRoots }: DataAvailabilityHeader): boolean {
  const width = rowRoots.length;
  const isPowerOfTwo = width >= 2 && (width & (width - 1)) === 0;
  return isPowerOfTwo && width <= maxExtendedWidth && columnRoots.length === width;
}
