import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSequencerClient, type SequencerClient, SequencerRefusedError } from '@switchyard/clients';
import { type Address, addressOf, fromHex, rollupIdOf, sha256, utf8 } from '@switchyard/primitives';
import {
  type Action,
  decodeTransaction,
  privateKeyOf,
  publicKeyOf,
  signTransaction,
  type Transaction,
} from '@switchyard/protocol';
import { eventually, type LocalNetwork } from './local-network.ts';

const never = new AbortController().signal;
const validFor = 590n;

/** What a test sends in one transaction of an account. */
export type Content = {
  readonly nonce: bigint;
  readonly actions: readonly Action[];
  /** 0 unless given: the local way charges nothing. */
  readonly maxFee?: bigint;
  readonly expiresAtHeight?: bigint;
};

/** An account of the sequencer chain that a test holds the key of. */
export type Actor = { readonly address: Address; readonly sign: (content: Content) => Uint8Array };

/** A committed block as the public consensus RPC shows it. */
export type PublicBlock = {
  readonly height: bigint;
  readonly time: string;
  readonly transactions: readonly Transaction[];
};

/** The sequencer chain of a local network from outside: its public gRPC, HTTP and consensus RPC, and the operator's key. */
export type SequencerChain = {
  readonly client: SequencerClient;
  readonly chainId: string;
  readonly httpUrl: string;
  /** The account of a name; free to use while the price is 0. */
  readonly actor: (name: string) => Actor;
  /** Signs these with the operator's key, which is also sudo, and waits until they are committed. */
  readonly operate: (actions: readonly Action[], maxFee?: bigint) => Promise<bigint>;
  readonly height: () => Promise<bigint>;
  readonly block: (height: bigint) => Promise<PublicBlock>;
  readonly close: () => void;
};

/** Opens the chain of a network that has started. */
export async function openSequencerChain(network: LocalNetwork): Promise<SequencerChain> {
  const port = (base: number): number => base + network.portOffset;
  const client = createSequencerClient(`127.0.0.1:${port(9_090)}`, { deadlineMs: 30_000 });
  const { chainId } = await client.params(never);
  const height = async (): Promise<bigint> => (await client.params(never)).stateHeight;
  let head = await height();
  const actorOf = (seed: Uint8Array): Actor => {
    const key = privateKeyOf(seed);
    return {
      address: addressOf(publicKeyOf(seed)),
      sign: ({ nonce, actions, maxFee = 0n, expiresAtHeight = head + validFor }) =>
        signTransaction({ chainId, nonce, expiresAtHeight, maxFee, actions }, key),
    };
  };
  const operator = actorOf(fromHex(readFileSync(join(network.folder, 'keys/operator.key'), 'utf8').trim()));
  return {
    client,
    chainId,
    httpUrl: `http://127.0.0.1:${port(9_094)}/v1/transactions`,
    actor: (name) => actorOf(sha256(utf8(`test account ${name}`))),
    operate: async (actions, maxFee = 0n) => {
      const { pendingNonce, stateHeight } = await client.account(operator.address, never);
      head = stateHeight;
      const id = await client.submit(
        operator.sign({ nonce: pendingNonce, actions, maxFee }),
        'client',
        never,
      );
      return eventually(
        'the operator to be served',
        async () => {
          const status = await client.status({ id }, never);
          return status.state === 'committed' ? status.height : undefined;
        },
        30_000,
      );
    },
    height: async () => {
      head = await height();
      return head;
    },
    block: async (at) => {
      const response = await fetch(`http://127.0.0.1:${port(26_657)}/block?height=${at}`);
      const { result } = (await response.json()) as {
        result: { block: { header: { time: string }; data: { txs: readonly string[] } } };
      };
      const [, ...items] = result.block.data.txs;
      return {
        height: at,
        time: result.block.header.time,
        transactions: items.map((item) => decodeTransaction(new Uint8Array(Buffer.from(item, 'base64')))),
      };
    },
    close: () => client.close(),
  };
}

/** Rollup data of the given length for a rollup's name. */
export function dataFor(rollup: string, length: number, fill = 7): Action {
  return { kind: 'submitRollupData', rollupId: rollupIdOf(rollup), data: new Uint8Array(length).fill(fill) };
}

/** How a submission was answered. */
export type Answer = 'accepted' | { readonly code: string; readonly retryAfterMs: number | undefined };

/** Submits and tells the answer; what is no refusal is thrown. */
export async function answerTo(
  client: SequencerClient,
  bytes: Uint8Array,
  signal: AbortSignal = never,
): Promise<Answer> {
  try {
    await client.submit(bytes, 'client', signal);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof SequencerRefusedError)) throw error;
    return { code: error.code, retryAfterMs: error.retryAfterMs };
  }
}

/** The same through the door for HTTP. @throws when header and body of a refusal do not agree. */
export async function answerByHttp(url: string, bytes: Uint8Array): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(bytes) });
  const { error } = (await response.json()) as { error?: { code: string; retry_after_ms?: number } };
  if (error === undefined) return 'accepted';
  const header = response.headers.get('retry-after');
  if ((header === null) !== (error.retry_after_ms === undefined))
    throw new Error(`${error.code}: retry-after is ${header}`);
  return { code: error.code, retryAfterMs: error.retry_after_ms };
}
