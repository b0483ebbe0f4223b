import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { faultOf } from '@switchyard/primitives';
import {
  type Allowance,
  jsonExcess,
  type Logger,
  limitConnections,
  type OnCut,
  readBody,
} from '@switchyard/service-kit';
import { BudgetExhaustedError, type ByteBudget } from './byte-budget.ts';
import {
  type Allows,
  type Call,
  formatError,
  formatResult,
  holdsParameters,
  parseRequest,
  prepare,
  type Request,
  refusalOf,
} from './envelope.ts';
import { CallError, INVALID_REQUEST, PARSE_ERROR } from './errors.ts';
import { rpcLimits } from './limits.ts';
import type { Methods, Scope } from './method.ts';
import { permissionsOf } from './tokens.ts';

/** What both transports serve. */
export type RpcDeps = {
  readonly methods: Methods;
  /** Of tokens; none means that everybody may do everything. */
  readonly secret: Uint8Array | undefined;
  /** Bytes of requests that arrive, and of parameters of calls that wait. */
  readonly bodies: Allowance;
  /** Bytes of blobs that answers are made of and that are not sent yet. */
  readonly answers: ByteBudget;
  /** Text of answers that are made and not sent yet; who reads least goes first. */
  readonly unread: Allowance;
  readonly log: Logger;
  /** Counts calls by outcome. */
  readonly count: (outcome: 'result' | 'refused' | 'failed') => void;
  /** Counts messages and connections that are refused. */
  readonly refuse: (reason: Refusal) => void;
  readonly onCut: OnCut;
};

/** Why a message or a connection is refused, closed for metrics. */
export type Refusal =
  | 'too-large'
  | 'too-many-values'
  | 'parse'
  | 'invalid'
  | 'busy'
  | 'slow-reader'
  | 'sockets'
  | 'token';

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
  limitConnections(server, rpcLimits.connections, deps.onCut);
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
    deps.refuse('token');
    response.writeHead(401, { 'content-length': 0 }).end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the caller has gone')));
  const either = AbortSignal.any([signal, gone.signal]);
  const lease = deps.answers.lease(either);
  const unread = deps.unread.open(() => {
    deps.refuse('slow-reader');
    request.socket.destroy();
  });
  response.once('close', () => {
    lease.release();
    unread.release();
  });
  const body = await readBody(request, { maxBytes: rpcLimits.requestBytes, bodies: deps.bodies });
  let reply: Reply;
  try {
    if (body.kind === 'refused') reply = refusalOfBody(deps, body.why);
    else {
      try {
        const { run, isHeld } = readCalls(deps, body.bytes, allows);
        if (!isHeld) body.holding.release();
        reply = await run({ signal: either, hold: lease.hold });
      } finally {
        body.holding.release();
      }
    }
    if (!unread.grow(reply.text.length)) reply = busyReply(deps);
  } catch (error) {
    if (either.aborted) return;
    if (!(error instanceof BudgetExhaustedError)) throw error;
    reply = busyReply(deps);
  }
  request.socket.setTimeout(rpcLimits.sendIdleMs);
  response.once('finish', () => request.socket.setTimeout(0));
  const isBroken = body.kind === 'refused' ? { connection: 'close' } : {};
  response.writeHead(reply.status, { 'content-type': 'application/json', ...isBroken }).end(reply.text);
}

function refusalOfBody(deps: RpcDeps, why: 'too-large' | 'busy' | 'gone'): Reply {
  if (why !== 'too-large') return busyReply(deps);
  deps.refuse('too-large');
  const message = `request bigger than maximum ${rpcLimits.requestBytes} allowed`;
  return { status: 500, text: `${formatError(null, PARSE_ERROR, message)}\n` };
}

function busyReply(deps: RpcDeps): Reply {
  deps.refuse('busy');
  return { status: 503, text: `${formatError(null, 1, 'too many requests')}\n` };
}

type Reply = { readonly status: number; readonly text: string };

/** Runs what was read. */
type Run = (scope: Scope) => Promise<Reply>;

/** What was read, and whether parameters of it are held until it has run. */
type Calls = { readonly run: Run; readonly isHeld: boolean };

function readCalls(deps: RpcDeps, body: Uint8Array, allows: Allows): Calls {
  const refused = (reason: Refusal, ...refusal: Parameters<typeof refuse>): Calls => {
    deps.refuse(reason);
    return { run: refuse(...refusal), isHeld: false };
  };
  if (jsonExcess(body, rpcLimits.json) !== undefined) {
    return refused('too-many-values', 500, PARSE_ERROR, 'Parse error');
  }
  const trimmed = new TextDecoder().decode(body).trim();
  if (trimmed === '') return refused('invalid', 400, INVALID_REQUEST, 'Invalid request');
  const json = parseJson(trimmed);
  if (json === undefined) return refused('parse', 500, PARSE_ERROR, 'Parse error');
  if (!Array.isArray(json.value)) return readCall(deps, json.value, allows);
  if (json.value.length === 0 || json.value.length > rpcLimits.batch) {
    return refused('invalid', 400, INVALID_REQUEST, 'Invalid request');
  }
  const calls = json.value.map((item) => readCall(deps, item, allows));
  const run: Run = async (scope) => {
    const texts: string[] = [];
    let length = 0;
    const unread = deps.unread.open();
    try {
      for (const call of calls) {
        const isOver = length > rpcLimits.batchAnswerBytes;
        const { text } = isOver ? tooLongBatch : await call.run(scope);
        if (!unread.grow(text.length)) return busyReply(deps);
        texts.push(text);
        length += text.length;
      }
      return { status: 200, text: `[${texts.join(',')}]` };
    } finally {
      unread.release();
    }
  };
  return { run, isHeld: calls.some(({ isHeld }) => isHeld) };
}

function readCall(deps: RpcDeps, json: unknown, allows: Allows): Calls {
  let request: Request;
  let call: Call;
  try {
    request = parseRequest(json);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    deps.refuse('invalid');
    return { run: refuse(refusal.status, refusal.code, refusal.message), isHeld: false };
  }
  const { id, name } = request;
  try {
    call = prepare(deps.methods, request, { allows, hasChannels: false });
  } catch (error) {
    return { run: () => Promise.resolve(refusalReply(deps, id, name, error)), isHeld: false };
  }
  const run: Run = async (scope) => {
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
  return { run, isHeld: holdsParameters(request) };
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
