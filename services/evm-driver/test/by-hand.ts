// A tiny execution client for a session by hand: `node test/by-hand.ts 127.0.0.1:9201` makes a block each second from
// what the front has pending, soft at once and firm three blocks later.
import { setTimeout as sleep } from 'node:timers/promises';
import { bytes, createExecutionClient, persistently } from './support/client.ts';

const [address = '127.0.0.1:9201', front = ''] = process.argv.slice(2);
const client = createExecutionClient(address);
let session = await persistently(() => client.session());
let { soft, firm } = session;
const committed = [soft];
process.stdout.write(`session at ${soft.number}, firm ${firm.number}\n`);
for (;;) {
  const pending = front === '' ? [] : await pendingOf(front);
  const block = await client.execute(session.id, soft, pending);
  committed.push(block);
  soft = block;
  firm = committed[Math.max(0, committed.length - 4)] ?? firm;
  await client.commit(session.id, soft, firm);
  process.stdout.write(`block ${block.number} ${block.hash} of ${pending.length} items\n`);
  await sleep(1_000);
  if (pending.length === -1) session = await client.session();
}

async function pendingOf(url: string): Promise<Uint8Array[]> {
  const ask = async (method: string, params: unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return ((await response.json()) as { result?: unknown }).result;
  };
  const { pending } = (await ask('txpool_content', [])) as {
    pending: Record<string, Record<string, { hash: string }>>;
  };
  const hashes = Object.values(pending).flatMap((own) => Object.values(own).map(({ hash }) => hash));
  const raw = await Promise.all(hashes.map((hash) => ask('eth_getRawTransactionByHash', [hash])));
  return raw.map((hex) => bytes(String(hex)));
}
