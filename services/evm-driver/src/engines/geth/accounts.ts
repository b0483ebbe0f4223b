import { z } from 'zod';
import type { Account } from '../../domain/admission.ts';
import type { EvmAddress } from '../../domain/names.ts';
import { NodeRefusedError } from '../../errors.ts';
import type { Engine } from '../../ports.ts';
import type { JsonRpc } from '../json-rpc.ts';
import { parsed, quantityField } from '../wire.ts';

/** Geth works on one batch with one thread, and on several with several. */
const ACCOUNTS_PER_BATCH = 250;

/** Addresses without code that are remembered, about 10 MB. */
const REMEMBERED = 100_000;

/**
 * Reads accounts in batches. That an address whose key has signed has no code is asked once: code would come only by a
 * contract at the address of a known key, or by a transaction of type 4, which the profile does not admit.
 */
export function createAccountReader(rpc: JsonRpc): Engine['accounts'] {
  const codeless = new Set<EvmAddress>();

  return async (at, addresses, signal) => {
    const block = { blockHash: at.hash };
    const callsOf = (method: string, of: readonly EvmAddress[]) =>
      of.map((address) => ({ method, params: [address, block] }));

    const readPart = async (
      part: readonly EvmAddress[],
    ): Promise<readonly (readonly [EvmAddress, Account])[]> => {
      const unknown = part.filter((address) => !codeless.has(address));
      const calls = [
        ...callsOf('eth_getTransactionCount', part),
        ...callsOf('eth_getBalance', part),
        ...callsOf('eth_getCode', unknown),
      ];
      const replies = await rpc.batch(calls, signal);
      const results = replies.map((reply, index) => {
        if (reply.kind === 'result') return reply.result;
        throw new NodeRefusedError(calls[index]?.method ?? '', reply.error);
      });
      const withCode = new Set<EvmAddress>();
      for (const [index, address] of unknown.entries()) {
        if (results[2 * part.length + index] === '0x') remember(codeless, address);
        else withCode.add(address);
      }
      return part.map((address, index) => {
        const pair = [results[index], results[part.length + index]];
        const [nonce, balance] = parsed('eth_getBalance', (each) => pairSchema.parse(each), pair);
        return [address, { nonce, balance, hasCode: withCode.has(address) }];
      });
    };

    const parts: Promise<readonly (readonly [EvmAddress, Account])[]>[] = [];
    for (let start = 0; start < addresses.length; start += ACCOUNTS_PER_BATCH) {
      parts.push(readPart(addresses.slice(start, start + ACCOUNTS_PER_BATCH)));
    }
    return new Map((await Promise.all(parts)).flat());
  };
}

const pairSchema = z.tuple([quantityField, quantityField]);

function remember(known: Set<EvmAddress>, address: EvmAddress): void {
  if (known.size >= REMEMBERED) known.clear();
  known.add(address);
}
