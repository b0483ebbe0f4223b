import { bigEndianU64, fromHex, sha256, toHex } from '@switchyard/primitives';
import { type BuildResult, buildBlock } from './build.ts';
import type { Inspected } from './domain/admission.ts';
import type { ExecutedBlock } from './domain/block.ts';
import { nextBaseFee } from './domain/gas.ts';
import { type EvmAddress, evmHash } from './domain/names.ts';
import { DivergedError } from './errors.ts';
import type { ExecuteRequest, ExecutionDeps, ExecutionOptions, Included } from './execution-types.ts';
import { inspectAll } from './inspect-all.ts';
import type { EngineBlock, JournalEntry } from './ports.ts';

/** A block that is in the journal and the head of the node. */
export type MadeBlock = {
  readonly block: ExecutedBlock;
  readonly head: EngineBlock;
  readonly included: readonly Included[];
};

/** What the journal has of the same block, when it was made before. */
export type Making = { readonly inputs: string; readonly again: JournalEntry | undefined };

/**
 * Makes the block on the parent, which is the head, and journals it. @throws DivergedError when the same inputs gave
 * another hash before.
 */
export async function makeBlock(
  deps: ExecutionDeps,
  options: ExecutionOptions,
  request: ExecuteRequest,
  parent: EngineBlock,
  { inputs, again }: Making,
  signal: AbortSignal,
): Promise<MadeBlock> {
  const { engine, journal, clock, metrics, crypto } = deps;
  const { timestamp, sequencerHash } = request;
  const items = await inspectAll(request.items, options.chainId, crypto);
  const accounts = await engine.accounts(parent, sendersOf(items), signal);
  const baseFee = nextBaseFee(parent);
  const plan = { parent, timestamp, baseFee, sequencerHash };
  const limits = { baseFee, gasLimit: parent.gasLimit };
  const started = clock.elapsed();
  const result = await buildBlock(engine, { plan, limits, accounts, items }, signal);
  const buildMs = clock.elapsed() - started;
  metrics.buildSeconds.observe(buildMs / 1_000);
  const { number, hash, parentHash, gasUsed } = result.block;
  if (again !== undefined && again.block.hash !== hash) {
    throw new DivergedError({ number, journal: again.block.hash, node: hash });
  }
  await fileRefused(deps, result);
  const { admitted } = result.admission;
  const block = { number, hash, parentHash, timestamp, baseFee, gasUsed, sequencerHash };
  if (again === undefined) {
    await journal.execute({ block, inputs, buildMs, transactions: admitted.map(({ bytes }) => bytes) });
  }
  tell(deps, options, request, block, result);
  return {
    block,
    head: result.block,
    included: admitted.map(({ hash: tx, sender, tx: { nonce } }) => ({ hash: tx, sender, nonce })),
  };
}

/** Digest of everything that decides a block but its parent state. */
export function digestOf({ parentHash, timestamp, sequencerHash, items }: ExecuteRequest): string {
  const parts = items.flatMap((item) =>
    item instanceof Uint8Array ? [bigEndianU64(BigInt(item.length)), item] : [unknownVariant],
  );
  return toHex(sha256(fromHex(parentHash), bigEndianU64(timestamp), fromHex(sequencerHash), ...parts));
}

/** No item has this length. */
const unknownVariant = bigEndianU64((1n << 64n) - 1n);

async function fileRefused({ log, metrics, refused }: ExecutionDeps, result: BuildResult): Promise<void> {
  const { number } = result.block;
  for (const { candidate, why } of result.refused) {
    metrics.refused.inc();
    const fields = { number, txHash: candidate.hash, why: why.slice(0, 200) };
    log.error(fields, 'node refused an admitted transaction');
    await refused.file({ number, hash: candidate.hash, why, bytes: candidate.bytes });
  }
}

/** One fact for the block and its transactions, one for each reason to skip. */
function tell(
  { facts, metrics, crypto }: ExecutionDeps,
  { sequencerStartHeight, range }: ExecutionOptions,
  { items }: ExecuteRequest,
  { number, hash, gasUsed }: ExecutedBlock,
  { admission: { admitted, skipped } }: BuildResult,
): void {
  const height = sequencerStartHeight + number - range.start;
  const counts = { txs: admitted.length, skipped: skipped.length };
  const ids = [`height:${height}`, ...admitted.map((each) => `tx:${each.hash}`)];
  facts.record(ids, { number, height, hash, ...counts, gasUsed }, 'block executed');
  const isIn = new Set(ids);
  metrics.admitted.inc(admitted.length);
  for (const [reason, group] of Map.groupBy(skipped, (each) => each.reason)) {
    metrics.skipped.inc({ reason }, group.length);
    const skippedIds = group.flatMap(({ index }) => {
      const item = items[index];
      return item instanceof Uint8Array ? [`tx:${evmHash(crypto.keccak256(item))}`] : [];
    });
    // A second copy of what is in the block says nothing of the first.
    const out = skippedIds.filter((id) => !isIn.has(id));
    facts.record(out, { number, height, reason, txs: group.length }, 'transactions skipped');
  }
}

function sendersOf(items: readonly Inspected[]): readonly EvmAddress[] {
  return [...new Set(items.flatMap((item) => (typeof item === 'string' ? [] : [item.sender])))];
}
