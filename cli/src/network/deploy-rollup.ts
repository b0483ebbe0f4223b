import { join } from 'node:path';
import { createCometbftClient, createSequencerClient } from '@switchyard/clients';
import { formatAnchorJson, headerHash } from '@switchyard/light';
import { type Address, rollupIdOf, sequencerHeight } from '@switchyard/primitives';
import { type Action, privateKeyOf, signTransaction } from '@switchyard/protocol';
import { type Clock, writeFileAtomic } from '@switchyard/service-kit';
import { answerInTime } from './answer-in-time.ts';
import { daHead } from './da-head.ts';
import { ensureOperators } from './genesis.ts';
import { ensureExecutionSecret, ensureKey } from './keys.ts';
import { executionSecretPath, genesisPath } from './layout.ts';
import type { RollupRequest } from './names.ts';
import type { Machine } from './plan.ts';
import { portsOfNetwork } from './ports.ts';
import { ensureGenesisFile, genesisFileOf } from './rollup-genesis.ts';
import type { NetworkState, RollupState } from './state.ts';

/** What a composer gets to pay its fees with, when it has less than half of it. */
const composerBalance = 1_000_000_000n;

/** Heights that the operator's transactions stay valid. */
const validForHeights = 100n;

/**
 * Makes everything that a rollup's programs need: its trust root (the DA head is read first, so that nothing between
 * can be missed), its genesis, its composer's key and funds, and its class in the sequencer's fair share.
 */
export async function deployRollup(
  { machine, clock }: { readonly machine: Machine; readonly clock: Clock },
  network: NetworkState,
  { name, chainId, index }: RollupRequest & { readonly index: number },
  signal: AbortSignal,
): Promise<RollupState> {
  const { layout } = machine;
  const ports = portsOfNetwork(network.portOffset);
  const da = await daHead(`http://127.0.0.1:${ports.da}`, clock, signal);
  const consensus = createCometbftClient(`http://127.0.0.1:${ports.consensusRpc}`);
  const tip = await answerInTime(
    { clock, of: 'the consensus node' },
    async (s) => {
      const { height } = await consensus.status(s);
      const { header } = await consensus.commit(height, s);
      const nextValidators = await consensus.validators(sequencerHeight(height + 1n), s);
      return { height, headerHash: headerHash(header), nextValidators };
    },
    signal,
  );
  const anchor = { chainId: network.chainId, sequencer: tip, da };
  await writeFileAtomic(join(layout.data, `conductor@${name}`, 'anchor.json'), formatAnchorJson(anchor));
  const genesisTime = `${Math.floor(clock.now() / 1_000)}`;
  await ensureGenesisFile(genesisPath(layout, name), genesisFileOf({ chainId, genesisTime }).text);
  await ensureExecutionSecret(executionSecretPath(layout, name));
  const composer = await ensureKey(layout.keys, `composer-${name}`);
  await fundAndRegister(
    `127.0.0.1:${ports.sequencerGrpc}`,
    { machine, clock, network, name },
    composer.address,
    signal,
  );
  return {
    name,
    chainId,
    index,
    sequencerStartHeight: `${tip.height + 1n}`,
    daStartHeight: `${da.height}`,
    mode: 'soft-and-firm',
    genesisTime,
  };
}

/** Both are idempotent: a repeated deployment changes nothing. */
async function fundAndRegister(
  endpoint: string,
  { machine, clock, network, name }: { machine: Machine; clock: Clock; network: NetworkState; name: string },
  composer: Address,
  signal: AbortSignal,
): Promise<void> {
  const { operator } = await ensureOperators(machine.layout, 1);
  const client = createSequencerClient(endpoint);
  try {
    await answerInTime(
      { clock, of: `the sequencer at ${endpoint}` },
      async (s) => {
        const { balance } = await client.account(composer, s);
        const id = rollupIdOf(name);
        const registered = (await client.rollups(s)).some(
          ({ rollupId }) => Buffer.compare(rollupId, id) === 0,
        );
        const { pendingNonce, stateHeight } = await client.account(operator.address, s);
        const actions: Action[] = [];
        if (balance < composerBalance / 2n)
          actions.push({ kind: 'transfer', to: composer, amount: composerBalance });
        if (!registered) actions.push({ kind: 'registerRollup', rollupId: id, weight: 1n });
        for (const [offset, action] of actions.entries()) {
          const body = {
            chainId: network.chainId,
            nonce: pendingNonce + BigInt(offset),
            expiresAtHeight: stateHeight + validForHeights,
            maxFee: 1_000_000n,
            actions: [action],
          };
          await client.submit(signTransaction(body, privateKeyOf(operator.seed)), 'client', s);
        }
      },
      signal,
    );
  } finally {
    client.close();
  }
}
