import { SwitchyardError } from '@switchyard/primitives';
import { readAnswer } from '@switchyard/service-kit';

/** A JSON object whose fields are not checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a JSON-RPC server answered: a result, or its own refusal. */
export type JsonRpcAnswer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly code: number; readonly message: string; readonly data: string };

/** The body is larger than allowed or is no JSON-RPC answer. */
export class JsonRpcAnswerError extends SwitchyardError {
  override readonly code = 'JSON_RPC_ANSWER';
  override readonly fault = 'transient';

  constructor(problem: string, options?: ErrorOptions) {
    super('answer is not as json-rpc has it', { problem }, options);
  }
}

/** One JSON-RPC call by POST, its answer bounded in bytes. */
export async function jsonRpc(
  { url, method, params, maxBytes }: JsonRpcRequest,
  signal: AbortSignal,
): Promise<JsonRpcAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal,
  });
  const body = await readAnswer(response, { maxBytes });
  if (body.kind === 'refused') throw new JsonRpcAnswerError('too large');
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.text);
  } catch (error) {
    throw new JsonRpcAnswerError('not json', { cause: error });
  }
  if (!isObject(parsed)) throw new JsonRpcAnswerError('not an object');
  const { error, result } = parsed;
  if (isObject(error)) {
    return {
      kind: 'error',
      code: Number(error['code']),
      message: text(error['message']),
      data: text(error['data']),
    };
  }
  if (!('result' in parsed)) throw new JsonRpcAnswerError('no result');
  return { kind: 'result', result };
}

/** What is called, and how long its answer may be. */
export type JsonRpcRequest = {
  readonly url: string;
  readonly method: string;
  readonly params: JsonObject;
  readonly maxBytes: number;
};

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field of an object, itself an object. @throws JsonRpcAnswerError */
export function objectField(from: unknown, field: string): JsonObject {
  const value = isObject(from) ? from[field] : undefined;
  if (!isObject(value)) throw new JsonRpcAnswerError(`an object is missing: ${field}`);
  return value;
}

/** The field of an object, an array. @throws JsonRpcAnswerError */
export function arrayField(from: unknown, field: string): readonly unknown[] {
  const value: unknown = isObject(from) ? from[field] : undefined;
  if (!Array.isArray(value)) throw new JsonRpcAnswerError(`a list is missing: ${field}`);
  return value;
}

/** The field of an object, a text. @throws JsonRpcAnswerError */
export function textField(from: unknown, field: string): string {
  const value = isObject(from) ? from[field] : undefined;
  if (typeof value !== 'string') throw new JsonRpcAnswerError(`a text is missing: ${field}`);
  return value;
}

/** The field of an object, an integer in decimal. @throws JsonRpcAnswerError */
export function integerField(from: unknown, field: string): bigint {
  const value = isObject(from) ? from[field] : undefined;
  const decimal = typeof value === 'number' ? String(value) : value;
  if (typeof decimal !== 'string' || !/^-?\d{1,20}$/.test(decimal)) {
    throw new JsonRpcAnswerError(`an integer is missing: ${field}`);
  }
  return BigInt(decimal);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
