import type { SectionBlob } from '@switchyard/derivation';
import { type DaHeight, faultOf, type RollupId, rollupNamespace, toHex } from '@switchyard/primitives';
import { type Clock, type Logger, mapConcurrent } from '@switchyard/service-kit';
import { type DaLayer, daBlob } from './ports.ts';

/** So many withheld sections are remembered; more are left to being posted again. */
const MAX_WITHHELD = 1_024;

/** What of them is read with one DA block, once it is given again; reads that are under way then come on top. */
const MAX_GIVEN_AGAIN_BYTES = 16 << 20;

/** So long one DA block waits for them, however many they are: the writer's reader stands meanwhile. */
export const READ_AGAIN_DEADLINE_MS = 2_000;

/** Rollups that are asked for at the same time. */
export const READS_AT_ONCE = 4;

/** A part of a DA block that the node did not give. */
type WithheldSection = { readonly daHeight: DaHeight; readonly rollupId: RollupId };

type Take = (section: WithheldSection, blobs: readonly SectionBlob[]) => void;

/** The sections that the node withholds, for as long as somebody waits for them. */
export type Withheld = {
  readonly add: (section: WithheldSection) => void;
  /** Those of the wanted rollups that the node gives again; the others' are forgotten. @throws no transient error. */
  readonly read: (wanted: readonly RollupId[], signal: AbortSignal) => Promise<readonly SectionBlob[]>;
};

/**
 * A section counts wherever it is met after its metadata: what is given again is read with the DA block in work. Each
 * rollup's are asked for in order, up to the first that is still withheld; rollups take turns, so that those that hang
 * cost the others no more than time.
 */
export function createWithheld(
  { da, clock, log }: { readonly da: Pick<DaLayer, 'read'>; readonly clock: Clock; readonly log: Logger },
  chainId: string,
): Withheld {
  /** In the order in which they are asked for. */
  const sections = new Map<string, WithheldSection[]>();
  const count = (): number => sections.values().reduce((sum, { length }) => sum + length, 0);

  /** Up to the first that is not given. */
  const readRollup = async (
    queue: WithheldSection[],
    { take, isOver }: { readonly take: Take; readonly isOver: () => boolean },
    signal: AbortSignal,
  ): Promise<void> => {
    for (let first = queue[0]; first !== undefined && !isOver(); first = queue[0]) {
      const { daHeight, rollupId } = first;
      try {
        const blobs = await da.read(daHeight, rollupNamespace(chainId, rollupId), signal);
        queue.shift();
        take(
          first,
          blobs.map((blob) => ({ ...daBlob(blob), rollupId })),
        );
      } catch (error) {
        if (isOver() || faultOf(error) === 'transient') return;
        throw error;
      }
    }
  };

  return {
    add: (section) => {
      if (count() >= MAX_WITHHELD) return;
      const key = toHex(section.rollupId);
      const queue = sections.get(key);
      if (queue === undefined) sections.set(key, [section]);
      else queue.push(section);
    },
    read: async (wanted, signal) => {
      const isWanted = new Set(wanted.map(toHex));
      for (const key of sections.keys()) if (!isWanted.has(key)) sections.delete(key);
      if (sections.size === 0) return [];

      const found: SectionBlob[] = [];
      let bytes = 0;
      const late = new AbortController();
      const take: Take = ({ daHeight, rollupId }, blobs) => {
        found.push(...blobs);
        bytes += blobs.reduce((sum, { data }) => sum + data.length, 0);
        log.info({ daHeight, rollupId: toHex(rollupId) }, 'da node gives a section again');
      };
      const isOver = (): boolean => late.signal.aborted || bytes > MAX_GIVEN_AGAIN_BYTES;
      const done = new AbortController();
      void clock.sleep(READ_AGAIN_DEADLINE_MS, AbortSignal.any([signal, done.signal])).then(
        () => late.abort(new Error('no more time for what is withheld')),
        () => undefined,
      );
      try {
        await mapConcurrent(
          [...sections],
          READS_AT_ONCE,
          async ([key, queue], group) => {
            if (isOver()) return;
            sections.delete(key);
            sections.set(key, queue);
            await readRollup(queue, { take, isOver }, AbortSignal.any([group, late.signal]));
            if (queue.length === 0) sections.delete(key);
          },
          signal,
        );
      } finally {
        done.abort(new Error('read'));
      }
      return found;
    },
  };
}
