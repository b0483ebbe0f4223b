import { type RollupNumber, rollupNumber } from '@switchyard/primitives';
import type { Clock, Failpoints, Logger } from '@switchyard/service-kit';
import { evmHash } from './domain/names.ts';
import {
  BlocksLostError,
  DivergedError,
  GenesisMismatchError,
  NodeMovedError,
  NotRestorableError,
} from './errors.ts';
import type { Failpoint } from './failpoints.ts';
import type { DriverMetrics } from './metrics.ts';
import type { DumpName, DumpStore, Engine, EngineBlock, Journal, JournalEntry } from './ports.ts';
import { secp256k1 } from './secp256k1.ts';

/** What bringing a node back needs. */
export type RestoreDeps = {
  readonly engine: Engine;
  readonly journal: Journal;
  readonly dumps: DumpStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: DriverMetrics;
  readonly failpoints: Failpoints<Failpoint>;
};

/** Checks that the node starts from the journal's genesis; a fresh journal takes the node's. */
export async function agreeOnGenesis(
  { engine, journal }: RestoreDeps,
  signal: AbortSignal,
): Promise<EngineBlock> {
  const genesis = await engine.genesis(signal);
  const known = journal.genesis();
  if (known === undefined) await journal.begin(genesis.hash);
  else if (known !== genesis.hash) throw new GenesisMismatchError({ node: genesis.hash, journal: known });
  return genesis;
}

/**
 * Makes a block of the journal, soft or the executed one, the head of the node, whatever the node has: undoes what is
 * above, makes again what is missing, each block with the journalled hash. @throws DivergedError, NotRestorableError
 */
export async function restore(
  deps: RestoreDeps,
  genesis: EngineBlock,
  target: RollupNumber,
  signal: AbortSignal,
): Promise<EngineBlock> {
  const { engine, journal, log, metrics } = deps;
  let at = await commonBlock(deps, genesis, target, signal);
  const head = await engine.head(signal);
  if (head.hash !== at.hash) {
    metrics.rewinds.inc();
    log.warn({ from: head.number, to: at.number }, 'node rewound');
    if ((await engine.rewind(at, signal)) === 'unavailable') {
      await engine.reset(signal);
      at = genesis;
    }
  }
  const dump = usableDump(deps, target);
  if (dump !== undefined && dump.number > at.number) at = await loadDump(deps, genesis, target, signal);
  if (at.number === target) return at;
  if (!canReplay(journal, at.number, target)) {
    if (engine.dumps === undefined) {
      await journal.lose(at.number);
      throw new BlocksLostError({ from: at.number, to: target });
    }
    at = await loadDump(deps, genesis, target, signal);
    if (!canReplay(journal, at.number, target)) throw new NotRestorableError({ from: at.number, to: target });
  }
  return replay(deps, at, target, signal);
}

/** Whether the journal has the bytes of every block after the first up to and with the last. */
export function canReplay(journal: Journal, after: RollupNumber, last: RollupNumber): boolean {
  for (let number = after + 1n; number <= last; number++) {
    if (journal.entry(rollupNumber(number))?.transactions === undefined) return false;
  }
  return true;
}

/** The highest block that journal and node have in common, at or below the target. */
async function commonBlock(
  { engine, journal }: RestoreDeps,
  genesis: EngineBlock,
  target: RollupNumber,
  signal: AbortSignal,
): Promise<EngineBlock> {
  const head = await engine.head(signal);
  let number = head.number < target ? head.number : target;
  for (; number > 0n; number = rollupNumber(number - 1n)) {
    const entry = journal.entry(number);
    const block = entry === undefined ? undefined : await engine.block(entry.block.hash, signal);
    if (block !== undefined) return block;
  }
  return genesis;
}

/** The newest dump of a committed block at or below the target. */
export function usableDump(
  deps: Pick<RestoreDeps, 'dumps' | 'journal'>,
  target: RollupNumber,
): DumpName | undefined {
  return usableDumps(deps, target)[0];
}

/** The dumps of committed blocks at or below the target, newest first. */
export function usableDumps(
  { dumps, journal }: Pick<RestoreDeps, 'dumps' | 'journal'>,
  target: RollupNumber,
): readonly DumpName[] {
  return dumps
    .list()
    .filter(({ number, hash }) => number <= target && journal.entry(number)?.block.hash === hash);
}

/** Resets the node and loads the newest dump that is whole; without any it stays at genesis. Damaged ones are removed. */
async function loadDump(
  deps: RestoreDeps,
  genesis: EngineBlock,
  target: RollupNumber,
  signal: AbortSignal,
): Promise<EngineBlock> {
  const { engine, dumps, log, failpoints } = deps;
  await engine.reset(signal);
  for (;;) {
    const name = usableDump(deps, target);
    if (name === undefined || engine.dumps === undefined) return genesis;
    const content = await dumps.load(name);
    if (content !== undefined) {
      failpoints.hit('load.before');
      await engine.dumps.load(content, signal);
      failpoints.hit('load.after');
      const head = await engine.head(signal);
      if (head.hash === name.hash) {
        log.info({ number: name.number, bytes: content.length }, 'dump loaded');
        return head;
      }
      await engine.reset(signal);
    }
    log.error(
      { file: dumps.fileOf(name) },
      'a dump is damaged: it is removed, and older ones and the journal serve',
    );
    await dumps.remove(name);
  }
}

async function replay(
  deps: RestoreDeps,
  from: EngineBlock,
  target: RollupNumber,
  signal: AbortSignal,
): Promise<EngineBlock> {
  const { journal, log, clock, metrics } = deps;
  const started = clock.elapsed();
  let at = from;
  while (at.number < target) {
    signal.throwIfAborted();
    const entry = journal.entry(rollupNumber(at.number + 1n));
    if (entry?.transactions === undefined) throw new NotRestorableError({ from: at.number, to: target });
    at = await makeAgain(deps, at, entry, entry.transactions, signal);
    metrics.replayed.inc();
  }
  log.info({ from: from.number, to: target, ms: clock.elapsed() - started }, 'blocks replayed');
  return at;
}

async function makeAgain(
  { engine }: RestoreDeps,
  parent: EngineBlock,
  { block }: JournalEntry,
  transactions: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<EngineBlock> {
  const planned = transactions.map((bytes) => ({ bytes, hash: evmHash(secp256k1.keccak256(bytes)) }));
  const { timestamp, baseFee, sequencerHash } = block;
  const plan = { parent, timestamp, baseFee, sequencerHash, transactions: planned };
  const outcome = await engine.build(plan, signal);
  if (outcome.kind === 'refused') {
    throw new DivergedError({ number: block.number, hash: block.hash, refused: outcome.why.slice(0, 200) });
  }
  if (outcome.block.hash === block.hash) return outcome.block;
  if (outcome.block.parentHash !== block.parentHash) throw new NodeMovedError({ number: block.number });
  throw new DivergedError({ number: block.number, journal: block.hash, node: outcome.block.hash });
}
