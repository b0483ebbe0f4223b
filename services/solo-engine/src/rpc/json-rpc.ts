import { setImmediate } from 'node:timers/promises';
import { SwitchyardError } from '@switchyard/primitives';
import { jsonExcess } from '@switchyard/service-kit';
import { jsonArguments } from './arguments.ts';
import type { ChainView } from './chain-view.ts';
import { BusyError, internalError, invalidRequest, methodNotFound, parseError, RpcError } from './errors.ts';
import { methods } from './methods.ts';

/** CometBFT's default of `max_request_batch_size`. */
export const MAX_BATCH = 10;

/** One answer, as text. */
export type Answer = { readonly text: string; readonly outcome: 'ok' | 'refused' | 'busy' };

/** An id of a request; a request without one gets no answer. */
export type RequestId = string | number;

/** One request of JSON-RPC. */
export type RpcRequest = {
  readonly id: RequestId | undefined;
  readonly method: string;
  readonly params: unknown;
};

/** Takes an answer until all of a body are there; false when no more may be kept, or the asker is gone. */
export type Keep = (answer: Answer) => boolean;

/**
 * Answers the body of a POST, one request or a batch of them, each into `keep`; false when that takes no more. Whoever
 * keeps them lets go of them when room is needed: a batch may wait long for the application.
 */
export async function answerBody(
  view: ChainView,
  body: string,
  keep: Keep,
  signal: AbortSignal,
): Promise<boolean> {
  const json = parseJson(body);
  if (json === undefined)
    return keep(refusal(undefined, parseError('error unmarshaling request: body is not JSON')));
  if (Array.isArray(json) && json.length > MAX_BATCH) {
    return keep(
      refusal(
        undefined,
        invalidRequest(`batch request exceeds maximum (${MAX_BATCH}) allowed number of requests`),
      ),
    );
  }
  const items: readonly unknown[] = Array.isArray(json) ? json : [json];
  // CometBFT reads all of a body before it answers any of it.
  if (items.some((item) => typeof item !== 'object' || Array.isArray(item)))
    return keep(refusal(undefined, parseError('error unmarshaling request: an item is no request')));
  for (const item of items) {
    const answer = await answerOne(view, item, signal);
    if (answer !== undefined && !keep(answer)) return false;
  }
  return true;
}

/** What a body is answered with, of the answers to what it asked. */
export function allOf(answers: readonly Answer[]): Answer | undefined {
  if (answers.length <= 1) return answers[0];
  return {
    text: `[${answers.map(({ text }) => text).join(',')}]`,
    outcome:
      answers.find(({ outcome }) => outcome === 'busy')?.outcome ??
      (answers.every(({ outcome }) => outcome === 'ok') ? 'ok' : 'refused'),
  };
}

async function answerOne(view: ChainView, json: unknown, signal: AbortSignal): Promise<Answer | undefined> {
  const request = parseRequest(json);
  if (request === undefined) return refusal(undefined, invalidRequest('not a request'));
  if (request.id === undefined) return undefined;
  return answerRequest(view, request, signal);
}

/** What no request of ours has more of. */
const jsonLimits = { depth: 32, values: 10_000 } as const;

/** Undefined for what is not JSON, or is too deep or too much of it. */
export function parseJson(text: string): unknown {
  if (jsonExcess(text, jsonLimits) !== undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Answers one request with an id. */
export async function answerRequest(
  view: ChainView,
  request: RpcRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const { id = -1, params } = request;
  const method = methods.get(request.method);
  if (method === undefined) return refusal(id, methodNotFound());
  return answerWith(view, { id, signal, isLarge: method.isLarge }, () =>
    method.call(view, jsonArguments(params, method.names), signal),
  );
}

/** One call, and whoever asks for it. */
export type Asked = { readonly id: RequestId; readonly signal: AbortSignal; readonly isLarge: boolean };

/** Runs one method, a large one when its turn has come; a failure of the method is an answer. @throws when the asker has gone. */
export async function answerWith(
  { turn }: ChainView,
  { id, signal, isLarge }: Asked,
  call: () => object | Promise<object>,
): Promise<Answer> {
  try {
    await (isLarge ? turn(signal) : setImmediate());
    signal.throwIfAborted();
    const result = await call();
    signal.throwIfAborted();
    return { text: resultText(id, JSON.stringify(result)), outcome: 'ok' };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RpcError) return refusal(id, error);
    if (error instanceof SwitchyardError) return refusal(id, internalError(error.message));
    throw error;
  }
}

/** The request in a JSON value, or undefined when it is none. */
export function parseRequest(json: unknown): RpcRequest | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { id, method, params } = json as Readonly<Record<string, unknown>>;
  if (typeof method !== 'string') return undefined;
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number') return undefined;
  return { id: id ?? undefined, method, params };
}

/** The text of a result. */
export function resultText(id: RequestId, result: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
}

/** The text of a refusal. */
export function refusal(id: RequestId | undefined, refused: RpcError): Answer {
  const { code, message, data } = refused;
  const error = { code, message, ...(data !== undefined && { data }) };
  return {
    text: JSON.stringify({ jsonrpc: '2.0', ...(id !== undefined && { id }), error }),
    outcome: refused instanceof BusyError ? 'busy' : 'refused',
  };
}
