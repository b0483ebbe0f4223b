import { type Bell, createBell } from './bell.ts';
import type { FirmBlock } from './ports.ts';

/** Firm blocks between the DA reader and the execution, bounded: a full queue holds the reader back. */
export type FirmQueue = {
  readonly put: (block: FirmBlock, signal: AbortSignal) => Promise<void>;
  readonly peek: () => FirmBlock | undefined;
  readonly take: () => FirmBlock | undefined;
};

/** How much waits for execution. A single larger block passes alone. */
export const firmQueueLimits: { readonly blocks: number; readonly bytes: number } = {
  blocks: 64,
  bytes: 16 * 1024 * 1024,
};

/** A queue that rings when something came. */
export function createFirmQueue(arrived: Bell, limits: typeof firmQueueLimits = firmQueueLimits): FirmQueue {
  const blocks: { readonly block: FirmBlock; readonly bytes: number }[] = [];
  const left = createBell();
  let total = 0;
  return {
    put: async (block, signal) => {
      const bytes = block.items.reduce((sum, item) => sum + item.length, 0);
      while (blocks.length >= limits.blocks || (blocks.length > 0 && total + bytes > limits.bytes)) {
        await left.wait(signal);
      }
      blocks.push({ block, bytes });
      total += bytes;
      arrived.ring();
    },
    peek: () => blocks[0]?.block,
    take: () => {
      const first = blocks.shift();
      if (first === undefined) return undefined;
      total -= first.bytes;
      left.ring();
      return first.block;
    },
  };
}
