import { statSync } from 'node:fs';
import { fromHex, type RollupNumber, rollupNumber, toHex } from '@switchyard/primitives';
import type { Clock, Logger, Task } from '@switchyard/service-kit';
import { listRoot } from '../../domain/list-root.ts';
import { type EvmHash, evmHash } from '../../domain/names.ts';
import { decodeRlp, encodeRlp, isBytes, type RlpItem } from '../../domain/rlp.ts';
import { NodeDamagedError, NodeRefusedError } from '../../errors.ts';
import type { Engine, Journal } from '../../ports.ts';
import type { JsonRpc } from '../json-rpc.ts';
import { quantityOf } from '../wire.ts';

/** What the audit needs. */
export type AuditDeps = {
  readonly rpc: JsonRpc;
  /** The socket of the node, which each of its lives makes anew. */
  readonly path: string;
  readonly journal: Pick<Journal, 'heads' | 'entry'>;
  readonly engine: Pick<Engine, 'head' | 'folder'>;
  readonly keccak256: (bytes: Uint8Array) => Uint8Array;
  readonly clock: Clock;
  readonly log: Logger;
};

const lookEachMs = 1_000;
/** Of the time that a block takes: what is served to users comes first. */
const restFactor = 4;
/** What is amiss is looked at once more, since the node may be on its way to another head. */
const againMs = 2_000;

/**
 * Reads every firm block of a Geth once in each of its lives, from the newest back to genesis: header, transactions and receipts must
 * be those that the journal's hash names. Geth keeps old blocks in files without checksums, and answers what stands there.
 * Ends only with a NodeDamagedError.
 */
export function createAudit(deps: AuditDeps): Task {
  const { path, clock } = deps;
  return async (signal) => {
    let audited: string | undefined;
    let walk: Walk | undefined;
    for (;;) {
      await clock.sleep(lookEachMs, signal);
      const life = lifeOf(path);
      if (life === undefined || life === audited) continue;
      try {
        if (!(await isSettled(deps, rollupNumber(0), signal))) continue;
        if (walk?.life !== life) walk = walkOf(deps, life);
        await auditRest(deps, walk, signal);
        audited = life;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof NodeDamagedError) throw error;
        if (isUnknownMethod(error)) {
          deps.log.warn({ err: error }, 'the node does not show its blocks: they are not audited');
          audited = life;
        }
        // The node is away, or on its way to another head: a long chain is gone on with where it was.
        else deps.log.debug({ err: error }, 'the audit of the node is tried again');
      }
    }
  };
}

/** The reading of one life: firm blocks do not change, so that it can go on after a break. */
type Walk = {
  readonly life: string;
  readonly began: number;
  readonly firm: RollupNumber;
  number: RollupNumber;
  wanted: EvmHash | undefined;
};

function walkOf({ journal, clock }: AuditDeps, life: string): Walk {
  const { firm } = journal.heads();
  return { life, began: clock.elapsed(), firm, number: firm, wanted: journal.entry(firm)?.block.hash };
}

async function auditRest(deps: AuditDeps, walk: Walk, signal: AbortSignal): Promise<void> {
  const { clock, log } = deps;
  while (walk.number > 0n && walk.wanted !== undefined) {
    const { number, wanted } = walk;
    const since = clock.elapsed();
    let found = await auditBlock(deps, number, wanted, signal);
    if ('wrong' in found) {
      await clock.sleep(againMs, signal);
      // While its head is where the journal says, and firm no lower, every block below is its own business.
      if (!(await isSettled(deps, number, signal))) throw new Error('the node is on its way');
      found = await auditBlock(deps, number, wanted, signal);
    }
    if ('wrong' in found) {
      if (!(await isSettled(deps, number, signal))) throw new Error('the node is on its way');
      const file = (await deps.engine.folder?.(signal).catch(() => undefined)) ?? deps.path;
      throw new NodeDamagedError({ file, number, what: found.wrong });
    }
    walk.wanted = found.parent;
    walk.number = rollupNumber(number - 1n);
    await clock.sleep(restFactor * Math.max(1, clock.elapsed() - since), signal);
  }
  if (walk.firm > 0n)
    log.info(
      { blocks: walk.firm, ms: clock.elapsed() - walk.began },
      'every firm block of the node is as it was made',
    );
}

/** Whether the node's head is the soft block or its child, above a firm one. */
async function isSettled(
  { engine, journal }: AuditDeps,
  above: RollupNumber,
  signal: AbortSignal,
): Promise<boolean> {
  const { hash, parentHash } = await engine.head(signal);
  const { soft, firm } = journal.heads();
  const wanted = journal.entry(soft)?.block.hash;
  return firm >= above && (hash === wanted || parentHash === wanted);
}

type Audited = { readonly parent: EvmHash } | { readonly wrong: string };

/** Reads one block as the node has it on its disk. @throws NodeUnavailableError */
export async function auditBlock(
  { rpc, keccak256 }: Pick<AuditDeps, 'rpc' | 'keccak256'>,
  number: RollupNumber,
  hash: EvmHash,
  signal: AbortSignal,
): Promise<Audited> {
  const read = async <T>(method: string, parse: (answer: unknown) => T): Promise<T | undefined> => {
    try {
      return parse(await rpc.call(method, [quantityOf(number)], signal));
    } catch (error) {
      // Geth says "not found", or what of its file it cannot decode.
      if (error instanceof NodeRefusedError && !isUnknownMethod(error)) return undefined;
      throw error;
    }
  };
  const block = await read('debug_getRawBlock', (answer) => decodeRlp(bytesOf(answer)));
  const [header, transactions] = listOf(block);
  const fields = listOf(header);
  if (header === undefined || evmHash(keccak256(encodeRlp(header))) !== hash) return { wrong: 'header' };
  const [parent, transactionsRoot, receiptsRoot] = [fields[0], fields[4], fields[5]];
  if (!isRoot(parent) || !isRoot(transactionsRoot) || !isRoot(receiptsRoot)) return { wrong: 'header' };
  const bytes = listOf(transactions).map((each) => (isBytes(each) ? each : encodeRlp(each)));
  if (!isSame(listRoot(bytes, keccak256), transactionsRoot)) return { wrong: 'transactions' };
  const receipts = await read('debug_getRawReceipts', (answer) =>
    Array.isArray(answer) ? answer.map(bytesOf) : undefined,
  );
  if (receipts === undefined || !isSame(listRoot(receipts, keccak256), receiptsRoot))
    return { wrong: 'receipts' };
  return { parent: evmHash(parent) };
}

/** JSON-RPC's code for a method that a node does not have, which says nothing of its disk. */
function isUnknownMethod(error: unknown): boolean {
  return error instanceof NodeRefusedError && error.rpc.code === -32_601;
}

function lifeOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.ino} ${found.ctimeMs}`;
}

function bytesOf(answer: unknown): Uint8Array {
  return typeof answer === 'string' && /^0x([0-9a-f]{2})*$/.test(answer)
    ? fromHex(answer.slice(2))
    : new Uint8Array();
}

function listOf(item: RlpItem | undefined): readonly RlpItem[] {
  return item === undefined || isBytes(item) ? [] : item;
}

function isRoot(item: RlpItem | undefined): item is Uint8Array {
  return item !== undefined && isBytes(item) && item.length === 32;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return toHex(one) === toHex(other);
}
