import {
  type DaHeight,
  daHeight,
  equalBytes,
  type RollupId,
  rollupIdOf,
  toHex,
  utf8,
} from '@switchyard/primitives';
import { aValidator, createTestChain, type TestChain } from '@switchyard/testing';
import { type BatchBlobs, buildBatch, measureBlock, planBatches } from '../src/batch.ts';
import { createReader, type ReaderBounds } from '../src/reader.ts';
import type { DaBlob, DaBlockInput, FirmBlock, Reader, ReaderEvent, ReaderOptions } from '../src/types.ts';

export const rollups: readonly RollupId[] = ['alpha', 'beta', 'gamma'].map(rollupIdOf);
export const alpha: RollupId = rollupIdOf('alpha');
export const beta: RollupId = rollupIdOf('beta');
export const writer: Uint8Array = new Uint8Array(20).fill(7);

/** A chain of 30 heights with changing sets, in which each rollup has data now and then. */
export function aChain(chainId?: string): TestChain {
  const sets = [['a'], ['b', 'c', 'd'], ['c', 'd'], ['e', 'a']].map((names) =>
    names.map((name) => aValidator(name)),
  );
  const [first = []] = sets;
  const chain = createTestChain({ validators: first, ...(chainId === undefined ? {} : { chainId }) });
  chain.nextBlocks(30, (height) => {
    const number = Number(height);
    const data = rollups.flatMap((rollupId, index) =>
      number % (index + 2) === 0
        ? [{ rollupId, data: [utf8(`${number}.${index}`), utf8('same'), new Uint8Array(300).fill(number)] }]
        : [],
    );
    const nextSet = number % 9 === 8 ? sets[(number + 1) / 9] : undefined;
    return nextSet === undefined ? { data } : { data, nextValidators: nextSet };
  });
  return chain;
}

/** The blobs of heights from and to of a chain, as one batch. */
export function batchOf(
  chain: TestChain,
  from: number,
  to: number,
  rollupIds?: readonly RollupId[],
): BatchBlobs {
  const blocks = chain.blocks.slice(from - 1, to).map(measureBlock);
  const [batch] = planBatches(blocks);
  if (batch === undefined || batch.blocks.length !== blocks.length) throw new RangeError('not one batch');
  const before = chain.blocks[from - 2]?.header.validatorsHash;
  return buildBatch(
    rollupIds === undefined ? batch : { ...batch, rollupIds },
    {
      validatorsBefore: before ?? chain.blocks[0]?.header.validatorsHash,
      validatorSet: (hash) => chain.validatorSet(hash),
    },
    chain.chainId,
  );
}

/** A DA layer in memory: what was posted at each height. */
export type TestDa = {
  post(blobs: Partial<BatchBlobs>, signer?: Uint8Array): void;
  endBlock(): DaHeight;
  block(at: DaHeight): DaBlockInput;
  readonly head: DaHeight;
};

export function aDa(): TestDa {
  const blocks: DaBlockInput[] = [];
  let metadata: DaBlob[] = [];
  let sections: (DaBlob & { rollupId: RollupId })[] = [];
  return {
    post: (blobs, signer = writer) => {
      if (blobs.metadata !== undefined) metadata.push({ data: blobs.metadata, signer });
      for (const { rollupId, data } of blobs.data ?? []) sections.push({ rollupId, data, signer });
    },
    endBlock: () => {
      const at = daHeight(blocks.length + 1);
      blocks.push({ daHeight: at, metadata, sections });
      metadata = [];
      sections = [];
      return at;
    },
    block: (at) => {
      const block = blocks[Number(at) - 1];
      if (block === undefined) throw new RangeError('no such DA block');
      return block;
    },
    get head() {
      return daHeight(blocks.length);
    },
  };
}

/** A reader that reads up to the head of a DA layer and remembers what it said. */
export type TestReader = {
  readonly reader: Reader;
  readonly firm: readonly FirmBlock[];
  readonly events: readonly ReaderEvent[];
  /** Reads until the head is read, following rewinds. */
  catchUp(): void;
};

export function readerOn(
  da: TestDa,
  chain: TestChain,
  options: Partial<ReaderOptions> = {},
  bounds: ReaderBounds = {},
): TestReader {
  const reader = createReader(
    {
      chainId: chain.chainId,
      anchor: chain.anchor().sequencer,
      follow: { kind: 'rollup', rollupId: alpha },
      knownSigners: [writer],
      daHeight: daHeight(1),
      ...options,
    },
    bounds,
  );
  const firm: FirmBlock[] = [];
  const events: ReaderEvent[] = [];
  return {
    reader,
    firm,
    events,
    catchUp: () => {
      for (let steps = 0; reader.nextDaHeight <= da.head; steps++) {
        if (steps > 10_000) throw new Error('reader does not come to an end');
        const block = da.block(reader.nextDaHeight);
        const { follow } = { follow: { kind: 'rollup', rollupId: alpha } as const, ...options };
        const sections = block.sections.filter(
          ({ rollupId }) => follow.kind === 'all' || equalBytes(rollupId, follow.rollupId),
        );
        for (const event of reader.read({ ...block, sections })) {
          events.push(event);
          if (event.kind === 'firm') firm.push(event.block);
        }
      }
    },
  };
}

/** A reader as a restart makes it: anchored at a firm block, from its search height on. */
export function restartedAt(da: TestDa, chain: TestChain, block: FirmBlock): TestReader {
  const { height, headerHash, header, nextValidators, searchHeight } = block;
  const anchor =
    nextValidators === undefined
      ? { height, headerHash, nextValidatorsHash: header.nextValidatorsHash }
      : { height, headerHash, nextValidators };
  return readerOn(da, chain, { anchor, daHeight: searchHeight });
}

/** What a firm block says, for comparison: height, hash and the followed rollup's items. */
export function summary({ height, headerHash, section }: FirmBlock): string {
  return `${height} ${toHex(headerHash)} ${section?.items.map(toHex).join() ?? '-'}`;
}

/** What a whole chain says of a rollup. */
export function summaries(chain: TestChain, rollupId: RollupId): readonly string[] {
  return chain.blocks.map(({ header, headerHash, sections }) => {
    const section = sections.find((candidate) => equalBytes(candidate.rollupId, rollupId));
    return `${header.height} ${toHex(headerHash)} ${section?.items.map(toHex).join() ?? '-'}`;
  });
}
