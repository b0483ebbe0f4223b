import type { ServerResponse } from 'node:http';
import type { Allowance } from '@switchyard/service-kit';
import type { EngineMetrics } from '../metrics.ts';
import { type Answer, allOf, type Keep } from './json-rpc.ts';

/** What is sent over HTTP. */
export type HttpAnswer = {
  readonly code: number;
  readonly type: 'application/json' | 'text/plain';
  readonly text: string;
};

/** The answer to one HTTP request, from the first piece that is kept for it until it is read. */
export type Answering = {
  /** Counts a piece; false when it does not fit, or was dropped for others. */
  readonly keep: Keep;
  /** What is kept as one answer. */
  readonly all: () => Answer | undefined;
  /** Resolves when it is read, or the asker has gone. */
  readonly send: (answer: HttpAnswer) => Promise<void>;
  readonly release: () => void;
};

/** Begins to answer: `unread` are the answers of all requests, of which this one may be dropped. */
export function createAnswering(
  response: ServerResponse,
  { unread, metrics }: { readonly unread: Allowance; readonly metrics: EngineMetrics },
): Answering {
  const kept: Answer[] = [];
  const holding = unread.open(() => {
    metrics.rpcDropped.inc();
    kept.length = 0;
    response.destroy();
  });
  return {
    keep: (piece) => {
      const isKept = holding.grow(piece.text.length);
      if (isKept) kept.push(piece);
      return isKept;
    },
    all: () => allOf(kept),
    send: async ({ code, type, text }) => {
      if (response.destroyed) return;
      const closed = new Promise<void>((resolve) => response.once('close', resolve));
      const bytes = Buffer.from(text);
      kept.length = 0;
      response.writeHead(code, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
      await closed;
    },
    release: holding.release,
  };
}
