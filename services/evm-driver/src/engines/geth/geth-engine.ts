import { toHex } from '@switchyard/primitives';
import type { Failpoints } from '@switchyard/service-kit';
import { z } from 'zod';
import type { EvmHash } from '../../domain/names.ts';
import { NodeMisconfiguredError, NodeMovedError, NodeRefusedError } from '../../errors.ts';
import type { Failpoint } from '../../failpoints.ts';
import type { Engine, EngineBlock } from '../../ports.ts';
import type { JsonRpc } from '../json-rpc.ts';
import {
  type ChainConstants,
  checkConstants,
  parseBlock,
  parsed,
  quantityOf,
  type WireBlock,
} from '../wire.ts';
import { createAccountReader } from './accounts.ts';
import { checkPayload, parseEnvelope, payloadAttributes, ZERO_HASH } from './payload.ts';
import { probeArchive, probeGeth } from './probe.ts';
import { refusalIn } from './refusals.ts';

/** What a fork choice says; what is left out stays as it is. */
type ForkChoice = { readonly head: EvmHash; readonly safe?: EvmHash; readonly finalized?: EvmHash };

/**
 * Geth 1.17.5, unmodified, over its IPC socket: it builds a block of exactly the planned transactions, takes it in as
 * any payload, and moves its head by fork choice; docs/adr/0080. A fork choice is only ever sent for a block that the
 * node has (for another one it would begin to sync and could lose its data), and the head is read back after each.
 */
export function createGethEngine(
  { rpc, failpoints }: { readonly rpc: JsonRpc; readonly failpoints: Failpoints<Failpoint> },
  constants: ChainConstants,
): Engine {
  let isArchive = false;
  let genesisRoot: EvmHash | undefined;
  const accounts = createAccountReader(rpc);

  const ask = async (
    method: string,
    params: readonly unknown[],
    signal: AbortSignal,
  ): Promise<WireBlock | undefined> => parsed(method, parseBlock, await rpc.call(method, params, signal));

  const blockAt = (tag: string, signal: AbortSignal): Promise<WireBlock | undefined> =>
    ask('eth_getBlockByNumber', [tag, false], signal);

  const head = async (signal: AbortSignal): Promise<WireBlock> => {
    const block = await blockAt('latest', signal);
    if (block === undefined) throw new NodeMovedError({ what: 'the node has no head' });
    return block;
  };

  /** By hash alone Geth knows blocks of abandoned branches too. */
  const canonical = async (hash: EvmHash, signal: AbortSignal): Promise<EngineBlock | undefined> => {
    const block = (await ask('eth_getBlockByHash', [hash, false], signal))?.block;
    if (block === undefined) return undefined;
    const there = await blockAt(quantityOf(block.number), signal);
    return there?.block.hash === hash ? block : undefined;
  };

  const finalizedNumber = async (signal: AbortSignal): Promise<bigint | undefined> => {
    try {
      return (await blockAt('finalized', signal))?.block.number;
    } catch (error) {
      if (error instanceof NodeRefusedError && /not found/.test(error.rpc.message)) return undefined;
      throw error;
    }
  };

  /** Of blocks that the node has. Below finalized Geth answers VALID and does nothing, so the head is read back. */
  const choose = async (
    { head: wanted, safe, finalized }: ForkChoice,
    signal: AbortSignal,
  ): Promise<void> => {
    const state = {
      headBlockHash: wanted,
      safeBlockHash: safe ?? ZERO_HASH,
      finalizedBlockHash: finalized ?? ZERO_HASH,
    };
    failpoints.hit('choose.before');
    const answer = await rpc.call('engine_forkchoiceUpdatedV3', [state, null], signal);
    failpoints.hit('choose.after');
    const { status } = parsed(
      'engine_forkchoiceUpdatedV3',
      (each) => choiceSchema.parse(each),
      answer,
    ).payloadStatus;
    const now = (await head(signal)).block.hash;
    if (status !== 'VALID' || now !== wanted)
      throw new NodeMovedError({ what: 'fork choice', status, head: now, wanted });
  };

  const genesis = async (signal: AbortSignal): Promise<EngineBlock> => {
    await probeGeth(rpc, signal);
    const chainId = await rpc.call('eth_chainId', [], signal);
    if (chainId !== quantityOf(constants.chainId)) {
      throw new NodeMisconfiguredError({ chainId: String(chainId), wanted: constants.chainId });
    }
    const found = await blockAt('0x0', signal);
    if (found === undefined) throw new NodeMisconfiguredError({ what: 'the node has no block 0' });
    checkConstants({ ...found, ...found.block }, constants);
    genesisRoot = found.stateRoot;
    return found.block;
  };

  /** Any block of the chain becomes the head; unlike a fork choice it also undoes what is finalized. */
  const setHead = (number: bigint, signal: AbortSignal): Promise<unknown> =>
    rpc.call('debug_setHead', [quantityOf(number)], signal);

  const build: Engine['build'] = async (plan, signal) => {
    const before = (await head(signal)).block;
    if (before.hash !== plan.parent.hash)
      throw new NodeMovedError({ head: before.hash, wanted: plan.parent.hash });
    const transactions = plan.transactions.map(({ bytes }) => `0x${toHex(bytes)}`);
    failpoints.hit('mine.before');
    let answer: unknown;
    try {
      const params = [plan.parent.hash, payloadAttributes(plan), transactions, '0x'];
      answer = await rpc.call('testing_buildBlockV1', params, signal);
    } catch (error) {
      const refusal = error instanceof NodeRefusedError ? refusalIn(error.rpc) : undefined;
      if (refusal === undefined) throw error;
      return { kind: 'refused', ...refusal };
    }
    failpoints.hit('mine.after');
    const built = parsed('testing_buildBlockV1', parseEnvelope, answer);
    checkPayload(plan, transactions, built, constants);
    failpoints.hit('payload.before');
    const verdict = await rpc.call(
      'engine_newPayloadV4',
      [built.payload, [], plan.sequencerHash, built.executionRequests],
      signal,
    );
    failpoints.hit('payload.after');
    const { status, validationError } = parsed(
      'engine_newPayloadV4',
      (each) => statusSchema.parse(each),
      verdict,
    );
    if (status === 'INVALID')
      return { kind: 'refused', index: undefined, why: validationError ?? 'invalid payload' };
    if (status !== 'VALID') throw new NodeMovedError({ what: 'a payload was not taken in', status });
    await choose({ head: built.block.hash }, signal);
    // A block that changes nothing has the state that `init` wrote.
    if (!isArchive && built.stateRoot !== genesisRoot) {
      await probeArchive(rpc, built.stateRoot, signal);
      isArchive = true;
    }
    return { kind: 'built', block: built.block };
  };

  return {
    kind: 'geth',
    genesis,
    head: async (signal) => (await head(signal)).block,
    block: canonical,
    accounts,
    build,
    rewind: async (to, signal) => {
      const from = (await head(signal)).block;
      if (from.hash === to.hash) return 'done';
      if ((await canonical(to.hash, signal)) === undefined) return 'unavailable';
      const finalized = await finalizedNumber(signal);
      failpoints.hit('rollback.before');
      if (finalized !== undefined && to.number <= finalized) {
        await setHead(to.number, signal);
      } else {
        // A node that has not been told where it is since its start takes no step back.
        await choose({ head: from.hash }, signal);
        await choose({ head: to.hash }, signal);
      }
      failpoints.hit('rollback.after');
      return (await head(signal)).block.hash === to.hash ? 'done' : 'unavailable';
    },
    commit: async ({ soft, firm }, signal) => {
      const { block } = await head(signal);
      // The executed block above soft may stay the head; users do not see it.
      if (block.hash !== soft && block.parentHash !== soft)
        throw new NodeMovedError({ head: block.hash, wanted: soft });
      if ((await canonical(firm, signal)) === undefined)
        throw new NodeMovedError({ what: 'firm is not there', firm });
      await choose({ head: block.hash, safe: soft, finalized: firm }, signal);
    },
    reset: async (signal) => {
      const first = await genesis(signal);
      failpoints.hit('rollback.before');
      await setHead(0n, signal);
      failpoints.hit('rollback.after');
      const now = (await head(signal)).block;
      if (now.hash !== first.hash) throw new NodeMovedError({ head: now.hash, wanted: first.hash });
    },
    folder: async (signal) => String(await rpc.call('admin_datadir', [], signal)),
    // Its chain is on its disk.
    dumps: undefined,
  };
}

const statusSchema = z.object({ status: z.string(), validationError: z.string().nullish() });
const choiceSchema = z.object({ payloadStatus: statusSchema });
