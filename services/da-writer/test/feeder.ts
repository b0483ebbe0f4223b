import { next, type SequencerHeight, sequencerHeight } from '@switchyard/primitives';
import { encodeQueuedHeader, encodeSection, type QueueDemand, type SignedBlock } from '@switchyard/protocol';
import type { TestChain } from '@switchyard/testing';

/** What is to be put into a queue. */
export type Put = (
  name: { readonly height: bigint; readonly part: number; readonly round: string },
  bytes: Uint8Array,
) => void | Promise<void>;

/** A relayer as specs/13-block-queue.md §4 has it, without a disk: what the chain has goes into the queue. */
export class Feeder {
  readonly chain: TestChain;
  readonly put: Put;
  /** What is fed in a block's place. */
  forge: ((block: SignedBlock) => SignedBlock) | undefined;
  #next: SequencerHeight | undefined;
  #confirmed = sequencerHeight(0n);
  #round = '0';
  #stream = '';

  constructor(chain: TestChain, put: Put) {
    this.chain = chain;
    this.put = put;
  }

  hear({ confirmed, round }: QueueDemand): void {
    const isNew = this.#next === undefined || (round !== undefined && round !== this.#round);
    this.#confirmed = confirmed;
    if (isNew) this.#round = round ?? '0';
    if (isNew || (this.#next ?? 0n) <= confirmed) this.#next = next(confirmed);
  }

  /** All that there is to feed. It stops at what the queue does not take, and goes on there the next time. */
  async feed(stream: string): Promise<void> {
    if (this.#next === undefined) return;
    if (stream !== this.#stream) this.#next = next(this.#confirmed);
    this.#stream = stream;
    for (let block = this.#nextBlock(); block !== undefined; block = this.#nextBlock()) {
      const at: SequencerHeight = this.#next;
      const name = { height: at, round: this.#round };
      const validators = this.chain.validatorSet(block.header.validatorsHash) ?? [];
      await this.put({ ...name, part: 0 }, encodeQueuedHeader({ block, validators }));
      for (const [index, section] of block.sections.entries()) {
        await this.put({ ...name, part: index + 1 }, encodeSection(section));
      }
      if (this.#next === at) this.#next = next(at);
    }
  }

  #nextBlock(): SignedBlock | undefined {
    const block = this.chain.blocks[Number(this.#next) - 1];
    return block === undefined || this.forge === undefined ? block : this.forge(block);
  }
}
