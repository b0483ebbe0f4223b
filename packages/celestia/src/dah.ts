import { merkleRoot } from '@switchyard/merkle';
import type { Hash32 } from '@switchyard/primitives';
import { axisRoot, parityAxisRoot, rowLeaves } from './axis.ts';
import { NODE_SIZE } from './nmt.ts';
import type { Square } from './square.ts';

/** The roots of an extended square's rows and columns, 90 bytes each. */
export type DataAvailabilityHeader = {
  readonly rowRoots: readonly Uint8Array[];
  readonly columnRoots: readonly Uint8Array[];
};

/** The header of a square, at once. A 32 MiB square takes about a quarter of a second. */
export function dataAvailabilityHeader(square: Square): DataAvailabilityHeader {
  const steps = dataAvailabilityHeaderSteps(square);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The header of a square, a row or column per step, so that the caller can let others run in between. */
export function* dataAvailabilityHeaderSteps(square: Square): Generator<void, DataAvailabilityHeader> {
  const { width } = square;
  const rows: Uint8Array[] = [];
  const rowRoots: Uint8Array[] = [];
  for (let row = 0; row < width; row++) {
    const leaves = rowLeaves(square, row);
    rows.push(leaves);
    rowRoots.push(axisRoot(square, leaves));
    yield;
  }
  const columnRoots: Uint8Array[] = [];
  for (let column = 0; column < width; column++) {
    columnRoots.push(axisRoot(square, columnLeaves(rows, column)));
    yield;
  }
  const parity = new Array<Uint8Array>(width).fill(parityAxisRoot(square));
  return { rowRoots: [...rowRoots, ...parity], columnRoots: [...columnRoots, ...parity] };
}

/** What a block's header names as its data hash: the Merkle root over row roots and column roots. */
export function dahHash({ rowRoots, columnRoots }: DataAvailabilityHeader): Hash32 {
  return merkleRoot([...rowRoots, ...columnRoots]);
}

function columnLeaves(rows: readonly Uint8Array[], column: number): Uint8Array {
  const leaves = new Uint8Array(rows.length * NODE_SIZE);
  rows.forEach((row, i) => {
    leaves.set(row.subarray(column * NODE_SIZE, (column + 1) * NODE_SIZE), i * NODE_SIZE);
  });
  return leaves;
}
