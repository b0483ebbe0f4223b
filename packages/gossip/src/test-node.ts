import { randomBytes } from 'node:crypto';
import type { GossipEvent, GossipNode, GossipOptions, TopicSubscription } from './index.ts';
import { createGossipNode } from './index.ts';

/** A node of a test with everything that happened to it. */
export type TestNode = GossipNode & { readonly events: readonly GossipEvent[] };

/** A node on a free port that dials the nodes given. */
export async function startNode(
  dials: readonly GossipNode[] = [],
  options: Partial<GossipOptions> = {},
): Promise<TestNode> {
  const events: GossipEvent[] = [];
  const node = await createGossipNode({
    listen: '/ip4/127.0.0.1/tcp/0',
    keySeed: randomBytes(32),
    bootstrap: dials.flatMap((dialled) => dialled.addresses()),
    floodPublish: false,
    maxConnections: 50,
    observe: (event) => events.push(event),
    ...options,
  });
  return { ...node, events };
}

/** A subscription by first byte: 0 is rejected, 1 is ignored, else accepted and collected. */
export function byFirstByte(maxBytes = 3_000_000): TopicSubscription & { readonly got: Uint8Array[] } {
  const got: Uint8Array[] = [];
  return {
    got,
    maxBytes,
    validate: async ([first]) => (first === 0 ? 'reject' : first === 1 ? 'ignore' : 'accept'),
    onAccepted: (bytes) => got.push(bytes),
  };
}

/** Bytes that nobody has seen. */
export function aMessage(first: number, length = 100): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(randomBytes(Math.min(length, 64)));
  bytes[0] = first;
  return bytes;
}

/** Waits until something is so. @throws after five seconds. */
export async function until(isSo: () => boolean, what = 'condition', ms = 30_000): Promise<void> {
  const began = performance.now();
  while (!isSo()) {
    if (performance.now() - began > ms) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
