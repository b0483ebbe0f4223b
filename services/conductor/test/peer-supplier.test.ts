import type { GossipNode } from '@switchyard/gossip';
import { sequencerHeight } from '@switchyard/primitives';
import { switchyard } from '@switchyard/proto';
import { encodeFilteredBlock, filterBlock } from '@switchyard/protocol';
import { systemClock } from '@switchyard/service-kit';
import { aValidator, createTestChain } from '@switchyard/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { peerProtocol } from '../src/adapters/peer-protocol.ts';
import { createPeerSupplier } from '../src/adapters/peer-supplier.ts';
import { createStandings } from '../src/domain/standings.ts';
import { demo } from './fakes.ts';

const { PeerResponse } = switchyard.relayer.v1;
const chain = createTestChain({ validators: [aValidator('a')] });
chain.nextBlocks(3);
const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Peers that take so long for each message; undefined: they never answer. */
function newWorld(peers: Readonly<Record<string, number | undefined>>, { hasOther = false } = {}) {
  const asked: string[] = [];
  let now = 0;
  const node = {
    peers: () => Object.keys(peers).map((id) => ({ id, protocols: [peerProtocol(chain.chainId)] })),
    request: async function* (
      peer: string,
      _protocol: string,
      _bytes: Uint8Array,
      { signal }: { signal: AbortSignal },
    ) {
      asked.push(peer);
      for (const block of chain.blocks) {
        await systemClock.sleep(peers[peer] ?? 3_600_000, signal);
        const filteredBlock = encodeFilteredBlock(filterBlock(block, demo));
        yield Uint8Array.from(PeerResponse.encode({ filteredBlock }).finish());
      }
    },
  };
  const supplier = createPeerSupplier({
    chainId: chain.chainId,
    node: () => node as unknown as GossipNode,
    standings: createStandings(),
    hasOther,
    clock: { elapsed: () => now },
    onAnswer: () => undefined,
  });
  return {
    asked,
    /** Resolves to the heights that one pull gives. */
    pull: async () => {
      const heights: bigint[] = [];
      const pulling = (async () => {
        const range = { from: sequencerHeight(1n), count: 3, rollupId: demo };
        for await (const { header } of supplier.blocks(range, never)) {
          heights.push(header.height);
          if (heights.length === range.count) break;
        }
      })().catch(() => undefined);
      await vi.advanceTimersByTimeAsync(60_000);
      await pulling;
      return heights;
    },
    wait: (ms: number) => {
      now += ms;
    },
  };
}

it('uses a slow peer when there is no other source', async () => {
  const world = newWorld({ slow: 4_000 });
  expect(await world.pull()).toEqual([1n, 2n, 3n]);
  expect(world.asked).toEqual(['slow']);
});

it('uses a slow peer beside others that give nothing, pull for pull', async () => {
  const world = newWorld({ silent: undefined, slow: 4_000, silenter: undefined });
  const pulls: number[] = [];
  for (let n = 0; n < 12; n++) {
    pulls.push((await world.pull()).length);
    world.wait(1_000);
  }
  expect(pulls.slice(3)).toEqual(Array.from({ length: 9 }, () => 3));
});

it('waits a second for a peer when another gives the blocks at once', async () => {
  const world = newWorld({ slow: 4_000, fast: 10 });
  await world.pull();
  world.wait(1_000);
  for (let n = 0; n < 5; n++) {
    expect(await world.pull()).toEqual([1n, 2n, 3n]);
    world.wait(1_000);
  }
  expect(world.asked.filter((peer) => peer === 'slow').length).toBeLessThanOrEqual(2);
});

it('passes a slow peer over where there is a relayer', async () => {
  const world = newWorld({ slow: 4_000 }, { hasOther: true });
  expect(await world.pull()).toEqual([]);
  world.wait(1_000);
  expect(await world.pull()).toEqual([]);
  expect(world.asked).toEqual(['slow']);
});

it('asks the last peer again soon, however often it failed', async () => {
  const peers: Record<string, number | undefined> = { only: undefined };
  const world = newWorld(peers);
  for (let n = 0; n < 20; n++) {
    expect(await world.pull()).toEqual([]);
    world.wait(1_000);
  }
  peers['only'] = 10;
  expect(await world.pull()).toEqual([1n, 2n, 3n]);
});
