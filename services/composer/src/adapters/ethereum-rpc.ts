import { MalformedError, SwitchyardError } from '@switchyard/primitives';
import { withDeadline } from '@switchyard/service-kit';
import { z } from 'zod';

/** The rollup's node does not answer. */
export class RollupNodeUnavailableError extends SwitchyardError {
  override readonly code = 'COMPOSER_ROLLUP_NODE_UNAVAILABLE';
  override readonly fault = 'transient';

  constructor(method: string, options?: ErrorOptions) {
    super('the rollup node does not answer', { method }, options);
  }
}

/** The rollup's node answered with an error: it may be starting. Asking again is right, our calls do not change. */
export class RollupNodeRefusedError extends SwitchyardError {
  override readonly code = 'COMPOSER_ROLLUP_NODE_REFUSED';
  override readonly fault = 'transient';

  constructor(method: string, reason: string) {
    super('the rollup node refuses the call: does it serve this method?', { method, reason });
  }
}

/** One call of a batch. */
export type RpcCall = { readonly method: string; readonly params: readonly unknown[] };

/** An answer of a batch: a result, or the node's error. */
export type RpcAnswer = { readonly result: unknown } | { readonly error: string };

const answerSchema = z.object({
  id: z.number().nullish(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

const deadlineMs = 5_000;
const callsPerBatch = 50;
const maxAnswerBytes = 64 * 1024 * 1024;

/** Calls in batches, answers in the order of the calls. @throws RollupNodeUnavailableError */
export async function rpcBatch(
  url: string,
  calls: readonly RpcCall[],
  signal: AbortSignal,
): Promise<RpcAnswer[]> {
  const answers: RpcAnswer[] = [];
  for (let from = 0; from < calls.length; from += callsPerBatch) {
    answers.push(...(await postBatch(url, calls.slice(from, from + callsPerBatch), signal)));
  }
  return answers;
}

/** Calls once. @throws RollupNodeUnavailableError, RollupNodeRefusedError */
export async function rpcCall(url: string, call: RpcCall, signal: AbortSignal): Promise<unknown> {
  const [answer] = await postBatch(url, [call], signal);
  if (answer === undefined) throw new RollupNodeUnavailableError(call.method);
  if ('error' in answer) throw new RollupNodeRefusedError(call.method, answer.error);
  return answer.result;
}

function postBatch(url: string, calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcAnswer[]> {
  const method = calls[0]?.method ?? 'nothing';
  const body = JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call })));
  return withDeadline(
    { ms: deadlineMs, what: `the rollup node's answer to ${method}` },
    async (limited) => {
      let parsed: unknown;
      try {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(url, { method: 'POST', headers, body, signal: limited });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        if (Number(response.headers.get('content-length') ?? 0) > maxAnswerBytes)
          throw new Error('answer too large');
        parsed = await response.json();
      } catch (error) {
        limited.throwIfAborted();
        throw new RollupNodeUnavailableError(method, { cause: error });
      }
      return orderAnswers(parsed, calls.length);
    },
    signal,
  );
}

function orderAnswers(parsed: unknown, count: number): RpcAnswer[] {
  const batch = z.array(answerSchema).safeParse(parsed);
  if (!batch.success)
    throw new MalformedError('the rollup node answered no JSON-RPC batch', {}, { cause: batch.error });
  const byId = new Map(batch.data.map((answer) => [answer.id, answer]));
  return Array.from({ length: count }, (_, id): RpcAnswer => {
    const answer = byId.get(id);
    if (answer === undefined) return { error: 'no answer' };
    return answer.error === undefined ? { result: answer.result } : { error: answer.error.message };
  });
}
