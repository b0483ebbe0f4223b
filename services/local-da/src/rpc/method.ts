import type { Decoder } from './decode.ts';

/** What a token must allow. */
export type Permission = 'public' | 'read' | 'write' | 'admin';

/** A method that answers once; its result is JSON text. */
export type Method = {
  readonly kind: 'call';
  readonly permission: Permission;
  /** Decodes and runs. @throws DecodeError before it runs, MethodError after. */
  readonly params: readonly Decoder<unknown>[];
  run(params: readonly unknown[], signal: AbortSignal): Promise<string>;
};

/** A method that answers with a channel of values, over WebSocket only. */
export type Subscription = {
  readonly kind: 'subscription';
  readonly permission: Permission;
  readonly params: readonly Decoder<unknown>[];
  run(params: readonly unknown[], signal: AbortSignal): AsyncIterable<string>;
};

/** By name, such as `blob.Submit`. */
export type Methods = Readonly<Record<string, Method | Subscription>>;

type Decoded<D extends readonly Decoder<unknown>[]> = {
  [K in keyof D]: D[K] extends Decoder<infer T> ? T : never;
};

/** A method whose parameters have the types of their decoders. */
export function method<const D extends readonly Decoder<unknown>[]>(
  permission: Permission,
  params: D,
  run: (params: Decoded<D>, signal: AbortSignal) => Promise<string>,
): Method {
  return { kind: 'call', permission, params, run: (given, signal) => run(given as Decoded<D>, signal) };
}

/** A subscription whose parameters have the types of their decoders. */
export function subscription<const D extends readonly Decoder<unknown>[]>(
  permission: Permission,
  params: D,
  run: (params: Decoded<D>, signal: AbortSignal) => AsyncIterable<string>,
): Subscription {
  return {
    kind: 'subscription',
    permission,
    params,
    run: (given, signal) => run(given as Decoded<D>, signal),
  };
}
