import { codeOf, faultOf, SwitchyardError } from '@switchyard/primitives';
import { type Allowance, jsonExcess, mapConcurrent } from '@switchyard/service-kit';
import type { Commitments } from '../domain/block.ts';
import type { DriverMetrics } from '../metrics.ts';
import { createGate } from './gate.ts';
import { isObject } from './params.ts';
import { busy, RpcError, reasonOf, rpcCodes } from './rpc-error.ts';

/** What a user may send in one message. */
export const messageLimits = {
  bytes: 5 * 1024 * 1024,
  depth: 32,
  /** Items of arrays and of objects, whose parsed form is many times their text. */
  values: 200_000,
  batch: 1_000,
  responseBytes: 25 * 1024 * 1024,
  /** Of code that nobody pays for: with its gas alone it could answer 10 MB again and again, which blocks wait for. */
  codeResponseBytes: 2 * 1024 * 1024,
} as const;

/** A method that a connection adds, such as eth_subscribe. */
export type Call = (method: string, params: readonly unknown[], seen: Commitments) => unknown;

/** Answers the text of a message with the text of its answer; undefined when none is due. */
export type Dispatch = (text: string, call: Call, signal: AbortSignal) => Promise<string | undefined>;

/** What answering needs. */
export type DispatchDeps = {
  readonly seen: () => Commitments | undefined;
  readonly notReady: () => string | undefined;
  readonly metrics: DriverMetrics;
  /** Bytes of answers that are made or not read yet. */
  readonly answers: Allowance;
  /** What must stop the process. */
  readonly onFatal: (error: unknown) => void;
};

const callsAtOnce = 16;
const batchesAtOnce = 2;
const batchesWaiting = 2_000;

/** JSON-RPC 2.0 with caps on depth, batch and answer. */
export function createDispatch({ seen, notReady, metrics, answers, onFatal }: DispatchDeps): Dispatch {
  const refuse = (id: unknown, error: RpcError): string => {
    metrics.refusals.inc({ reason: reasonOf(error) });
    return failure(id, error);
  };

  const answer = async (request: unknown, call: Call): Promise<string | undefined> => {
    const parsed = parseRequest(request);
    if (parsed instanceof RpcError) return refuse(idOf(request), parsed);
    const { id, method, params } = parsed;
    try {
      const visible = seen();
      if (visible === undefined) {
        throw new RpcError(`the node is not available: ${notReady() ?? 'starting'}`, {
          rpcCode: rpcCodes.server,
        });
      }
      const result = (await call(method, params, visible)) ?? null;
      metrics.requests.inc({ outcome: 'answered' });
      return id === undefined
        ? undefined
        : `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${JSON.stringify(result)}}`;
    } catch (error) {
      const refusal = refusalOf(error);
      metrics.requests.inc({ outcome: refusal === undefined ? 'failed' : 'refused' });
      if (refusal === undefined && faultOf(error) === 'fatal') onFatal(error);
      const shown =
        refusal ??
        new RpcError(`internal error: ${codeOf(error)}`, { rpcCode: rpcCodes.internal, cause: error });
      const text = refuse(id, shown);
      return id === undefined ? undefined : text;
    }
  };

  const batches = createGate({ atOnce: batchesAtOnce, waiting: batchesWaiting });

  const answerBatch = async (
    message: readonly unknown[],
    call: Call,
    signal: AbortSignal,
  ): Promise<string | undefined> => {
    let bytes = 0;
    let isBusy = false;
    const held = answers.open();
    const replies = await mapConcurrent(
      message,
      callsAtOnce,
      async (request) => {
        if (bytes > messageLimits.responseBytes) {
          return refuse(
            idOf(request),
            new RpcError('response too large', { rpcCode: rpcCodes.responseTooLarge }),
          );
        }
        if (isBusy) return refuse(idOf(request), busy());
        const reply = await answer(request, call);
        bytes += reply?.length ?? 0;
        if (held.grow(reply?.length ?? 0)) return reply;
        isBusy = true;
        return refuse(idOf(request), busy());
      },
      signal,
    ).finally(held.release);
    const due = replies.filter((reply) => reply !== undefined);
    return due.length === 0 ? undefined : `[${due.join(',')}]`;
  };

  const answerMessage: Dispatch = async (text, call, signal) => {
    const message = parseMessage(text);
    if (message instanceof RpcError) return refuse(null, message);
    if (!Array.isArray(message)) return answer(message, call);
    if (message.length === 0)
      return refuse(null, new RpcError('empty batch', { rpcCode: rpcCodes.invalidRequest }));
    if (message.length > messageLimits.batch) {
      return refuse(null, new RpcError('batch too large', { rpcCode: rpcCodes.batchTooLarge }));
    }
    return answerBatch(message, call, signal);
  };

  return async (text, call, signal) => {
    if (!/^\s*\[/.test(text)) return answerMessage(text, call, signal);
    // Batches wait as text: parsed they are many times as large.
    if (!(await batches.enter())) return refuse(null, busy());
    return answerMessage(text, call, signal).finally(batches.leave);
  };
}

/** The error object of one call. */
export function failure(id: unknown, { rpcCode, text, data }: RpcError): string {
  return JSON.stringify({
    jsonrpc: '2.0',
    id: id ?? null,
    error: { code: rpcCode, message: text, ...(data === undefined ? {} : { data }) },
  });
}

type Request = {
  readonly id: string | number | null | undefined;
  readonly method: string;
  readonly params: readonly unknown[];
};

function parseMessage(text: string): unknown {
  const excess = jsonExcess(text, messageLimits);
  if (excess !== undefined) {
    const what = excess === 'depth' ? 'too deeply nested' : 'too many values';
    return new RpcError(what, { rpcCode: rpcCodes.invalidRequest });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return new RpcError('parse error', { rpcCode: rpcCodes.parse, cause: error });
  }
}

function parseRequest(request: unknown): Request | RpcError {
  if (!isObject(request)) return new RpcError('invalid request', { rpcCode: rpcCodes.invalidRequest });
  const { id, method, params } = request;
  const isId = id === undefined || id === null || typeof id === 'string' || typeof id === 'number';
  if (!isId || typeof method !== 'string' || method.length > 128) {
    return new RpcError('invalid request', { rpcCode: rpcCodes.invalidRequest });
  }
  if (params !== undefined && params !== null && !Array.isArray(params)) {
    return new RpcError('non-array args', { rpcCode: rpcCodes.invalidParams });
  }
  return { id, method, params: params ?? [] };
}

function idOf(request: unknown): unknown {
  const id = isObject(request) ? request['id'] : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** An error of ours that is the user's business; undefined for what is only ours. */
function refusalOf(error: unknown): RpcError | undefined {
  if (error instanceof RpcError) return error;
  if (!(error instanceof SwitchyardError) || error.fault === 'fatal') return undefined;
  return new RpcError(`${error.message}, try again`, { rpcCode: rpcCodes.server, cause: error });
}
