import type { Decoder } from './decode.ts';

/** What a token must allow. */
export type Permission = 'public' | 'read' | 'write' | 'admin';

/** What a method has of its request. */
export type Scope = {
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal;
  /** Waits until so many bytes of blobs may be worked on; held until the answer has been sent. */
  readonly hold: (bytes: number) => Promise<void>;
};

/** A method that answers once; its result is JSON text. */
export type Method = {
  readonly kind: 'call';
  readonly permission: Permission;
  /** Decodes and runs. @throws DecodeError before it runs, MethodError after. */
  readonly params: readonly Decoder<unknown>[];
  run(params: readonly unknown[], scope: Scope): Promise<string>;
};

/** A method that answers with a channel of values, over WebSocket only. */
export type Subscription = {
  readonly kind: 'subscription';
  readonly permission: Permission;
  readonly params: readonly Decoder<unknown>[];
  run(params: readonly unknown[], scope: Scope): AsyncIterable<string>;
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
  run: (params: Decoded<D>, scope: Scope) => Promise<string>,
): Method {
  return { kind: 'call', permission, params, run: (given, scope) => run(given as Decoded<D>, scope) };
}

/** A subscription whose parameters have the types of their decoders. */
export function subscription<const D extends readonly Decoder<unknown>[]>(
  permission: Permission,
  params: D,
  run: (params: Decoded<D>, scope: Scope) => AsyncIterable<string>,
): Subscription {
  return {
    kind: 'subscription',
    permission,
    params,
    run: (given, scope) => run(given as Decoded<D>, scope),
  };
}
