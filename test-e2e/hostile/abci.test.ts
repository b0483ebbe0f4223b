import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, type Metadata, status } from '@grpc/grpc-js';
import { fromHex } from '@switchyard/primitives';
import { astria, tendermint } from '@switchyard/proto';
import { createGrpcClient, credentialsOf } from '@switchyard/service-kit';
import { beforeAll, expect, it } from 'vitest';
import { underAttack } from '../support/attack/honest-user.ts';
import { ask } from '../support/attack/http.ts';
import { counted, peakOf } from '../support/attack/watch.ts';
import { attackedNetwork } from '../support/attacked-network.ts';
import { eventually } from '../support/local-network.ts';

// What only a process of the same user can reach: the socket of consensus; and what any local one can: the execution API.
const { Request } = tendermint.abci;
const network = attackedNetwork('ABCI, and sessions of the execution API', 1_300);
let path: string;

beforeAll(() => {
  const environment = readFileSync(`/proc/${network.pidOf('sequencer-app')}/environ`, 'utf8').split('\0');
  const found = environment.find((line) => line.startsWith('SWITCHYARD_SEQUENCER_APP_ABCI_ADDRESS='));
  path = /unix:(?:\/\/)?(.+)$/.exec(found ?? '')?.[1] ?? '';
});

const rejected = (code: string): Promise<number> =>
  counted(network, 9_100, new RegExp(`^sequencer_app_abci_rejected_total.*code="${code}"`));

function message(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 127) throw new RangeError('too long for a length of one byte');
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

async function opened(...pieces: readonly Uint8Array[]): Promise<Socket> {
  const socket = connect({ path });
  socket.on('error', () => undefined);
  socket.resume();
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  for (const piece of pieces) socket.write(piece);
  return socket;
}

it('lets nobody but the engine drive consensus', async () => {
  const requests = [
    { initChain: { chainId: 'other' } },
    { commit: {} },
    { finalizeBlock: { txs: [randomBytes(20)] } },
    { processProposal: {} },
    { prepareProposal: {} },
  ];
  await underAttack(network, 'a second engine', async () => {
    for (const request of requests) {
      const before = await rejected('ABCI_CONSENSUS_TAKEN');
      const socket = await opened(message(Request.encode(request).finish()));
      await eventually('a refusal', async () =>
        (await rejected('ABCI_CONSENSUS_TAKEN')) > before ? true : undefined,
      );
      socket.destroy();
    }
  });
});

it('closes what does not speak ABCI, or does not end what it began', async () => {
  const { logBytes, attackMs } = await underAttack(network, 'broken frames', async () => {
    for (let round = 0; round < 100; round++) {
      const socket = await opened(
        ...(round % 4 === 0 ? [Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)] : []),
        ...(round % 4 === 1 ? [Buffer.of(0x80, 0x00)] : []),
        ...(round % 4 === 2 ? [message(randomBytes(100))] : []),
        ...(round % 4 === 3 ? [Buffer.of(0xff, 0xff, 0xff, 0x7f)] : []),
      );
      await wait(10);
      socket.destroy();
    }
    const half = await opened(Buffer.of(100, 1));
    const slow = await opened(Buffer.of(100));
    for (let second = 0; second < 12; second++) {
      slow.write(Buffer.of(1));
      await wait(1_000);
    }
    half.destroy();
    slow.destroy();
  });
  expect(await rejected('ABCI_FRAME')).toBeGreaterThanOrEqual(50);
  expect(await rejected('ABCI_TOO_SLOW')).toBe(2);
  expect(logBytes['sequencer-app']).toBeLessThan(20_000 + 2 * attackMs);
  expect(peakOf(network, 'sequencer-app')).toBeLessThan(512);
});

const call = (method: string, params: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
type RpcAnswer = {
  readonly error?: object;
  readonly result?: { readonly response?: { readonly code?: number } };
};

it('holds out what strangers ask it through the public consensus RPC, and takes no transaction by it', async () => {
  const largest = 450_000;
  const refused = [
    ...['broadcast_tx_sync', 'broadcast_tx_async', 'broadcast_tx_commit'].map((method) =>
      call(method, { tx: randomBytes(largest).toString('base64') }),
    ),
    call('broadcast_tx_sync', { tx: '' }),
    call('abci_query', { height: '-9223372036854775809' }),
    call('abci_query', { data: 'no hex' }),
  ];
  const asked = [
    call('abci_query', { path: `/${'store/'.repeat(largest / 6)}`, prove: true }),
    call('abci_query', { data: randomBytes(largest).toString('hex') }),
    call('abci_query', { path: '/p2p/filter/id/x', height: '9223372036854775807', prove: true }),
    call('abci_query', { height: '-1' }),
  ];
  const many = `[${Array<string>(5_000).fill(call('abci_info')).join(',')}]`;
  let answered = 0;
  const { logBytes, attackMs } = await underAttack(
    network,
    'the consensus RPC as a way to the app',
    async () => {
      const end = performance.now() + 10_000;
      const caller = async (index: number): Promise<void> => {
        for (let round = index; performance.now() < end; round++) {
          const body = [...refused, ...asked, many][round % (refused.length + asked.length + 1)] ?? '';
          const { text } = await ask({ port: 26_657 + network.portOffset, body });
          const answer = JSON.parse(text) as RpcAnswer | readonly RpcAnswer[];
          answered++;
          if ('error' in answer) continue;
          expect(refused).not.toContain(body);
          if (asked.includes(body)) expect(answer).toMatchObject({ result: { response: { code: 1 } } });
        }
      };
      await Promise.all(Array.from({ length: 16 }, (_, index) => caller(index)));
    },
  );
  expect(answered).toBeGreaterThan(30);
  expect(logBytes['sequencer-app']).toBeLessThan(20_000 + 2 * attackMs);
  expect(peakOf(network, 'sequencer-app')).toBeLessThan(512);
});

/** Opens an execution session; resolves to the gRPC status. */
async function takeSession(client: Client, metadata: Metadata): Promise<status> {
  const encoded = Buffer.from(astria.execution.v2.CreateExecutionSessionRequest.encode({}).finish());
  const { promise, resolve } = Promise.withResolvers<status>();
  client.makeUnaryRequest(
    '/astria.execution.v2.ExecutionService/CreateExecutionSession',
    () => encoded,
    (bytes: Buffer) => bytes,
    {},
    metadata,
    (error) => resolve(error?.code ?? status.OK),
  );
  return promise;
}

const sessionsOf = (): Promise<number> => counted(network, 9_310, /^conductor_sessions_total/);

it('gives its execution session to nobody who does not know the secret', async () => {
  const client = createGrpcClient(`127.0.0.1:${9_200 + network.portOffset}`);
  const before = await sessionsOf();
  try {
    await underAttack(network, '40 thefts of the session', async () => {
      for (let theft = 0; theft < 40; theft++) {
        const secret = theft % 2 === 0 ? undefined : randomBytes(32);
        expect(await takeSession(client, credentialsOf(secret))).toBe(status.UNAUTHENTICATED);
        await wait(250);
      }
    });
  } finally {
    client.close();
  }
  expect(await sessionsOf()).toBe(before);
  expect(await counted(network, 9_311, /^evm_driver_execution_unauthenticated_total/)).toBe(40);
});

it('executes on as soon as others who know it stop to take its execution session', async () => {
  const client = createGrpcClient(`127.0.0.1:${9_200 + network.portOffset}`);
  const text = readFileSync(join(network.folder, 'keys/execution-demo.key'), 'utf8').trim();
  try {
    const { receiptMs } = await underAttack(network, '10 taken sessions', async () => {
      for (let taken = 0; taken < 10; taken++) {
        expect(await takeSession(client, credentialsOf(fromHex(text)))).toBe(status.OK);
        await wait(500);
      }
    });
    const inOrder = receiptMs.toSorted((a, b) => a - b);
    process.stdout.write(`receipts while sessions are taken: median ${inOrder[inOrder.length >> 1]} ms\n`);
  } finally {
    client.close();
  }
});
