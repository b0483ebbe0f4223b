/** An error of JSON-RPC, in CometBFT's words. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: string | undefined;

  constructor(code: number, message: string, data?: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.data = data;
  }
}

/** What is refused for now. */
export class BusyError extends RpcError {}

export function parseError(data: string): RpcError {
  return new RpcError(-32_700, 'Parse error. Invalid JSON', data);
}

export function invalidRequest(data: string): RpcError {
  return new RpcError(-32_600, 'Invalid Request', data);
}

export function methodNotFound(): RpcError {
  return new RpcError(-32_601, 'Method not found');
}

export function invalidParams(data: string): RpcError {
  return new RpcError(-32_602, 'Invalid params', data);
}

/** What CometBFT answers for everything that a method itself refuses. */
export function internalError(data: string): RpcError {
  return new RpcError(-32_603, 'Internal error', data);
}

/** It may be asked again later: clients of ours take code -32603 for a fault that passes. */
export function busy(data: string): BusyError {
  return new BusyError(-32_603, 'Internal error', `server is busy: ${data}`);
}
