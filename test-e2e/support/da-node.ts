import { call } from './checker/json-rpc.ts';
import { hex, namespaceOf, sha256 } from './checker/merkle.ts';

/** A blob as blob.Submit takes it and blob.GetAll gives it; bytes as base64. */
export type DaBlob = {
  readonly namespace: string;
  readonly data: string;
  readonly share_version: number;
  readonly signer?: string;
  readonly commitment?: string;
};

/** local-da from outside: the JSON-RPC that any stranger has, and the knobs of its admin port. */
export type DaNode = {
  readonly url: string;
  readonly head: () => Promise<number>;
  /** All blobs of some namespaces (base64) at a height. */
  readonly blobsAt: (height: number, namespaces: readonly string[]) => Promise<readonly DaBlob[]>;
  /** Pays as one of the node's keys. @returns the height at which the blobs landed. */
  readonly submit: (blobs: readonly DaBlob[], keyName?: string) => Promise<number>;
  readonly knobs: (change: Readonly<Record<string, unknown>>) => Promise<void>;
};

const SUBMIT_DEADLINE_MS = 120_000;

/** The DA node of a local network. */
export function daNodeAt(portOffset: number): DaNode {
  const url = `http://127.0.0.1:${26_658 + portOffset}`;
  const admin = `http://127.0.0.1:${9_104 + portOffset}`;
  return {
    url,
    head: async () => {
      type Head = { readonly header: { readonly height: string } };
      return Number((await call<Head>(url, 'header.NetworkHead', [])).header.height);
    },
    blobsAt: async (height, namespaces) =>
      (await call<readonly DaBlob[] | null>(url, 'blob.GetAll', [height, namespaces])) ?? [],
    submit: async (blobs, keyName) => {
      const params = [blobs, keyName === undefined ? {} : { key_name: keyName }];
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'blob.Submit', params }),
        signal: AbortSignal.timeout(SUBMIT_DEADLINE_MS),
      });
      const answer = (await response.json()) as { result?: number; error?: { message: string } };
      if (answer.result === undefined) throw new Error(answer.error?.message ?? 'no result');
      return answer.result;
    },
    knobs: async (change) => {
      const response = await fetch(`${admin}/knobs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(change),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok) throw new Error(`knobs answered ${response.status}: ${await response.text()}`);
    },
  };
}

/** The namespace of a rollup in base64, of the chain itself without a name. */
export function namespaceText(chainId: string, rollup?: string): string {
  const id = rollup === undefined ? '' : hex(sha256(rollup));
  return Buffer.from(namespaceOf(chainId, id)).toString('base64');
}
