import { createSequencerClient, SequencerRefusedError } from '@switchyard/clients';
import { type Address, faultOf, toHex } from '@switchyard/primitives';
import type { Sequencer, SubmitAnswer } from '../ports.ts';

/** Sequencer nodes by gRPC; reads go to the one that answered last. */
export function createSequencer(endpoints: readonly string[], account: Address): Sequencer & Disposable {
  const clients = endpoints.map((endpoint) => createSequencerClient(endpoint));
  let current = 0;
  const at = (index: number) => {
    const client = clients[index % clients.length];
    if (client === undefined) throw new RangeError('at least one sequencer endpoint is needed');
    return client;
  };
  const ask = async <T>(fn: (client: ReturnType<typeof createSequencerClient>) => Promise<T>): Promise<T> => {
    try {
      return await fn(at(current));
    } catch (error) {
      if (faultOf(error) === 'transient') current++;
      throw error;
    }
  };
  return {
    chainId: (signal) => ask(async (client) => (await client.params(signal)).chainId),
    price: (signal) => ask(async (client) => (await client.params(signal)).price),
    account: (signal) =>
      ask(async (client) => {
        const { nonce, pendingNonce, stateHeight } = await client.account(account, signal);
        return { nonce, pendingNonce, height: stateHeight };
      }),
    submit: async (bytes, attempt, signal): Promise<SubmitAnswer> => {
      try {
        await at(current + attempt).submit(bytes, 'client', signal);
        return { kind: 'accepted' };
      } catch (error) {
        if (!(error instanceof SequencerRefusedError)) throw error;
        const { code, fault, retryAfterMs } = error;
        if (fault === 'transient')
          return { kind: 'later', reason: code, retryAfterMs: retryAfterMs ?? 1_000 };
        return { kind: 'never', reason: code };
      }
    },
    inclusion: (nonce, signal) =>
      ask(async (client) => {
        const status = await client.status({ account, nonce }, signal);
        if (status.state === 'committed')
          return { kind: 'known', height: status.height, id: toHex(status.id) };
        return { kind: 'unknown', indexedFrom: status.state === 'unknown' ? status.indexedFrom : 0n };
      }),
    [Symbol.dispose]: () => {
      for (const client of clients) client.close();
    },
  };
}
