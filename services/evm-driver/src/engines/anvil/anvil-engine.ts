import { toHex } from '@switchyard/primitives';
import type { Failpoints } from '@switchyard/service-kit';
import type { EvmAddress } from '../../domain/names.ts';
import { NodeMisconfiguredError, NodeMovedError, NodeRefusedError } from '../../errors.ts';
import type { Failpoint } from '../../failpoints.ts';
import type { BuildOutcome, BuildPlan, Engine, EngineBlock } from '../../ports.ts';
import type { JsonRpc, RpcFailure } from '../json-rpc.ts';
import {
  type ChainConstants,
  checkConstants,
  parseAccount,
  parseBlock,
  parsed,
  quantityOf,
  type WireBlock,
} from '../wire.ts';

/** More in one batch, and anvil takes them in another order. */
const ORDERED_BATCH = 30;

const ACCOUNTS_PER_BATCH = 1_000;

/** anvil 1.7: its pool takes the admitted transactions in order, evm_mine makes the block and the head of it. */
export function createAnvilEngine(
  { rpc, failpoints }: { readonly rpc: JsonRpc; readonly failpoints: Failpoints<Failpoint> },
  constants: ChainConstants,
): Engine {
  const blockAt = async (tag: string, signal: AbortSignal): Promise<WireBlock | undefined> =>
    parsed('eth_getBlockByNumber', parseBlock, await rpc.call('eth_getBlockByNumber', [tag, false], signal));

  const head = async (signal: AbortSignal): Promise<WireBlock> => {
    const block = await blockAt('latest', signal);
    if (block === undefined) throw new NodeMovedError({ what: 'the node has no head' });
    return block;
  };

  const genesis = async (signal: AbortSignal): Promise<EngineBlock> => {
    const chainId = await rpc.call('eth_chainId', [], signal);
    if (chainId !== quantityOf(constants.chainId)) {
      throw new NodeMisconfiguredError({ chainId: String(chainId), wanted: constants.chainId });
    }
    const found = await blockAt('0x0', signal);
    if (found === undefined) throw new NodeMisconfiguredError({ what: 'the node has no block 0' });
    checkConstants({ ...found, ...found.block }, constants);
    return found.block;
  };

  const rewind: Engine['rewind'] = async (to, signal) => {
    const from = (await head(signal)).block;
    const ancestor = await blockAt(quantityOf(to.number), signal);
    if (ancestor?.block.hash !== to.hash) return 'unavailable';
    if (from.number === to.number) return 'done';
    failpoints.hit('rollback.before');
    try {
      await rpc.call('anvil_rollback', [Number(from.number - to.number)], signal);
    } catch (error) {
      if (error instanceof NodeRefusedError) return 'unavailable';
      throw error;
    }
    failpoints.hit('rollback.after');
    const now = (await head(signal)).block;
    if (now.hash !== to.hash) throw new NodeMovedError({ head: now.hash, wanted: to.hash });
    return 'done';
  };

  const fillPool = async (
    transactions: BuildPlan['transactions'],
    signal: AbortSignal,
  ): Promise<Refused | undefined> => {
    for (let start = 0; start < transactions.length; start += ORDERED_BATCH) {
      const part = transactions.slice(start, start + ORDERED_BATCH);
      const replies = await rpc.batch(
        part.map(({ bytes }) => ({ method: 'eth_sendRawTransaction', params: [`0x${toHex(bytes)}`] })),
        signal,
      );
      for (const [offset, reply] of replies.entries()) {
        if (reply.kind === 'result') continue;
        if (!isInvalidTransaction(reply.error))
          throw new NodeRefusedError('eth_sendRawTransaction', reply.error);
        return { kind: 'refused', index: start + offset, why: reply.error.message };
      }
    }
    return undefined;
  };

  const build: Engine['build'] = async (plan, signal) => {
    const before = (await head(signal)).block;
    if (before.hash !== plan.parent.hash)
      throw new NodeMovedError({ head: before.hash, wanted: plan.parent.hash });
    await rpc.call('anvil_dropAllTransactions', [], signal);
    // A rollback leaves the fee of the block that it undid, and a reload that of the last dump.
    await rpc.call('anvil_setNextBlockBaseFeePerGas', [quantityOf(plan.baseFee)], signal);
    const refused = await fillPool(plan.transactions, signal);
    if (refused !== undefined) {
      await rpc.call('anvil_dropAllTransactions', [], signal);
      return refused;
    }
    failpoints.hit('mine.before');
    await rpc.call('evm_mine', [Number(plan.timestamp)], signal);
    failpoints.hit('mine.after');
    const made = await head(signal);
    const outcome = outcomeOf(plan, made, constants);
    if (outcome.kind === 'refused' && (await rewind(plan.parent, signal)) === 'unavailable') {
      throw new NodeMovedError({ what: 'a block cannot be rolled back', number: made.block.number });
    }
    return outcome;
  };

  return {
    kind: 'anvil',
    genesis,
    head: async (signal) => (await head(signal)).block,
    block: async (hash, signal) => {
      const answer = await rpc.call('eth_getBlockByHash', [hash, false], signal);
      return parsed('eth_getBlockByHash', parseBlock, answer)?.block;
    },
    accounts: async (at, addresses, signal) => {
      const found = new Map<EvmAddress, ReturnType<typeof parseAccount>>();
      for (let start = 0; start < addresses.length; start += ACCOUNTS_PER_BATCH) {
        const part = addresses.slice(start, start + ACCOUNTS_PER_BATCH);
        const replies = await rpc.batch(
          part.map((address) => ({ method: 'eth_getAccountInfo', params: [address, quantityOf(at.number)] })),
          signal,
        );
        for (const [index, address] of part.entries()) {
          const reply = replies[index];
          if (reply?.kind !== 'result') throw new NodeRefusedError('eth_getAccountInfo', failureOf(reply));
          found.set(address, parsed('eth_getAccountInfo', parseAccount, reply.result));
        }
      }
      return found;
    },
    build,
    rewind,
    commit: () => Promise.resolve(),
    reset: async (signal) => {
      const first = await genesis(signal);
      failpoints.hit('rollback.before');
      await rpc.call('anvil_dropAllTransactions', [], signal);
      await rpc.call('anvil_setNextBlockBaseFeePerGas', [quantityOf(first.baseFee)], signal);
      await rpc.call('anvil_reset', [], signal);
      failpoints.hit('rollback.after');
      const now = (await head(signal)).block;
      if (now.hash !== first.hash) {
        throw new NodeMisconfiguredError({ what: 'a reset gives another genesis', hash: now.hash });
      }
    },
    folder: undefined,
    dumps: {
      dump: async (signal) => {
        const answer = await rpc.call('anvil_dumpState', [], signal);
        if (typeof answer !== 'string') throw new NodeMovedError({ what: 'a dump is no text' });
        return new Uint8Array(Buffer.from(answer.slice(2), 'hex'));
      },
      load: async (dump, signal) => {
        await rpc.call('anvil_loadState', [`0x${Buffer.from(dump).toString('hex')}`], signal);
      },
    },
  };
}

type Refused = Extract<BuildOutcome, { kind: 'refused' }>;

/** The block is ours when it holds exactly the planned transactions; one that lacks some names the first of them. */
function outcomeOf(plan: BuildPlan, made: WireBlock, constants: ChainConstants): BuildOutcome {
  const { block, transactions } = made;
  if (block.parentHash !== plan.parent.hash || block.timestamp !== plan.timestamp) {
    throw new NodeMovedError({ head: block.hash, wanted: 'a child of our parent' });
  }
  checkConstants({ ...made, ...block }, constants);
  if (block.baseFee !== plan.baseFee) {
    throw new NodeMisconfiguredError({ baseFee: block.baseFee, wanted: plan.baseFee });
  }
  const wanted = plan.transactions.map(({ hash }): string => hash);
  const known = new Set(wanted);
  if (transactions.some((hash) => !known.has(hash))) {
    throw new NodeMovedError({ what: 'the block holds a foreign transaction', number: block.number });
  }
  const missing = wanted.findIndex((hash, index) => transactions[index] !== hash);
  if (missing === -1) return { kind: 'built', block };
  const left = new Set(transactions);
  const first = wanted.findIndex((hash) => !left.has(hash));
  if (first === -1) throw new NodeMovedError({ what: 'the block has another order', number: block.number });
  return { kind: 'refused', index: first, why: 'left out of the block' };
}

/** anvil's closed list of "this transaction is invalid"; everything else is tried again. */
const TRANSACTION_REJECTED = -32_003;
const INVALID_BY_TEXT = [
  'intrinsic gas too low',
  'intrinsic gas too high',
  'Failed to decode transaction',
  'Empty transaction data',
];

function isInvalidTransaction({ code, message }: RpcFailure): boolean {
  return code === TRANSACTION_REJECTED || INVALID_BY_TEXT.some((text) => message.startsWith(text));
}

function failureOf(reply: { readonly kind: 'error'; readonly error: RpcFailure } | undefined): RpcFailure {
  return reply?.error ?? { code: 0, message: 'no reply' };
}
