import { addressOf, rollupIdOf, sha256, toHex } from '@switchyard/primitives';
import { decodeTransaction, signTransaction, stateKeyHash } from '@switchyard/protocol';
import { sequencerAppState, testParams, testPublicKey, testSeed } from '@switchyard/testing';
import { blockBudgetOf, decodeAccount } from '../src/domain/chain-state.ts';
import { startExecution } from '../src/domain/execution.ts';
import { createStateTree } from '../src/domain/state-tree.ts';
import { finishBlock, genesisChanges } from '../src/domain/transition.ts';
import { parseGenesis } from '../src/genesis.ts';
export const chainId = 'yard-test';
/** People of the tests by number: 1 is sudo. */
export const person = (n) => addressOf(testPublicKey(n));
export const sudo = person(1);
export const validatorKey = (n) => testPublicKey(1_000 + n);
export const prices = { priceFloor: 1000n, priceCap: 4096000n };
/** A signed transaction of a person, valid for a while unless told otherwise. */
export function aTransaction(from, { actions = [data('demo', 10)], ...body } = {}) {
  const whole = { chainId, nonce: 0n, expiresAtHeight: 500n, maxFee: 0n, actions, ...body };
  return decodeTransaction(signTransaction(whole, testSeed(from)));
}
export function data(rollup, length, fill = 7) {
  return {
    kind: 'submitRollupData',
    rollupId: typeof rollup === 'string' ? rollupIdOf(rollup) : rollup,
    data: new Uint8Array(length).fill(fill),
  };
}
export function transfer(to, amount) {
  return { kind: 'transfer', to: person(to), amount };
}
export function report(sequencerHeight, daHeight) {
  return { kind: 'reportDaProgress', sequencerHeight, daHeight };
}
/** A chain in memory: the domain alone, without store, tree over everything. */
export function createWorld({ params = {}, funded = 10, balance = 1000000000000n, rollups = [] } = {}) {
  const accounts = Array.from({ length: funded }, (_, index) => ({ address: person(index + 1), balance }));
  const genesis = parseGenesis(
    JSON.stringify(sequencerAppState({ sudo, accounts, params: { ...testParams, ...params }, rollups })),
    {
      chainId,
      initialHeight: 1n,
      validators: [{ publicKey: validatorKey(1), power: 10n }],
    },
  );
  const entries = new Map();
  const tree = createStateTree();
  const write = (changes) => {
    for (const [key, value] of changes) {
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
    }
    tree.apply(
      changes.map(([key, value]) => ({
        keyHash: stateKeyHash(key),
        valueHash: value === undefined ? undefined : sha256(value),
      })),
    );
  };
  write(genesisChanges(genesis.state, genesis.accounts));
  let state = genesis.state;
  let height = 0n;
  const read = (key) => entries.get(key);
  const world = {
    entries,
    tree,
    read,
    state: () => state,
    height: () => height,
    account: (n) => decodeAccount(read(`account/${toHex(person(n))}`)),
    view: () => ({
      height,
      state,
      budget: blockBudgetOf(state),
      accountOf: (address) => decodeAccount(read(`account/${toHex(address)}`)),
    }),
    /** The refusal that each transaction of the next block gets, none of it committed. */
    tryBlock: (transactions) => {
      const execution = startExecution({
        state,
        read,
        height: height + 1n,
        maxBytes: Number(state.params.blockMaxBytes),
      });
      return transactions.map((transaction) => execution.apply(transaction)?.code);
    },
    /** Commits a block of these. @throws when one is refused. */
    block: (transactions = []) => {
      const execution = startExecution({
        state,
        read,
        height: height + 1n,
        maxBytes: Number(state.params.blockMaxBytes),
      });
      for (const transaction of transactions) {
        const refusal = execution.apply(transaction);
        if (refusal !== undefined) throw new Error(refusal.code);
      }
      const transition = finishBlock(execution.result(), height + 1n, read);
      write(transition.changes);
      state = transition.state;
      height++;
      return transition;
    },
    blocks: (count) => {
      for (let n = 0; n < count; n++) world.block();
    },
  };
  return world;
}
//# sourceMappingURL=world.js.map
