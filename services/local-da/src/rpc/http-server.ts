import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { faultOf } from '@switchyard/primitives';
import type { Logger } from '@switchyard/service-kit';
import { BudgetExhaustedError, type ByteBudget } from './byte-budget.ts';
import {
  type Allows,
  type Call,
  formatError,
  formatResult,
  MAX_REQUEST_BYTES,
  parseRequest,
  prepare,
  type Request,
  refusalOf,
} from './envelope.ts';
import { CallError, INVALID_REQUEST, PARSE_ERROR } from './errors.ts';
import type { Methods, Scope } from './method.ts';
import { permissionsOf } from './tokens.ts';

/** What both transports serve. */
export type RpcDeps = {
  readonly methods: Methods;
  /** Of tokens; none means that everybody may do everything. */
  readonly secret: Uint8Array | undefined;
  /** Bytes of request bodies that are held at once. */
  readonly bodies: ByteBudget;
  /** Bytes of blobs that answers are made of and that are not sent yet. */
  readonly answers: ByteBudget;
  readonly log: Logger;
  /** Counts calls by outcome. */
  readonly count: (outcome: 'result' | 'refused' | 'failed') => void;
};

/** Longer batches are refused as a whole. */
const MAX_BATCH = 1_000;
/** All answers of a batch together; what is beyond is refused. */
const MAX_BATCH_ANSWER = 64 * 1024 * 1024;
/** A reader that takes nothing for so long is cut off. */
const SEND_IDLE_MS = 30_000;
/** A body that is too long is read on to here, so that the sender gets to see the answer. */
const MAX_DRAINED_BYTES = 4 * MAX_REQUEST_BYTES;

/** JSON-RPC over HTTP, whatever the method and the path. */
export function createHttpServer(deps: RpcDeps, signal: AbortSignal): Server {
  const server = createServer((request, response) => {
    answer(deps, request, response, signal).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'request failed');
      response.destroy();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  server.maxConnections = 1_024;
  return server;
}

async function answer(
  deps: RpcDeps,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const allows = permissionsOf(deps.secret, request.headers.authorization);
  if (allows === undefined) {
    response.writeHead(401, { 'content-length': 0 }).end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the caller has gone')));
  const either = AbortSignal.any([signal, gone.signal]);
  const declared = Number(request.headers['content-length'] ?? MAX_REQUEST_BYTES);
  const lease = deps.answers.lease(either);
  response.once('close', lease.release);
  let reply: Reply;
  try {
    const run = await deps.bodies.run(Math.min(declared, MAX_REQUEST_BYTES), either, async () =>
      readCalls(deps, await readBody(request), allows),
    );
    reply = await run({ signal: either, hold: lease.hold });
  } catch (error) {
    if (either.aborted) return;
    if (!(error instanceof BudgetExhaustedError)) throw error;
    reply = { status: 503, text: `${formatError(null, 1, 'too many requests')}\n` };
  }
  request.socket.setTimeout(SEND_IDLE_MS);
  response.once('finish', () => request.socket.setTimeout(0));
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.text);
}

type Reply = { readonly status: number; readonly text: string };

/** Runs what was read; the body itself is not held meanwhile. */
type Run = (scope: Scope) => Promise<Reply>;

function readCalls(deps: RpcDeps, body: string | undefined, allows: Allows): Run {
  if (body === undefined) {
    return refuse(500, PARSE_ERROR, `request bigger than maximum ${MAX_REQUEST_BYTES} allowed`);
  }
  const trimmed = body.trim();
  if (trimmed === '') return refuse(400, INVALID_REQUEST, 'Invalid request');
  const json = parseJson(trimmed);
  if (json === undefined) return refuse(500, PARSE_ERROR, 'Parse error');
  if (!Array.isArray(json.value)) return readCall(deps, json.value, allows);
  if (json.value.length === 0 || json.value.length > MAX_BATCH) {
    return refuse(400, INVALID_REQUEST, 'Invalid request');
  }
  const calls = json.value.map((item) => readCall(deps, item, allows));
  return async (scope) => {
    const texts: string[] = [];
    let length = 0;
    for (const call of calls) {
      const { text } = length > MAX_BATCH_ANSWER ? tooLongBatch : await call(scope);
      texts.push(text);
      length += text.length;
    }
    return { status: 200, text: `[${texts.join(',')}]` };
  };
}

function readCall(deps: RpcDeps, json: unknown, allows: Allows): Run {
  let request: Request;
  let call: Call;
  try {
    request = parseRequest(json);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refuse(refusal.status, refusal.code, refusal.message);
  }
  const { id, name } = request;
  try {
    call = prepare(deps.methods, request, { allows, hasChannels: false });
  } catch (error) {
    return () => Promise.resolve(refusalReply(deps, id, name, error));
  }
  return async (scope) => {
    try {
      if (call.target.kind === 'subscription')
        throw new CallError('Invalid request', { code: INVALID_REQUEST });
      const result = await call.target.run(call.params, scope);
      deps.count('result');
      return id === null ? { status: 200, text: '' } : { status: 200, text: `${formatResult(id, result)}\n` };
    } catch (error) {
      if (scope.signal.aborted) throw error;
      return refusalReply(deps, id, name, error);
    }
  };
}

/** The answer to a call that failed; a bug is logged and answered as a panic of the real node is. */
function refusalReply(deps: RpcDeps, id: unknown, name: string, error: unknown): Reply {
  const { status, code, message } = describeFailure(deps, name, error);
  return id === null ? { status: 200, text: '' } : { status, text: `${formatError(id, code, message)}\n` };
}

/** Counts and, when it is not the caller's doing, logs a failure. */
export function describeFailure(
  { log, count }: Pick<RpcDeps, 'log' | 'count'>,
  name: string,
  error: unknown,
): { readonly status: number; readonly code: number; readonly message: string } {
  const refusal = refusalOf(error);
  count(refusal === undefined ? 'failed' : 'refused');
  if (refusal !== undefined) return refusal;
  if (error instanceof BudgetExhaustedError) return { status: 200, code: 1, message: 'too many requests' };
  log.error({ err: error, method: name, fault: faultOf(error) }, 'method failed');
  return { status: 500, code: 0, message: `fatal error calling '${name}': internal error` };
}

const tooLongBatch: Reply = { status: 200, text: `${formatError(null, 1, 'batch answer is too long')}\n` };

function refuse(status: number, code: number, message: string): Run {
  return () => Promise.resolve({ status, text: `${formatError(null, code, message)}\n` });
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The body as text, or undefined when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const declared = Number(request.headers['content-length'] ?? 0);
  let body = Buffer.allocUnsafeSlow(Math.min(declared, MAX_REQUEST_BYTES));
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    if (length + chunk.length > body.length && length + chunk.length <= MAX_REQUEST_BYTES) {
      body = Buffer.concat([body], Math.min(MAX_REQUEST_BYTES, 2 * (length + chunk.length)));
    }
    if (length + chunk.length <= MAX_REQUEST_BYTES) body.set(chunk, length);
    length += chunk.length;
    if (length > MAX_DRAINED_BYTES) {
      request.destroy();
      return undefined;
    }
  }
  return length > MAX_REQUEST_BYTES ? undefined : body.toString('utf8', 0, length);
}
