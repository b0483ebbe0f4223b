import type { Anchor } from '@switchyard/light';
import {
  type DaHeight,
  daHeight,
  type RollupId,
  rollupIdOf,
  rollupNumber,
  sequencerHeight,
  sha256,
  toHex,
  utf8,
} from '@switchyard/primitives';
import { encodeFilteredBlock, filterBlock, type SignedBlock } from '@switchyard/protocol';
import { createTestChain, type TestChain } from '@switchyard/testing';
import type { Executed } from '../src/domain/commitments.ts';
import type { Mismatch } from '../src/domain/mismatch.ts';
import type { Session } from '../src/domain/session.ts';
import type { Verdict } from '../src/domain/verdict.ts';
import {
  ExecutionRefusedError,
  ExecutionUnavailableError,
  OutOfRangeError,
  SessionLostError,
} from '../src/errors.ts';
import type {
  BlockGossip,
  BlockSupplier,
  BlockTopic,
  CommitmentUpdate,
  Execution,
  ExecutionClient,
  FirmBlock,
  FirmSource,
  MismatchStore,
  TipStore,
} from '../src/ports.ts';

export const demo: RollupId = rollupIdOf('demo');

/** A rollup that keeps every item, with the quirks of servers in the field as knobs. */
export class FakeRollup implements ExecutionClient {
  readonly chainId: string;
  readonly daChainId: string;
  readonly startHeight: bigint;
  endNumber: bigint | undefined;
  blocks: (Executed & { readonly items: readonly Uint8Array[] })[];
  soft = 0n;
  firm = 0n;
  searchHeight = 1n;
  /** How many calls still fail as unavailable. */
  failuresLeft = 0;
  /** Refuses a decrease of soft even when asked to roll back. */
  neverGoesBack = false;
  /** Numbers in the order of their execution. */
  readonly executions: bigint[] = [];
  readonly commits: { readonly soft: bigint; readonly firm: bigint; readonly search: bigint }[] = [];
  #session = 0;

  constructor(anchor: Anchor, { startHeight = 1n }: { readonly startHeight?: bigint } = {}) {
    this.chainId = anchor.chainId;
    this.daChainId = anchor.da.chainId;
    this.startHeight = startHeight;
    this.blocks = [
      { number: rollupNumber(0), hash: 'G', parentHash: '', timestamp: 0n, sequencerHash: '', items: [] },
    ];
  }

  endSession(): void {
    this.#session++;
  }

  /** What kill -9 of a node may cost. */
  forgetAbove(number: bigint): void {
    this.blocks = this.blocks.slice(0, Number(number) + 1);
  }

  async openSession(signal: AbortSignal): Promise<Session> {
    this.#work(signal);
    this.#session++;
    const head = (number: bigint): Executed =>
      this.blocks[Number(number)] ?? {
        number: rollupNumber(number),
        hash: `lost ${number}`,
        parentHash: '',
        timestamp: 0n,
        sequencerHash: '',
      };
    return {
      id: `session ${this.#session}`,
      rollupId: demo,
      startNumber: rollupNumber(1),
      endNumber: this.endNumber === undefined ? undefined : rollupNumber(this.endNumber),
      sequencerChainId: this.chainId,
      startHeight: sequencerHeight(this.startHeight),
      daChainId: this.daChainId,
      commitments: { soft: head(this.soft), firm: head(this.firm) },
      searchHeight: daHeight(this.searchHeight),
    };
  }

  async executedAt(number: bigint, signal: AbortSignal): Promise<Executed | undefined> {
    this.#work(signal);
    return this.blocks[Number(number)];
  }

  async execute(request: Execution, signal: AbortSignal): Promise<Executed> {
    this.#work(signal);
    this.#assertSession(request.sessionId);
    const parent = this.blocks[Number(this.soft)];
    if (parent?.hash !== request.parentHash) throw new ExecutionRefusedError('parent is not soft');
    if (request.timestamp <= parent.timestamp) throw new ExecutionRefusedError('timestamp does not grow');
    if (this.endNumber !== undefined && this.soft >= this.endNumber)
      throw new OutOfRangeError('range has ended');
    const { items, timestamp, sequencerHash, parentHash } = request;
    const number = rollupNumber(parent.number + 1n);
    const hash = toHex(sha256(utf8(`${parentHash} ${timestamp} ${sequencerHash}`), ...items)).slice(0, 12);
    const block = { number, hash, parentHash, timestamp, sequencerHash, items };
    this.blocks = [...this.blocks.slice(0, Number(number)), block];
    this.executions.push(number);
    return block;
  }

  async commit(
    { sessionId, commitments, searchHeight }: CommitmentUpdate,
    signal: AbortSignal,
  ): Promise<void> {
    this.#work(signal);
    this.#assertSession(sessionId);
    const { soft, firm } = commitments;
    for (const { number, hash } of [soft, firm]) {
      if (this.blocks[Number(number)]?.hash !== hash) throw new ExecutionRefusedError('block is unknown');
    }
    if (soft.number < firm.number || soft.number < this.soft || firm.number < this.#knownFirm()) {
      throw new ExecutionRefusedError('soft is below firm, or something goes back');
    }
    if (searchHeight < this.searchHeight) throw new ExecutionRefusedError('search height goes back');
    this.#set(soft.number, firm.number, searchHeight);
  }

  async rollBack(
    { sessionId, commitments, searchHeight }: CommitmentUpdate,
    signal: AbortSignal,
  ): Promise<void> {
    this.#work(signal);
    this.#assertSession(sessionId);
    if (this.neverGoesBack) throw new ExecutionRefusedError('soft goes back');
    this.#set(commitments.soft.number, commitments.firm.number, searchHeight);
  }

  #knownFirm(): bigint {
    return this.firm < BigInt(this.blocks.length) ? this.firm : 0n;
  }

  #set(soft: bigint, firm: bigint, search: bigint): void {
    this.soft = soft;
    this.firm = firm;
    this.searchHeight = search;
    this.commits.push({ soft, firm, search });
  }

  #assertSession(id: string): void {
    if (id !== `session ${this.#session}`) throw new SessionLostError('the session has ended');
  }

  #work(signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.failuresLeft === 0) return;
    this.failuresLeft--;
    throw new ExecutionUnavailableError('the rollup is not available');
  }
}

/** Peers that hold a chain up to a height. */
export class FakeSupplier implements BlockSupplier {
  readonly via: 'request' | 'rpc';
  readonly chain: TestChain;
  isUp = true;
  upTo: bigint | undefined;
  pulls = 0;

  constructor(via: 'request' | 'rpc', chain: TestChain) {
    this.via = via;
    this.chain = chain;
  }

  readonly distrust = (): void => undefined;

  async *blocks({
    from,
    count,
    rollupId,
  }: {
    readonly from: bigint;
    readonly count: number;
    readonly rollupId: RollupId;
  }) {
    this.#work();
    this.pulls++;
    const known = this.chain.blocks.filter(
      ({ header }) => this.upTo === undefined || header.height <= this.upTo,
    );
    for (const block of known.slice(Number(from) - 1, Number(from) - 1 + count))
      yield filterBlock(block, rollupId);
  }

  async validatorSet(hash: Uint8Array) {
    this.#work();
    return this.chain.validatorSet(hash);
  }

  #work(): void {
    if (!this.isUp) throw new ExecutionUnavailableError('peer is away');
  }
}

/** A mesh of one sender. */
export class FakeGossip implements BlockGossip {
  #judge: ((topic: BlockTopic, bytes: Uint8Array) => Promise<Verdict>) | undefined;

  async listen(
    _rollupId: RollupId,
    judge: (topic: BlockTopic, bytes: Uint8Array) => Promise<Verdict>,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    this.#judge = judge;
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    this.#judge = undefined;
  }

  async send(topic: BlockTopic, bytes: Uint8Array): Promise<Verdict | 'nobody'> {
    return (await this.#judge?.(topic, bytes)) ?? 'nobody';
  }

  /** Both messages of a block, as relayers publish them. */
  async publish(block: SignedBlock): Promise<readonly (Verdict | 'nobody')[]> {
    const filtered = filterBlock(block, demo);
    const head = await this.send('blocks', encodeFilteredBlock({ ...filtered, section: undefined }));
    if (filtered.section === undefined) return [head];
    return [head, await this.send('rollup', encodeFilteredBlock(filtered))];
  }
}

/** A DA layer that holds some chain's blocks, one sequencer block per DA block. */
export class FakeFirm implements FirmSource {
  chain: TestChain;
  upTo = 0n;
  #wake = Promise.withResolvers<void>();

  constructor(chain: TestChain) {
    this.chain = chain;
  }

  post(upTo: bigint): void {
    this.upTo = upTo;
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }

  open: FirmSource['open'] = (start, rollupId, watcher) => {
    const { chain } = this;
    const wait = (signal: AbortSignal): Promise<unknown> => {
      signal.throwIfAborted();
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      return Promise.race([this.#wake.promise, promise]);
    };
    const isPosted = (height: bigint): boolean => height <= this.upTo;
    return {
      daAnchorAt: (height) => ({
        chainId: start.da.chainId,
        height,
        headerHash: sha256(utf8(`da ${height}`)),
      }),
      async *blocks(signal) {
        for (let height = start.root.height + 1n; ; height++) {
          while (!isPosted(height)) await wait(signal);
          const signed = chain.blocks[Number(height) - 1];
          if (signed === undefined) return;
          const { header, headerHash, section } = filterBlock(signed, rollupId);
          watcher.onRead(da(height), undefined);
          yield {
            height: sequencerHeight(height),
            header,
            headerHash,
            proof: proofOf(chain, height),
            nextValidators: chain.validatorSet(header.nextValidatorsHash),
            items: section?.items ?? [],
            daHeight: da(height),
            searchHeight: da(height),
          };
        }
      },
    };
  };
}

/** As of a batch that ends with the next height, where there is one: the commit is not the block's own. */
function proofOf({ blocks }: TestChain, height: bigint): FirmBlock['proof'] {
  const batch = blocks.slice(Number(height) - 1, Number(height) + 1);
  const last = batch.at(-1);
  if (last === undefined) throw new RangeError('no such height');
  return { headers: batch.map(({ header }) => header), commit: last.commit };
}

function da(height: bigint): DaHeight {
  return daHeight(height + 100n);
}

export class FakeTips implements TipStore {
  saved: Anchor | undefined;

  async load(): Promise<Anchor | undefined> {
    return this.saved;
  }

  async save(tip: Anchor): Promise<void> {
    this.saved = tip;
  }
}

export class FakeMismatches implements MismatchStore {
  open: Mismatch | undefined;
  readonly evidence: Mismatch[] = [];

  async load(): Promise<Mismatch | undefined> {
    return this.open;
  }

  async save(mismatch: Mismatch): Promise<void> {
    this.open = mismatch;
    this.evidence.push(mismatch);
  }

  async resolve(): Promise<void> {
    this.open = undefined;
  }
}

/** A chain whose every second block has data of the demo rollup. */
export function aChain(blocks: number): TestChain {
  const chain = createTestChain();
  extend(chain, blocks);
  return chain;
}

/** More of the same. */
export function extend(chain: TestChain, blocks: number): readonly SignedBlock[] {
  return chain.nextBlocks(blocks, (height) =>
    height % 2n === 0n ? { data: [{ rollupId: demo, data: [utf8(`tx ${height}`)] }] } : {},
  );
}
