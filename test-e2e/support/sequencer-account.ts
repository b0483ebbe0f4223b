import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSequencerClient } from '@switchyard/clients';
import { addressOf, fromHex } from '@switchyard/primitives';
import { type Action, privateKeyOf, publicKeyOf, signTransaction } from '@switchyard/protocol';
import { eventually, type LocalNetwork } from './local-network.ts';

const never = new AbortController().signal;
const funds = 50_000_000_000n;

/** An account of the sequencer chain that submits what it likes, past every composer. */
export type SequencerAccount = Disposable & {
  /** Hands one transaction in. @throws SequencerRefusedError */
  readonly submit: (actions: readonly Action[]) => Promise<Uint8Array>;
  /** The height that a submitted one is in. */
  readonly heightOf: (id: Uint8Array) => Promise<bigint>;
};

/** A fresh account, with funds of the network's operator. */
export async function openSequencerAccount(network: LocalNetwork): Promise<SequencerAccount> {
  const client = createSequencerClient(`127.0.0.1:${network.portOffset + 9_090}`);
  const { chainId } = await client.params(never);
  const account = (seed: Uint8Array): Omit<SequencerAccount, keyof Disposable> => ({
    submit: async (actions) => {
      const { pendingNonce, stateHeight } = await client.account(addressOf(publicKeyOf(seed)), never);
      const body = {
        chainId,
        nonce: pendingNonce,
        expiresAtHeight: stateHeight + 300n,
        maxFee: 2_500_000_000n,
        actions,
      };
      return client.submit(signTransaction(body, privateKeyOf(seed)), 'client', never);
    },
    heightOf: (id) =>
      eventually(
        'the transaction to be committed',
        async () => {
          const status = await client.status({ id }, never);
          return status.state === 'committed' ? status.height : undefined;
        },
        60_000,
      ),
  });
  const operator = account(fromHex(readFileSync(join(network.folder, 'keys/operator.key'), 'utf8').trim()));
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const own = account(seed);
  await operator.heightOf(
    await operator.submit([{ kind: 'transfer', to: addressOf(publicKeyOf(seed)), amount: funds }]),
  );
  return { ...own, [Symbol.dispose]: () => client.close() };
}
