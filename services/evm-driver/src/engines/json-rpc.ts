import { type Allowance, readAnswer, withDeadline } from '@switchyard/service-kit';
import { NodeAnswerTooLargeError, NodeRefusedError, NodeUnavailableError } from '../errors.ts';

/** One call of a batch. */
type RpcCall = { readonly method: string; readonly params: readonly unknown[] };

/** What the node answered to one call of a batch. */
export type RpcReply =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: RpcFailure };

/** A JSON-RPC error object. */
export type RpcFailure = { readonly code: number; readonly message: string; readonly data?: unknown };

/** A node's JSON-RPC. */
export type JsonRpc = {
  /** @throws NodeUnavailableError, NodeAnswerTooLargeError, NodeRefusedError */
  readonly call: (method: string, params: readonly unknown[], signal: AbortSignal) => Promise<unknown>;
  /** In the order of the calls. @throws NodeUnavailableError, NodeAnswerTooLargeError */
  readonly batch: (calls: readonly RpcCall[], signal: AbortSignal) => Promise<readonly RpcReply[]>;
};

/** Where the node is, and how much of it is listened to. */
export type JsonRpcOptions = {
  readonly url: string;
  readonly deadlineMs: number;
  readonly maxAnswerBytes: number;
  /** Of answers that arrive at the same time; the largest makes room. */
  readonly arriving?: Allowance;
};

/** A client of one node over HTTP. */
export function createJsonRpc({ url, deadlineMs, maxAnswerBytes, arriving }: JsonRpcOptions): JsonRpc {
  let lastId = 0;

  const post = async (method: string, body: string, signal: AbortSignal): Promise<unknown> => {
    const crowded = new AbortController();
    const holding = arriving?.open(() => crowded.abort());
    try {
      return await withDeadline(
        { ms: deadlineMs, what: method },
        async (limited) => {
          const response = await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
            signal: AbortSignal.any([limited, crowded.signal]),
          });
          const answer = await readAnswer(response, { maxBytes: maxAnswerBytes, holding });
          if (answer.kind === 'refused') throw new NodeAnswerTooLargeError(method, { why: answer.why });
          if (!response.ok) throw new Error(`HTTP ${response.status}`);
          return JSON.parse(answer.text) as unknown;
        },
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (crowded.signal.aborted) throw new NodeAnswerTooLargeError(method, { why: 'busy', cause: error });
      if (error instanceof NodeAnswerTooLargeError) throw error;
      throw new NodeUnavailableError(method, { cause: error });
    } finally {
      holding?.release();
    }
  };

  const batch: JsonRpc['batch'] = async (calls, signal) => {
    const [first] = calls;
    if (first === undefined) return [];
    const firstId = lastId + 1;
    lastId += calls.length;
    const body = JSON.stringify(
      calls.map(({ method, params }, index) => ({ jsonrpc: '2.0', id: firstId + index, method, params })),
    );
    const answer = await post(first.method, body, signal);
    const replies = new Map(
      (Array.isArray(answer) ? answer : []).map((reply) => [idOf(reply), replyOf(reply)]),
    );
    return calls.map(({ method }, index) => {
      const reply = replies.get(firstId + index);
      if (reply === undefined)
        throw new NodeUnavailableError(method, { cause: new Error('a reply is missing') });
      return reply;
    });
  };

  return {
    batch,
    call: async (method, params, signal) => {
      const [reply] = await batch([{ method, params }], signal);
      if (reply?.kind === 'result') return reply.result;
      throw new NodeRefusedError(method, reply?.error ?? { code: 0, message: 'no reply' });
    },
  };
}

/** The id of a reply. */
export function idOf(reply: unknown): number | undefined {
  return typeof reply === 'object' && reply !== null && 'id' in reply && typeof reply.id === 'number'
    ? reply.id
    : undefined;
}

/** What a reply says; undefined when it is none. */
export function replyOf(reply: unknown): RpcReply | undefined {
  if (typeof reply !== 'object' || reply === null) return undefined;
  if ('error' in reply && reply.error !== undefined && reply.error !== null) {
    const { code, message, data } = reply.error as { code?: unknown; message?: unknown; data?: unknown };
    return {
      kind: 'error',
      error: {
        code: typeof code === 'number' ? code : 0,
        message: typeof message === 'string' ? message : '',
        ...(data === undefined ? {} : { data }),
      },
    };
  }
  return 'result' in reply ? { kind: 'result', result: reply.result } : undefined;
}
