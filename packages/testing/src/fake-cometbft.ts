import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatCommitJson, formatHeaderJson, formatValidatorsJson } from '@switchyard/light';
import { type WebSocket, WebSocketServer } from 'ws';
import type { TestChain } from './chain-builder.ts';

type Json = Readonly<Record<string, unknown>>;

/** The RPC of a consensus node that has a test chain, with CometBFT's JSON and knobs to misbehave. */
export type FakeCometbft = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  /** Tells the WebSocket's subscribers of the chain's newest block. */
  announce(): void;
  /** Requests by method, so far. */
  readonly asked: Map<string, number>;
  readonly knobs: FakeCometbftKnobs;
};

/** What it does wrong. */
export type FakeCometbftKnobs = {
  /** Requests get no answer. */
  isHanging: boolean;
  /** Requests get an HTTP 502 page. */
  isBroken: boolean;
  /** Subscribers hear nothing. */
  isSilent: boolean;
  /** Lower heights are pruned. */
  earliestHeight: bigint;
};

/** Serves a test chain at a free port of 127.0.0.1, or at the port given. */
export async function serveFakeCometbft(chain: TestChain, port = 0): Promise<FakeCometbft> {
  const knobs: FakeCometbftKnobs = {
    isHanging: false,
    isBroken: false,
    isSilent: false,
    earliestHeight: 1n,
  };
  const asked = new Map<string, number>();
  const subscribers = new Set<WebSocket>();

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      if (knobs.isHanging) return;
      if (knobs.isBroken) {
        response.writeHead(502).end('<html>bad gateway</html>');
        return;
      }
      const { method, params = {} } = JSON.parse(body) as { method: string; params?: Json };
      asked.set(method, (asked.get(method) ?? 0) + 1);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, ...answerOf(chain, knobs, method, params) }));
    });
  };

  const server = createServer(answer);
  const events = new WebSocketServer({ server, path: '/websocket' });
  events.on('connection', (socket) => {
    socket.on('message', () => {
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, result: {} }));
      subscribers.add(socket);
    });
    socket.on('close', () => subscribers.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    asked,
    knobs,
    announce: () => {
      const header = chain.blocks.at(-1)?.header;
      if (header === undefined || knobs.isSilent || knobs.isHanging) return;
      const data = { type: 'tendermint/event/NewBlockHeader', value: { header: formatHeaderJson(header) } };
      const result = { query: "tm.event='NewBlockHeader'", data };
      for (const socket of subscribers) socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of events.clients) socket.terminate();
      events.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerOf(chain: TestChain, knobs: FakeCometbftKnobs, method: string, params: Json): Json {
  const head = BigInt(chain.blocks.length);
  if (method === 'status') {
    const sync = {
      earliest_block_height: String(head === 0n ? 0n : knobs.earliestHeight),
      latest_block_height: String(head),
      catching_up: false,
    };
    return { result: { node_info: { network: chain.chainId }, sync_info: sync } };
  }
  if (method === 'genesis') {
    return { result: { genesis: { chain_id: chain.chainId, initial_height: '1' } } };
  }
  const height = typeof params['height'] === 'string' ? BigInt(params['height']) : head;
  if (method === 'validators') return validatorsAnswer(chain, head, height, params);
  if (method !== 'commit' && method !== 'block') {
    return { error: { code: -32_601, message: 'Method not found', data: '' } };
  }
  if (height > head) {
    return internal(`height ${height} must be less than or equal to the current blockchain height ${head}`);
  }
  if (height < knobs.earliestHeight) {
    return internal(`height ${height} is not available, lowest height is ${knobs.earliestHeight}`);
  }
  const block = chain.blocks[Number(height) - 1];
  if (block === undefined) return { result: null };
  const header = formatHeaderJson(block.header);
  if (method === 'commit') {
    return {
      result: {
        signed_header: { header, commit: formatCommitJson(block.commit) },
        canonical: height < head,
      },
    };
  }
  const txs = chain.items(height).map((item) => Buffer.from(item).toString('base64'));
  return { result: { block: { header, data: { txs }, evidence: { evidence: [] } } } };
}

function validatorsAnswer(chain: TestChain, head: bigint, height: bigint, params: Json): Json {
  const of = chain.blocks[Number(height) - 1]?.header.validatorsHash;
  const hash = of ?? chain.blocks[Number(height) - 2]?.header.nextValidatorsHash;
  const set = hash === undefined ? undefined : chain.validatorSet(hash);
  if (set === undefined) {
    return internal(`height ${height} must be less than or equal to the current blockchain height ${head}`);
  }
  const perPage = Number(params['per_page'] ?? '30');
  const page = Number(params['page'] ?? '1');
  const validators = formatValidatorsJson(set.slice((page - 1) * perPage, page * perPage));
  return {
    result: {
      block_height: String(height),
      validators,
      count: String(validators.length),
      total: String(set.length),
    },
  };
}

function internal(data: string): Json {
  return { error: { code: -32_603, message: 'Internal error', data } };
}
