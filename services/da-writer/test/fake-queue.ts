import { SwitchyardError } from '@switchyard/primitives';
import type { QueueDemand } from '@switchyard/protocol';
import type { TestChain } from '@switchyard/testing';
import type { BlockQueue, OpenQueue, QueueMessage } from '../src/ports.ts';
import { Feeder } from './feeder.ts';

class Away extends SwitchyardError {
  override readonly code = 'QUEUE_AWAY';
  override readonly fault = 'transient';
}

type Stored = QueueMessage & { readonly name: NonNullable<ReturnType<BlockQueue['nameOf']>> };

/** A JetStream and a relayer in memory, with knobs: a work queue that takes each message once. */
export class FakeQueue implements BlockQueue {
  readonly unsafe = (): readonly string[] => [];
  readonly feeder: Feeder;
  readonly demands: QueueDemand[] = [];
  stored: Stored[] = [];
  isDown = false;
  /** No demand is heard. */
  isDeaf = false;
  /** Messages that the stream loses as they come. */
  lose: ((name: Stored['name']) => boolean) | undefined;
  /** What is given instead. */
  spoil: ((message: QueueMessage) => QueueMessage) | undefined;
  maxMessages = Number.POSITIVE_INFINITY;
  acknowledged = 0;
  #seen = new Set<string>();
  #identity = 1;
  #sequence = 0;
  #reader = 0;

  constructor(chain: TestChain) {
    this.feeder = new Feeder(chain, (name, bytes) => {
      const id = `${name.height}/${name.part}/${name.round}`;
      if (this.#seen.has(id)) return;
      if (this.stored.length >= this.maxMessages) throw new Away('full');
      this.#seen.add(id);
      if (this.lose?.(name) === true) return;
      const sequence = ++this.#sequence;
      this.stored.push({ subject: id, id, bytes, sequence, token: `${this.#identity}.${sequence}`, name });
    });
  }

  /** Another stream of the same name. */
  deleteStream(): void {
    this.#identity++;
    this.#sequence = 0;
    this.#seen = new Set();
    this.stored = [];
  }

  /** The stream goes on, and remembers what it had. */
  purge(): void {
    this.stored = [];
  }

  /** A relayer at work. */
  async feed(): Promise<void> {
    if (!this.isDown) await this.feeder.feed(`${this.#identity}`).catch(() => undefined);
  }

  readonly open = async (): Promise<OpenQueue> => {
    this.#assertUp();
    const [reader, identity] = [++this.#reader, this.#identity];
    let given = 0;
    const isMine = (): boolean => reader === this.#reader && identity === this.#identity;
    return {
      messages: (signal) =>
        this.#messages(
          isMine,
          () => given,
          (to) => (given = to),
          signal,
        ),
      acknowledge: async (tokens) => {
        this.#assertUp();
        const before = this.stored.length;
        this.stored = this.stored.filter(({ token }) => !tokens.includes(token));
        this.acknowledged += before - this.stored.length;
      },
    };
  };

  readonly demand = async (demand: QueueDemand): Promise<void> => {
    this.#assertUp();
    if (this.isDeaf) return;
    this.demands.push(demand);
    this.feeder.hear(demand);
  };

  readonly nameOf = (message: QueueMessage): Stored['name'] | undefined =>
    /^\d+\/\d+\/\w+$/.test(message.id) ? (message as Stored).name : undefined;

  async *#messages(
    isMine: () => boolean,
    given: () => number,
    give: (to: number) => void,
    signal: AbortSignal,
  ): AsyncGenerator<QueueMessage> {
    for (let i = 0; i < 8; i++) {
      signal.throwIfAborted();
      this.#assertUp();
      if (!isMine()) throw new Away('another reader, or another stream');
      const next = this.stored.find(({ sequence }) => sequence > given());
      if (next === undefined) break;
      give(next.sequence);
      yield this.spoil === undefined ? next : this.spoil(next);
    }
    await this.wait(signal);
  }

  /** How long a reader waits for more; a test's clock decides. */
  wait: (signal: AbortSignal) => Promise<void> = () => Promise.resolve();

  #assertUp(): void {
    if (this.isDown) throw new Away('nobody answers');
  }
}
