import { Agent, request } from 'node:http';
import type { Readable } from 'node:stream';

/** An answer, whatever it is. */
export type HttpReply = { readonly status: number; readonly text: string };

/** What is asked. */
export type HttpQuestion = {
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
  /** Afterwards the request is given up, with status 0. */
  readonly ms?: number;
};

/** Connections are not kept: what one attack leaves behind must not touch the next. */
const agent = new Agent({ keepAlive: false, maxSockets: 64 });

/** Asks once. A connection that the server cuts, or that takes too long, is status 0. */
export function ask(question: HttpQuestion): Promise<HttpReply> {
  const { port, path = '/', method = 'POST', headers = {}, body, ms = 30_000 } = question;
  return new Promise((resolve) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', port, path, method, agent },
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        const end = (): void =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
        response.on('end', end);
        response.on('error', end);
      },
    );
    const timer = setTimeout(() => asked.destroy(), ms);
    asked.on('error', (error) => resolve({ status: 0, text: error.message }));
    asked.on('close', () => {
      clearTimeout(timer);
      resolve({ status: 0, text: 'closed' });
    });
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) asked.end(body);
    else body.pipe(asked);
  });
}

/** A JSON-RPC answer: its error's code and text, or its result. */
export type RpcReply = {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
};

/** Calls a method of JSON-RPC. */
export async function call(port: number, method: string, params: readonly unknown[] = []): Promise<RpcReply> {
  const { text } = await ask({
    port,
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return JSON.parse(text) as RpcReply;
}

/** The sum of a counter's samples whose labels contain a text, as the admin port shows it. */
export async function counter(adminPort: number, name: string, labels = ''): Promise<number> {
  const { text } = await ask({ port: adminPort, path: '/metrics', method: 'GET' });
  return text
    .split('\n')
    .filter((line) => line.startsWith(name) && !line.startsWith('#') && line.includes(labels))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
