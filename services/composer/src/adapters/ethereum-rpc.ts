import { SwitchyardError } from '@switchyard/primitives';
import { jsonExcess, withDeadline } from '@switchyard/service-kit';
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

/** The rollup's node answered what is no answer to the call: it is broken, or lies. It may be mended: asking again is right. */
export class RollupNodeGarbledError extends SwitchyardError {
  override readonly code = 'COMPOSER_ROLLUP_NODE_GARBLED';
  override readonly fault = 'transient';

  constructor(method: string) {
    super('the rollup node answered what is no answer: is this the URL of an Ethereum node?', { method });
  }
}

/** A quantity of JSON-RPC. */
export const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((text) => BigInt(text));

/** What a node answered, when it is of the form that the method has. @throws RollupNodeGarbledError */
export function understood<T extends z.ZodType>(schema: T, method: string, answer: unknown): z.output<T> {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new RollupNodeGarbledError(method);
  return parsed.data;
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

const batchSchema = z.array(answerSchema);

const deadlineMs = 5_000;
const callsPerBatch = 50;
const maxAnswerBytes = 32 * 1024 * 1024;
/** What parsing makes of an answer is many times its text. */
const answerShape = { depth: 32, values: 500_000 } as const;

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
        parsed = parseAnswer(await readAnswer(response));
      } catch (error) {
        limited.throwIfAborted();
        throw new RollupNodeUnavailableError(method, { cause: error });
      }
      return orderAnswers(understood(batchSchema, method, parsed), calls.length);
    },
    signal,
  );
}

/** An answer may come in pieces without end, whatever length it declares. */
async function readAnswer(response: Response): Promise<Uint8Array> {
  if (response.body === null) throw new Error('no answer');
  let content = Buffer.alloc(0);
  let length = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    if (length + chunk.length > maxAnswerBytes) throw new Error('answer too large');
    if (length + chunk.length > content.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (length + chunk.length));
      content.copy(larger, 0, 0, length);
      content = larger;
    }
    content.set(chunk, length);
    length += chunk.length;
  }
  return content.subarray(0, length);
}

function parseAnswer(bytes: Uint8Array): unknown {
  if (jsonExcess(bytes, answerShape) !== undefined) throw new Error('answer of too many values');
  return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
}

function orderAnswers(batch: z.output<typeof batchSchema>, count: number): RpcAnswer[] {
  const byId = new Map(batch.map((answer) => [answer.id, answer]));
  return Array.from({ length: count }, (_, id): RpcAnswer => {
    const answer = byId.get(id);
    if (answer === undefined) return { error: 'no answer' };
    return answer.error === undefined ? { result: answer.result } : { error: answer.error.message };
  });
}
