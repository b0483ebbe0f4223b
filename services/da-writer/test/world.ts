import { zstdCompressSync } from 'node:zlib';
import type { Blob } from '@switchyard/celestia';
import { blobCommitment } from '@switchyard/celestia';
import { createReader, sealEnvelope, zstdOptions } from '@switchyard/derivation';
import {
  chainNamespace,
  type DaHeight,
  daHeight,
  type Namespace,
  rollupIdOf,
  rollupNamespace,
  type SequencerHeight,
  SwitchyardError,
  sha256,
  toHex,
  utf8,
} from '@switchyard/primitives';
import type { SignedBlock } from '@switchyard/protocol';
import {
  createFacts,
  createFailpoints,
  createLogger,
  createMetrics,
  createTrace,
  runTasks,
  type TaskError,
} from '@switchyard/service-kit';
import { aValidator, createTestChain, ManualClock, settle, type TestChain } from '@switchyard/testing';
import type { Report } from '../src/domain/report.ts';
import type { Intent, Outcome } from '../src/domain/submission.ts';
import { failpoints as failpointNames } from '../src/failpoints.ts';
import { daWriterMetrics } from '../src/metrics.ts';
import {
  type BlockSource,
  type Confirmed,
  DaDataMissingError,
  type DaLayer,
  type ProgressReporter,
  SubmitRefusedError,
  type WriterStore,
} from '../src/ports.ts';
import { createQueueSource, type QueueSource, type QueueSourceDeps } from '../src/queue-source.ts';
import type { Seal } from '../src/seal.ts';
import type { WriterState } from '../src/state.ts';
import { statusOf } from '../src/status.ts';
import { openWriter, type WriteOptions, writerTasks } from '../src/write.ts';

export const rollups = ['alpha', 'beta'].map(rollupIdOf);
export const DA_INTERVAL_MS = 2_600;
const account = new Uint8Array(20).fill(5);

class Unavailable extends SwitchyardError {
  override readonly code = 'TEST_UNAVAILABLE';
  override readonly fault = 'transient';
}

/** A DA layer on a manual clock, with knobs. */
export class FakeDa implements DaLayer {
  readonly clock: ManualClock;
  readonly blocks: Blob[][] = [];
  #queue: { blobs: readonly Blob[]; at: number; done: (height: DaHeight) => void }[] = [];
  #waiting: (() => void)[] = [];
  submitted = 0;
  isDown = false;
  /** Every n-th is answered with a height and dropped. */
  dropEvery = 0;
  /** Lands twice. */
  doubleEvery = 0;
  /** The answer is lost, the blobs land. */
  loseAnswerEvery = 0;
  refuse = false;
  lateBlocks = 0;
  withheld: Namespace | undefined;
  maxBytesPerBlock = 32 << 20;

  constructor(clock: ManualClock) {
    this.clock = clock;
  }

  get height(): DaHeight {
    return daHeight(this.blocks.length);
  }

  /** Makes the next block. */
  produce(): void {
    if (this.isDown) return;
    const now = this.blocks.length + 1;
    const block: Blob[] = [];
    let bytes = 0;
    const due = this.#queue.filter(({ at }) => at <= now);
    for (const item of due) {
      const size = item.blobs.reduce((sum, { data }) => sum + data.length, 0);
      if (bytes + size > this.maxBytesPerBlock && bytes > 0) break;
      bytes += size;
      block.push(...item.blobs);
      this.#queue = this.#queue.filter((other) => other !== item);
      item.done(daHeight(now));
    }
    this.blocks.push(block);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #assertUp(): void {
    if (this.isDown) throw new Unavailable('da is down');
  }

  readonly head = async () => {
    this.#assertUp();
    return { height: this.height, timeMs: this.clock.now() };
  };

  readonly waitFor = async (height: DaHeight, signal: AbortSignal) => {
    this.#assertUp();
    while (this.height < height) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
    return { height, timeMs: Number(height) * DA_INTERVAL_MS };
  };

  readonly read = async (height: DaHeight, namespace: Namespace) => {
    this.#assertUp();
    const blobs = (this.blocks[Number(height) - 1] ?? []).filter(
      (blob) => toHex(blob.namespace) === toHex(namespace),
    );
    if (this.withheld !== undefined && toHex(this.withheld) === toHex(namespace) && blobs.length > 0) {
      throw new DaDataMissingError(height);
    }
    return blobs;
  };

  readonly submit = async (blobs: readonly Blob[], signal: AbortSignal) => {
    this.#assertUp();
    if (this.refuse) throw new SubmitRefusedError('insufficient-funds');
    const nth = ++this.submitted;
    const at = this.blocks.length + 1 + this.lateBlocks;
    if (this.dropEvery > 0 && nth % this.dropEvery === 0) return daHeight(this.blocks.length + 1);
    const { promise, resolve, reject } = Promise.withResolvers<DaHeight>();
    this.#queue.push({ blobs, at, done: resolve });
    if (this.doubleEvery > 0 && nth % this.doubleEvery === 0) {
      this.#queue.push({ blobs, at: at + 1, done: () => undefined });
    }
    if (this.loseAnswerEvery > 0 && nth % this.loseAnswerEvery === 0) throw new Unavailable('answer lost');
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    return promise;
  };

  readonly signer = async () => account;

  /** How often each metadata blob landed. */
  landings(chainId: string): readonly number[] {
    const counts = new Map<string, number>();
    for (const blob of this.blocks.flat()) {
      if (toHex(blob.namespace) !== toHex(chainNamespace(chainId))) continue;
      const id = toHex(blobCommitment(blob));
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return [...counts.values()];
  }
}

/** A relayer in memory. */
export class FakeSource implements BlockSource {
  readonly chain: TestChain;
  #waiting: (() => void)[] = [];
  isDown = false;
  forge: ((block: SignedBlock) => SignedBlock) | undefined;

  constructor(chain: TestChain) {
    this.chain = chain;
  }

  wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async *blocksFrom(height: SequencerHeight, signal: AbortSignal): AsyncGenerator<SignedBlock> {
    for (let next = Number(height); ; next++) {
      for (let block = this.chain.blocks[next - 1]; ; block = this.chain.blocks[next - 1]) {
        signal.throwIfAborted();
        if (this.isDown) throw new Unavailable('relayer is down');
        if (block !== undefined) {
          yield this.forge === undefined ? block : this.forge(block);
          break;
        }
        await new Promise<void>((resolve, reject) => {
          this.#waiting.push(resolve);
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      }
    }
  }

  readonly validatorSet = async (hash: Uint8Array) => {
    const set = this.chain.validatorSet(hash);
    if (set === undefined) throw new Unavailable('unknown set');
    return set;
  };

  readonly release = () => Promise.resolve();
}

/** A disk that survives a crash. */
export class FakeStore implements WriterStore {
  confirmed: Confirmed | undefined;
  intents: Intent[] = [];
  outcomes: Outcome[] = [];
  readonly appendIntent = async (intent: Intent) => {
    this.intents.push(intent);
  };
  readonly appendOutcome = async (outcome: Outcome) => {
    this.outcomes.push(outcome);
  };
  readonly saveConfirmed = async (confirmed: Confirmed) => {
    this.confirmed = confirmed;
    this.intents = this.intents.filter(({ to }) => to > confirmed.height);
  };
}

/** The chain's side of reports. */
export class FakeReporter implements ProgressReporter {
  readonly chain: TestChain;
  last: Report = { sequencerHeight: 0n, daHeight: 0n };
  readonly reports: Report[] = [];
  nonce = 0n;
  failuresLeft = 0;

  constructor(chain: TestChain) {
    this.chain = chain;
  }

  own: ProgressReporter['own'] = async () => ({
    ...this.last,
    nonce: this.nonce,
    stateHeight: BigInt(this.chain.blocks.length),
  });
  readonly send = async (report: Report) => {
    if (this.failuresLeft > 0) {
      this.failuresLeft--;
      throw new Unavailable('node is away');
    }
    this.reports.push(report);
    this.last = report;
    this.nonce++;
  };
}

/** Everything that outlives a crash of the writer, and a writer on it. */
export function newWorld(startMs = Date.UTC(2030, 0, 1)) {
  const clock = new ManualClock(startMs);
  const chain = createTestChain({ validators: [aValidator('a')] });
  const world = {
    clock,
    chain,
    da: new FakeDa(clock),
    source: new FakeSource(chain),
    store: new FakeStore(),
    reporter: new FakeReporter(chain),
    lines: [] as Record<string, unknown>[],
  };
  world.da.produce();
  return world;
}

export type World = ReturnType<typeof newWorld>;

export const seal: Seal = async (of) =>
  sealEnvelope({ ...of, frame: zstdCompressSync(of.payload, zstdOptions) });

export type RunningWriter = {
  readonly state: WriterState;
  readonly status: () => Record<string, unknown>;
  readonly stop: () => Promise<void>;
  readonly ended: Promise<TaskError | undefined>;
  readonly isDead: () => boolean;
};

/** Starts a writer. `armed` names a failpoint at which it dies. */
export function startWriter(
  world: World,
  armed?: string,
  change: Partial<WriteOptions> = {},
  queued?: Pick<QueueSourceDeps, 'queue' | 'relayer'>,
): RunningWriter {
  const { clock, chain, da, source, store, reporter } = world;
  const death = new AbortController();
  class Killed extends Error {}
  const failpoints = createFailpoints('da-writer', failpointNames, armed, {
    log: undefined,
    kill: () => {
      death.abort(new Killed('killed'));
      throw new Killed('killed');
    },
  });
  const trace = createTrace();
  const log = createLogger('da-writer', 'debug', {
    write: (line: string) => {
      world.lines.push(JSON.parse(line) as Record<string, unknown>);
    },
  });
  const options: WriteOptions = {
    anchor: chain.anchor(),
    knownSigners: [],
    scanBlocks: 6,
    maxBatchAgeMs: 3_000,
    maxInFlight: 8,
    maxBacklogBytes: 64 << 20,
    ...change,
  };
  // A dead process neither writes nor sends.
  const alive = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          death.signal.throwIfAborted();
          return Reflect.apply(value, target, args);
        };
      },
    });
  const state = openWriter(store, options);
  const metrics = daWriterMetrics(createMetrics('da-writer'));
  const fromQueue: QueueSource | undefined =
    queued === undefined
      ? undefined
      : createQueueSource({
          queue: alive(queued.queue),
          relayer: queued.relayer === undefined ? undefined : alive(queued.relayer),
          chainHeight: async (signal) => (await reporter.own(signal)).stateHeight,
          clock,
          log,
          failpoints,
          metrics,
        });
  const deps = {
    source: fromQueue ?? alive(source),
    da: alive(da),
    store: alive(store),
    reporter: alive(reporter),
    seal,
    clock,
    log,
    facts: createFacts({ service: 'da-writer', log, trace, clock }),
    failpoints,
    metrics,
  };
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, death.signal]);
  const tasks = writerTasks(state, deps, options);
  const ended = runTasks(fromQueue === undefined ? tasks : { ...tasks, queue: fromQueue.task }, signal).then(
    () => undefined,
    (error: TaskError) => error,
  );
  return {
    state,
    ended,
    isDead: () => death.signal.aborted,
    status: () => {
      const plain = (_: string, value: unknown): unknown =>
        typeof value === 'bigint' ? Number(value) : value;
      return JSON.parse(JSON.stringify(statusOf(state, clock, fromQueue?.status()), plain)) as Record<
        string,
        unknown
      >;
    },
    stop: async () => {
      stopping.abort(new Error('stopped'));
      for (let i = 0; i < 10; i++) await clock.advance(1_000);
      await ended;
    },
  };
}

/** Lets time pass: a sequencer block each second, a DA block each 2.6 s. */
export async function pass(
  world: World,
  seconds: number,
  { withBlocks = true, bytes = 200 } = {},
): Promise<void> {
  for (let i = 0; i < seconds * 5; i++) {
    await world.clock.advance(200);
    const now = world.clock.now() - Date.UTC(2030, 0, 1);
    if (withBlocks && now % 1_000 === 0) addBlock(world, bytes);
    if (now % DA_INTERVAL_MS === 0) world.da.produce();
    await settle();
  }
}

export function addBlock(world: World, bytes = 200): void {
  const number = world.chain.blocks.length + 1;
  const data = rollups.map((rollupId, i) => ({
    rollupId,
    data: [
      sha256(utf8(`${number} ${i}`)),
      new Uint8Array(bytes).map((_, at) => (at * number * 31 + (at >> 5)) & 255),
    ],
  }));
  world.chain.nextBlock({ data: number % 3 === 0 ? [] : data });
  world.source.wake();
}

/** What a conductor that starts at genesis finds. */
/** How far a conductor reads the DA layer. */
export function conductorHeight(world: World): number {
  const { chain, da } = world;
  const reader = createReader({
    chainId: chain.chainId,
    anchor: chain.anchor().sequencer,
    follow: { kind: 'all' },
    knownSigners: [],
    daHeight: daHeight(1),
  });
  while (reader.nextDaHeight <= da.height) {
    const block = da.blocks[Number(reader.nextDaHeight) - 1] ?? [];
    const inSpace = (space: Uint8Array) => block.filter(({ namespace }) => toHex(namespace) === toHex(space));
    reader.read({
      daHeight: reader.nextDaHeight,
      metadata: inSpace(chainNamespace(chain.chainId)),
      sections: rollups.flatMap((rollupId) =>
        inSpace(rollupNamespace(chain.chainId, rollupId)).map((blob) => ({ ...blob, rollupId })),
      ),
    });
  }
  return Number(reader.tip.height);
}
