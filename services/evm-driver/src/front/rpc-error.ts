import { type Fault, SwitchyardError } from '@switchyard/primitives';

/** What a user gets instead of a result. */
export class RpcError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_RPC';
  override readonly fault: Fault = 'rejected';
  readonly rpcCode: number;
  readonly text: string;
  readonly data: unknown;
  /** Where it is the answer to a whole HTTP request. */
  readonly httpStatus: number;

  constructor(text: string, { rpcCode, data, cause, httpStatus = 400 }: RpcErrorOptions) {
    super('a call was refused', { rpcCode }, { cause });
    this.rpcCode = rpcCode;
    this.text = text;
    this.data = data;
    this.httpStatus = httpStatus;
  }
}

/** What goes with the text. */
export type RpcErrorOptions = {
  readonly rpcCode: number;
  readonly data?: unknown;
  readonly cause?: unknown;
  readonly httpStatus?: number;
};

/** Codes of JSON-RPC 2.0 and of EIP-1474. */
export const rpcCodes = {
  parse: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internal: -32_603,
  server: -32_000,
  limitExceeded: -32_005,
  batchTooLarge: -32_600,
  responseTooLarge: -32_003,
} as const;

/** Why a user got no result, closed for metrics. */
export function reasonOf({ rpcCode, httpStatus }: RpcError) {
  if (httpStatus === 413) return 'too-large';
  switch (rpcCode) {
    case rpcCodes.parse:
      return 'parse';
    case rpcCodes.invalidRequest:
      return 'invalid-request';
    case rpcCodes.methodNotFound:
      return 'method-not-found';
    case rpcCodes.invalidParams:
      return 'invalid-params';
    case rpcCodes.limitExceeded:
      return 'limit';
    case rpcCodes.responseTooLarge:
      return 'response-too-large';
    default:
      return 'other';
  }
}

/** Arguments that the method does not take. */
export function invalidParams(text: string): RpcError {
  return new RpcError(text, { rpcCode: rpcCodes.invalidParams });
}

/** All callers together hold as much as they may; trying again later helps. */
export function busy(): RpcError {
  return new RpcError('server is busy', { rpcCode: rpcCodes.limitExceeded, httpStatus: 503 });
}
