const DEADLINE_MS = 10_000;

/** The peer answered with an error of its own. */
export class RpcAnswerError extends Error {
  readonly code: number;

  constructor(method: string, error: { readonly code: number; readonly message: string }) {
    super(`${method}: ${error.message}`);
    this.code = error.code;
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
  const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
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
