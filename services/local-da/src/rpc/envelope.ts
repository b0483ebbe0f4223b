import {
  CallError,
  DecodeError,
  INVALID_PARAMS,
  METHOD_NOT_FOUND,
  MethodError,
  PARSE_ERROR,
} from './errors.ts';
import type { Method, Methods, Permission, Subscription } from './method.ts';

/** Whether the caller may. */
export type Allows = (permission: Permission) => boolean;

/** A request that can be answered. */
export type Request = { readonly id: unknown; readonly name: string; readonly params: unknown };

/** The parts of a JSON value that is a request. @throws CallError for an id of another kind. */
export function parseRequest(json: unknown): Request {
  const { id, method, params } = (typeof json === 'object' && json !== null ? json : {}) as Record<
    string,
    unknown
  >;
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number') {
    throw new CallError('Parse error', { code: PARSE_ERROR });
  }
  return { id: id ?? null, name: typeof method === 'string' ? method : '', params };
}

/** A method that is found, with decoded parameters. */
export type Call = { readonly target: Method | Subscription; readonly params: readonly unknown[] };

/** Finds the method and decodes, in go-jsonrpc's order. @throws CallError, MethodError */
export function prepare(
  methods: Methods,
  { name, params }: Request,
  { allows, hasChannels }: { readonly allows: Allows; readonly hasChannels: boolean },
): Call {
  const target = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (target === undefined) throw new CallError(`method '${name}' not found`, { code: METHOD_NOT_FOUND });
  if (target.kind === 'subscription' && !hasChannels) {
    const why = 'not supported in this mode (no out channel support)';
    throw new CallError(`method '${name}' ${why}`, { code: METHOD_NOT_FOUND });
  }
  const given = paramList(params);
  if (given.length !== target.params.length) {
    const counts = `${given.length} != ${target.params.length}`;
    throw new CallError(`wrong param count (method '${name}'): ${counts}`, { code: INVALID_PARAMS });
  }
  const decoded = target.params.map((decoder, i) => {
    const { type } = decoder;
    try {
      return decoder.decode(given[i]);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      const what = `unmarshaling params for '${name}' (param: ${type})`;
      throw new CallError(`${what}: ${error.message}`, { code: PARSE_ERROR, cause: error });
    }
  });
  if (!allows(target.permission)) {
    const short = name.slice(name.indexOf('.') + 1);
    throw new MethodError(`missing permission to invoke '${short}' (need '${target.permission}')`);
  }
  return { target, params: decoded };
}

/** What a submission was given is held by the mempool, within its own bound; any other call holds its parameters itself. */
export function holdsParameters({ name }: Request): boolean {
  return name !== 'blob.Submit';
}

function paramList(params: unknown): readonly unknown[] {
  if (params === undefined || params === null) return [];
  if (Array.isArray(params)) return params;
  const kind = typeof params === 'object' ? 'object' : typeof params === 'boolean' ? 'bool' : typeof params;
  const why = `json: cannot unmarshal ${kind} into Go value of type []jsonrpc.param`;
  throw new CallError(`unmarshaling param array: ${why}`, { code: PARSE_ERROR });
}

/** The reply with a result, which is JSON text. */
export function formatResult(id: unknown, result: string): string {
  return `{"id":${JSON.stringify(id)},"jsonrpc":"2.0","result":${result}}`;
}

/** The reply with an error. */
export function formatError(id: unknown, code: number, message: string): string {
  return `{"error":{"code":${code},"message":${JSON.stringify(message)}},"id":${JSON.stringify(id)},"jsonrpc":"2.0"}`;
}

/** An error of a call as code, text and HTTP status; undefined for what is a bug. */
export function refusalOf(
  error: unknown,
): { readonly code: number; readonly message: string; readonly status: number } | undefined {
  if (error instanceof MethodError) return { code: 1, message: error.message, status: 200 };
  if (error instanceof CallError) return { code: error.code, message: error.message, status: 500 };
  return undefined;
}
