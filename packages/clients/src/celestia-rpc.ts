import { codeOf } from '@switchyard/primitives';
import { DeadlineError, readAnswer, withDeadline } from '@switchyard/service-kit';
import {
  type CelestiaRefusal,
  CelestiaRefusedError,
  CelestiaUnavailableError,
  DaDataUnavailableError,
  DaHeightNotYetError,
} from './celestia-errors.ts';
import { isObject } from './json-rpc.ts';

/** Calls methods of a celestia-node. */
export type CelestiaRpc = (call: CelestiaCall, signal: AbortSignal) => Promise<unknown>;

/** One call, and how long it may take. */
export type CelestiaCall = {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly deadlineMs: number;
};

/** Where the node is and how to reach it. */
export type CelestiaRpcOptions = {
  readonly url: string;
  /** A JWT of `celestia bridge auth`; none when the node asks for none. */
  readonly token?: string | undefined;
  /** Another way to send a request, for tests. */
  readonly fetch?: typeof globalThis.fetch | undefined;
};

/** All of a 32 MiB square in base64, and more. */
const maxAnswerBytes = 96 * 1024 * 1024;

/**
 * A JSON-RPC transport to one node over HTTP.
 * @throws from the call: CelestiaUnavailableError, DaHeightNotYetError, DaDataUnavailableError, CelestiaRefusedError.
 */
export function createCelestiaRpc({ url, token, fetch = globalThis.fetch }: CelestiaRpcOptions): CelestiaRpc {
  let lastId = 0;
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const send = async ({ method, params }: CelestiaCall, signal: AbortSignal): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++lastId, method, params });
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    if (response.status === 401) throw new CelestiaRefusedError(method, 'no-permission', 'bad token');
    const told = await readAnswer(response, { maxBytes: maxAnswerBytes });
    if (told.kind === 'refused')
      throw new CelestiaUnavailableError({ method, reason: 'answer is too large' });
    const answer: unknown = JSON.parse(told.text);
    if (isObject(answer) && isObject(answer['error'])) throw refusal(method, answer['error']);
    if (!isObject(answer) || !('result' in answer))
      throw new CelestiaUnavailableError({ method, reason: 'no result' });
    return answer['result'];
  };
  return async (call, signal) => {
    try {
      const limits = { ms: call.deadlineMs, what: call.method };
      return await withDeadline(limits, (either) => send(call, either), signal);
    } catch (error) {
      if (signal.aborted || isOurs(error)) throw error;
      const reason = error instanceof DeadlineError ? 'deadline' : reasonOf(error);
      throw new CelestiaUnavailableError({ method: call.method, reason }, { cause: error });
    }
  };
}

function isOurs(error: unknown): boolean {
  return codeOf(error).startsWith('CELESTIA_');
}

/** undici says "fetch failed" and keeps what happened in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

type RpcError = Readonly<Record<string, unknown>>;

/** A node that starts, or another server at its address: nothing is said of the request. */
const methodNotFound = -32_601;

/** The texts are those of celestia-node v0.31; their translation is this adapter's alone. */
function refusal(method: string, { code, message }: RpcError): Error {
  const text = typeof message === 'string' ? message : '';
  if (code !== 1) {
    return code === 0 || code === methodNotFound
      ? new CelestiaUnavailableError({ method, reason: text })
      : new CelestiaRefusedError(method, 'bad-request', text);
  }
  if (text.includes('from the future')) return new DaHeightNotYetError(method);
  if (text.includes('share: data not available')) return new DaDataUnavailableError(method);
  const reason = refusals.find(([pattern]) => pattern.test(text))?.[1];
  return reason === undefined
    ? new CelestiaUnavailableError({ method, reason: text })
    : new CelestiaRefusedError(method, reason, text);
}

const refusals: readonly (readonly [RegExp, CelestiaRefusal])[] = [
  [/code: 21$/, 'too-big'],
  [/insufficient funds/, 'insufficient-funds'],
  [/mempool is full|code: 20$/, 'mempool-full'],
  [/insufficient fee|insufficient gas price|exceeds max gas price|out of gas/, 'fee-too-low'],
  [/^account for signer .* not found/, 'unknown-account'],
  [/^missing permission/, 'no-permission'],
  [/no blobs provided|failed to create msg pay-for-blobs|failed to get tx author/, 'bad-request'],
  [/height is equal to 0|invalid proof/, 'bad-request'],
];
