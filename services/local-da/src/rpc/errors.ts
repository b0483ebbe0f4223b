/** A method ran and says no: HTTP 200, code 1, the text alone. */
export class MethodError extends Error {}

/** A parameter that Go's JSON decoder refuses; the text is Go's. */
export class DecodeError extends Error {}

/** The call is refused before the method runs: HTTP 500 with a code of its own. */
export class CallError extends Error {
  readonly code: number;

  constructor(message: string, { code, ...options }: ErrorOptions & { readonly code: number }) {
    super(message, options);
    this.code = code;
  }
}

/** The body is no request: HTTP 400 when it is empty, else 500; the id is null. */
export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
/** What go-jsonrpc answers when a method panics. */
export const PANIC = 0;
