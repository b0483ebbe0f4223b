import { setTimeout as sleep } from 'node:timers/promises';
import { fromHex } from '@switchyard/primitives';
import { RemoteError } from '@switchyard/service-kit';
import { createExecutionClient, type SeenBlock } from './client.ts';
import { signedHex, type World } from './world.ts';

/** What a sequencer would have ordered: sections by number, fixed for good, with the hash that they gave. */
export type Ordered = {
  readonly items: readonly Uint8Array[];
  readonly timestamp: bigint;
  hash: string | undefined;
};

/** Orders what users send, and has it executed, whatever dies meanwhile. */
export function createSequence(world: World) {
  const ordered: Ordered[] = [];
  let session: { id: string; soft: SeenBlock; firm: SeenBlock } | undefined;
  let client = createExecutionClient(world.grpc);

  const step = async (): Promise<void> => {
    session ??= await client.session();
    const number = Number(session.soft.number) + 1;
    let section = ordered.at(number - 1);
    if (section === undefined) {
      section = {
        items: await pendingOf(world.front),
        timestamp: session.soft.timestamp + 1n,
        hash: undefined,
      };
      ordered.push(section);
    }
    const block = await client.execute(session.id, session.soft, section.items, {
      timestamp: section.timestamp,
    });
    section.hash ??= block.hash;
    if (section.hash !== block.hash)
      throw new Error(`block ${number} was ${section.hash} and is ${block.hash}`);
    const firm = number % 3 === 0 ? block : session.firm;
    await client.commit(session.id, block, firm, BigInt(number));
    session = { id: session.id, soft: block, firm };
  };

  return {
    ordered,
    height: (): number => ordered.filter(({ hash }) => hash !== undefined).length,
    /** One block further; failures of a dying world are waited out. */
    advance: async (ms = 20_000): Promise<void> => {
      const end = Date.now() + ms;
      for (;;) {
        try {
          return await step();
        } catch (error) {
          const isDying =
            error instanceof RemoteError ||
            (error instanceof Error && /fetch failed|not available|brought back/.test(error.message));
          if (!isDying || Date.now() > end) throw error;
          session = undefined;
          client.close();
          client = createExecutionClient(world.grpc);
          await sleep(50);
        }
      }
    },
    close: () => client.close(),
  };
}

/** A user of the dev account, who sends until told that it is accepted. */
export function createUser(world: World) {
  const hashes: string[] = [];
  let nonce = 0;
  return {
    hashes,
    send: async (ms = 20_000): Promise<void> => {
      const raw = await signedHex({ nonce: nonce++ });
      const end = Date.now() + ms;
      for (;;) {
        const { result, error } = await rpc(world.front, 'eth_sendRawTransaction', [raw]).catch(
          (cause: unknown) => ({
            result: undefined,
            error: { message: String(cause) },
          }),
        );
        if (typeof result === 'string') {
          hashes.push(result);
          return;
        }
        // Accepted before the answer was lost, and possibly in a block by now.
        if (error !== undefined && /already known|nonce too low/.test(error.message)) return;
        if (Date.now() > end) throw new Error(error?.message ?? 'no answer');
        await sleep(50);
      }
    },
  };
}

/** One JSON-RPC call. */
export async function rpc(
  url: string,
  method: string,
  params: unknown[],
): Promise<{ result?: unknown; error?: { message: string } }> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return (await response.json()) as { result?: unknown; error?: { message: string } };
}

async function pendingOf(front: string): Promise<Uint8Array[]> {
  const { result, error } = await rpc(front, 'txpool_content', []);
  if (error !== undefined) throw new Error(error.message);
  const { pending } = result as { pending: Record<string, Record<string, { hash: string }>> };
  const hashes = Object.values(pending).flatMap((own) => Object.values(own).map(({ hash }) => hash));
  const items: Uint8Array[] = [];
  for (const hash of hashes.slice(0, 50)) {
    const raw = await rpc(front, 'eth_getRawTransactionByHash', [hash]);
    if (typeof raw.result === 'string') items.push(fromHex(raw.result));
  }
  return items;
}
