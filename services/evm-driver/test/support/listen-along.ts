import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { TestNode } from './world.ts';

/** The methods of a message to the node: of one call, or of a batch of them, each of which costs one way there and back. */
export type SeenMessage = readonly string[];

/** What a driver is given in place of the node's own settings, and all that goes to the node by them. */
export type Along = { readonly settings: TestNode['settings']; readonly messages: SeenMessage[] };

type Call = { readonly method: string };

const methodsOf = (message: string): SeenMessage =>
  [JSON.parse(message) as Call | readonly Call[]].flat().map(({ method }) => method);

/** Passes on all that goes to a node and comes from it, and keeps the messages to it; ends with the test. */
export function listenAlong({ settings }: TestNode): Promise<Along> {
  const { NODE_IPC: ipc = '', NODE_URL: url = '' } = settings;
  return ipc === '' ? alongHttp(url, settings) : alongIpc(ipc, settings);
}

async function alongIpc(ipc: string, settings: TestNode['settings']): Promise<Along> {
  const path = `${ipc}.along`;
  const messages: SeenMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((driver) => {
    const node = connect(ipc);
    let rest = '';
    for (const [one, other] of [
      [driver, node],
      [node, driver],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
    driver.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) messages.push(methodsOf(line));
    });
  }).listen(path);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { settings: { ...settings, NODE_IPC: path }, messages };
}

async function alongHttp(url: string, settings: TestNode['settings']): Promise<Along> {
  const messages: SeenMessage[] = [];
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    messages.push(methodsOf(body));
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body });
    response.writeHead(answer.status).end(await answer.text());
  };
  const server = createHttpServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { settings: { ...settings, NODE_URL: `http://127.0.0.1:${port}` }, messages };
}
