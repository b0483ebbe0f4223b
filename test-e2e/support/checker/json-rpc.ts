import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 10_000;
const ATTEMPTS = 5;

/** The peer answered with an error of its own. */
export class RpcAnswerError extends Error {
  readonly code: number;

  constructor(method: string, error: { readonly code: number; readonly message: string }) {
    super(`${method}: ${error.message}`);
    this.code = error.code;
  }
}

/** The peer answered a GET with a status that is no success. */
export class HttpAnswerError extends Error {
  constructor(url: string, status: number, text: string) {
    super(`${url} answered ${status}: ${text.slice(0, 300)}`);
  }
}

type Reply = {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
};

/** One JSON-RPC call. @throws RpcAnswerError for an error in the answer, others when there is none in time. */
export async function call<T>(url: string, method: string, params: readonly unknown[]): Promise<T> {
  const reply = (await post(url, { jsonrpc: '2.0', id: 1, method, params })) as Reply;
  return resultOf(method, reply) as T;
}

/** The same method with many parameters, in one request; the answers in their order. */
export async function callAll<T>(
  url: string,
  method: string,
  parameters: readonly (readonly unknown[])[],
): Promise<readonly T[]> {
  if (parameters.length === 0) return [];
  const calls = parameters.map((params, id) => ({ jsonrpc: '2.0', id, method, params }));
  const replies = (await post(url, calls)) as readonly Reply[];
  const byId = new Map(replies.map((reply) => [reply.id, reply]));
  return calls.map(({ id }) => resultOf(method, byId.get(id)) as T);
}

/** The JSON at an address. */
export async function get<T>(url: string): Promise<T> {
  return JSON.parse(await getText(url)) as T;
}

/** The text at an address. */
export async function getText(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  const text = await response.text();
  if (!response.ok) throw new HttpAnswerError(url, response.status, text);
  return text;
}

/** Whether there was nobody to answer, or not until the end: unlike a peer that is slow. */
export function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'UND_ERR_SOCKET';
}

/** Asks again for a while when there is no answer: a network that was just mended may be slow. What is answered stands. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof RpcAnswerError || attempt === ATTEMPTS) throw error;
      await sleep(500 * attempt);
    }
  }
}

/** The answers in the order of the questions, a few asked at a time. */
export async function askAll<Q, A>(
  questions: readonly Q[],
  ask: (question: Q) => Promise<A>,
): Promise<readonly A[]> {
  const answers = new Map<number, A>();
  const rest = questions.entries();
  const work = async (): Promise<void> => {
    for (const [index, question] of rest) answers.set(index, await patiently(() => ask(question)));
  };
  await Promise.all(Array.from({ length: 6 }, work));
  return questions.map((_, index) => answers.get(index) as A);
}

async function post(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  return response.json();
}

function resultOf(method: string, reply: Reply | undefined): unknown {
  if (reply === undefined) throw new Error(`${method}: no answer in the batch`);
  if (reply.error !== undefined) throw new RpcAnswerError(method, reply.error);
  return reply.result;
}
