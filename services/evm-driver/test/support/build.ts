import { createFailpoints, createLogger } from '@switchyard/service-kit';
import { nextBaseFee } from '../../src/domain/gas.ts';
import { evmHash } from '../../src/domain/names.ts';
import { createGethEngine } from '../../src/engines/geth/geth-engine.ts';
import { createIpc } from '../../src/engines/ipc.ts';
import { type Failpoint, failpoints as names } from '../../src/failpoints.ts';
import type { BuildOutcome, EngineBlock } from '../../src/ports.ts';
import { secp256k1 } from '../../src/secp256k1.ts';

const { signal } = new AbortController();

/** The engine of a Geth, driven by hand, and what the node itself says. */
export function driveGeth(path: string, { gasLimit = 100_000_000n }: { readonly gasLimit?: bigint } = {}) {
  const rpc = createIpc({ path, deadlineMs: 30_000, maxAnswerBytes: 32 * 1024 * 1024 });
  const log = createLogger('evm-driver', 'error');
  const failpoints = createFailpoints<Failpoint>('evm-driver', names, undefined, { log });
  const engine = createGethEngine({ rpc, failpoints }, { chainId: 1337n, gasLimit });

  const build = (parent: EngineBlock, transactions: readonly Uint8Array[]): Promise<BuildOutcome> =>
    engine.build(
      {
        parent,
        timestamp: parent.timestamp + 1n,
        baseFee: nextBaseFee(parent),
        sequencerHash: evmHash(`0x${parent.number.toString(16).padStart(64, 'a')}`),
        transactions: transactions.map((bytes) => ({ bytes, hash: evmHash(secp256k1.keccak256(bytes)) })),
      },
      signal,
    );

  return {
    engine,
    rpc,
    signal,
    build,
    /** The child of a block. */
    next: async (parent: EngineBlock, transactions: readonly Uint8Array[] = []): Promise<EngineBlock> => {
      const outcome = await build(parent, transactions);
      if (outcome.kind === 'refused') throw new Error(outcome.why);
      return outcome.block;
    },
    /** The number of the block that a tag names. */
    numberAt: async (tag: string): Promise<number | undefined> => {
      const block = await rpc.call('eth_getBlockByNumber', [tag, false], signal).catch(() => null);
      return block === null ? undefined : Number((block as { number: string }).number);
    },
    [Symbol.dispose]: () => rpc[Symbol.dispose](),
  };
}
