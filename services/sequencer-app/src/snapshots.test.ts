import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { address, sha256, toHex } from '@switchyard/primitives';
import { createLogger, systemClock } from '@switchyard/service-kit';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openSnapshotFolder } from './adapters/snapshot-folder.ts';
import { encodeManifest, type SnapshotManifest, snapshotHash } from './domain/snapshot.ts';
import { type FailpointName, failpoints } from './failpoints.ts';
import { createSnapshotMaker } from './make-snapshots.ts';
import { createSequencerAppMetrics } from './metrics.ts';
import type { SnapshotFolder, StoredSnapshot } from './ports.ts';
import { createRestore, type OfferedSnapshot } from './restore.ts';
import {
  admit,
  Crash,
  decide,
  failAt,
  type Node,
  openNode,
  propose,
  start,
  temporaryFolder,
} from './testing/node.ts';
import { aTransaction, data, person, transfer } from './testing/world.ts';

const log = createLogger('sequencer-app', 'error');
/** Enough of them for two chunks. */
const accounts = Array.from({ length: 17_000 }, (_, n) => {
  const bytes = new Uint8Array(20);
  new DataView(bytes.buffer).setUint32(0, n * 140_000);
  return { address: address(bytes), balance: BigInt(n) };
});
const genesis = { accounts: [...accounts, { address: person(2), balance: 1_000_000n }] };

async function commitBlock(node: Node, ...transactions: Parameters<typeof admit>[1][]): Promise<Uint8Array> {
  admit(node, ...transactions);
  const height = (node.consensus.committed()?.height ?? 0n) + 1n;
  return decide(node, height, propose(node, height));
}

/** A node whose state of height 2 is in a snapshot, while it went on to height 4. */
async function aServer(folder: string) {
  const node = await openNode(folder);
  start(node.consensus, genesis);
  const snapshots = await openSnapshotFolder(join(folder, 'snapshots'));
  const making = make(node, snapshots);
  const sent = aTransaction(2, { actions: [transfer(9, 400n)] });
  await commitBlock(node, sent);
  await commitBlock(node, aTransaction(2, { nonce: 1n, actions: [data('demo', 300)] }));
  const appHash = node.consensus.committed()?.appHash ?? new Uint8Array();
  making.maker.committed(2n);
  await commitBlock(node, aTransaction(2, { nonce: 2n, actions: [transfer(8, 7n)] }));
  await commitBlock(node);
  await vi.waitFor(() => expect(snapshots.list().length).toBe(1), 30_000);
  await making.end();
  const [snapshot] = snapshots.list();
  if (snapshot === undefined) throw new Error('no snapshot');
  return { node, snapshots, snapshot, appHash, sent };
}

function make(
  node: { readonly store: Pick<Node['store'], 'freeze'> },
  snapshots: SnapshotFolder,
  failpoint?: FailpointName,
) {
  const metrics = createSequencerAppMetrics();
  const maker = createSnapshotMaker(
    { store: node.store, snapshots, failpoints: failAt(failpoint), clock: systemClock, log, metrics },
    { interval: 2 },
  );
  const stop = new AbortController();
  const running = maker.run(stop.signal);
  running.catch(() => undefined);
  return {
    maker,
    metrics,
    running,
    end: () => {
      stop.abort(new Error('stopped'));
      return running;
    },
  };
}

function restoreInto(node: Node, failpoint?: FailpointName) {
  return createRestore({
    store: node.store.restoring,
    consensus: node.consensus,
    failpoints: failAt(failpoint),
    log,
  });
}

function offerOf({ manifest, bytes, hash }: StoredSnapshot): OfferedSnapshot {
  return { height: manifest.height, format: 1, chunks: manifest.chunks.length, hash, manifest: bytes };
}

type Server = Awaited<ReturnType<typeof aServer>>;

/** As CometBFT does it. */
async function fetchInto(node: Node, { snapshots, snapshot, appHash }: Server, failpoint?: FailpointName) {
  const restore = restoreInto(node, failpoint);
  expect(restore.offer(offerOf(snapshot), appHash)).toBe('accepted');
  for (const index of snapshot.manifest.chunks.keys()) {
    const chunk = (await snapshots.chunk(snapshot.manifest.height, index)) ?? new Uint8Array();
    expect(restore.apply(index, chunk, 'peer')).toEqual({ kind: 'accepted' });
  }
}

const shared = await temporaryFolder();
const serving = await aServer(join(shared.path, 'server'));
let joiners = 0;
afterAll(async () => {
  await serving.node[Symbol.asyncDispose]();
  await shared[Symbol.asyncDispose]();
});

function withServer(run: (server: Server, joining: string) => Promise<void>): Promise<void> {
  return run(serving, join(shared.path, `joining-${++joiners}`));
}

const slow = { timeout: 60_000 };

describe('a node that joins by a snapshot', () => {
  it('has the state of that height, and goes on as all others do', slow, () =>
    withServer(async (server, folder) => {
      const { height } = server.snapshot.manifest;
      const ahead = server.node.consensus.committed();
      expect(server.snapshot.manifest.chunks.length).toBeGreaterThan(1);
      {
        await using node = await openNode(folder);
        await fetchInto(node, server);
        expect(node.consensus.durable()).toEqual({ height, appHash: server.appHash });
        expect(ahead?.height).toBe(4n);
        await commitBlock(node, aTransaction(2, { nonce: 2n, actions: [transfer(8, 7n)] }));
        expect(toHex(await commitBlock(node))).toBe(toHex(ahead?.appHash ?? new Uint8Array()));
      }
      await using again = await openNode(folder);
      expect(again.consensus.committed()?.height).toBe(4n);
    }),
  );

  it('knows transactions from the height after it on, and says so', slow, () =>
    withServer(async (server, folder) => {
      await using node = await openNode(folder);
      expect(node.store.indexedFrom()).toBe(1n);
      await fetchInto(node, server);
      expect(server.node.store.placeOf(server.sent.id)).toMatchObject({ height: 1n });
      expect(node.store.placeOf(server.sent.id)).toBeUndefined();
      expect(node.store.indexedFrom()).toBe(3n);
      const later = aTransaction(2, { nonce: 2n, actions: [transfer(8, 7n)] });
      await commitBlock(node, later);
      expect(node.store.placeOf(later.id)).toMatchObject({ height: 3n });
      expect(() => admit(node, server.sent)).toThrow('NONCE_USED');
    }),
  );

  it('may have had a state before, which is gone in the same step', slow, () =>
    withServer(async (server, folder) => {
      const old = aTransaction(5, { actions: [transfer(6, 1n)] });
      {
        await using node = await openNode(folder);
        start(node.consensus, { accounts: [{ address: person(5), balance: 5n }] });
        await commitBlock(node, old);
      }
      await using node = await openNode(folder);
      await fetchInto(node, server);
      expect(node.consensus.durable().height).toBe(2n);
      expect(node.store.placeOf(old.id)).toBeUndefined();
      await fetchInto(node, server);
      expect([...node.store.entries()].length).toBe(server.snapshot.manifest.entries);
    }),
  );

  it('takes no other state when consensus drives it', slow, () =>
    withServer(async (server, folder) => {
      await using node = await openNode(folder);
      start(node.consensus);
      expect(restoreInto(node).offer(offerOf(server.snapshot), server.appHash)).toBe('rejected');
      await commitBlock(node);
      expect(restoreInto(node).offer(offerOf(server.snapshot), server.appHash)).toBe('rejected');
    }),
  );

  it('asks again for a chunk with any flipped byte, and names who sent it', slow, () =>
    withServer(async ({ snapshots, snapshot, appHash }, folder) => {
      await using node = await openNode(folder);
      const restore = restoreInto(node);
      restore.offer(offerOf(snapshot), appHash);
      const chunk = Uint8Array.from((await snapshots.chunk(2n, 0)) ?? []);
      for (const at of [0, 1, 700, chunk.length - 1]) {
        const flipped = chunk.slice();
        flipped[at] = (flipped[at] ?? 0) ^ 0x10;
        expect(restore.apply(0, flipped, 'liar')).toEqual({ kind: 'fetch again', index: 0, liar: 'liar' });
      }
      expect(restore.apply(0, new Uint8Array(5 << 20), 'liar').kind).toBe('fetch again');
      expect(restore.apply(0, chunk, 'peer').kind).toBe('accepted');
      expect(restore.apply(0, chunk, 'peer').kind).toBe('start over');
      expect(restore.apply(1, chunk, 'peer').kind).toBe('nothing restored');
      expect(node.consensus.committed()).toBeUndefined();
    }),
  );

  it('refuses an offer that does not hold together', slow, () =>
    withServer(async ({ snapshot, appHash }, folder) => {
      await using node = await openNode(folder);
      const restore = restoreInto(node);
      const good = offerOf(snapshot);
      const withManifest = (change: Partial<SnapshotManifest>): OfferedSnapshot => {
        const manifest = encodeManifest({ ...snapshot.manifest, ...change });
        return { ...good, manifest, hash: snapshotHash(manifest) };
      };
      expect(restore.offer({ ...good, format: 2 }, appHash)).toBe('other format');
      expect(restore.offer(good, new Uint8Array(32))).toBe('rejected');
      expect(restore.offer({ ...good, height: 3n }, appHash)).toBe('rejected');
      expect(restore.offer({ ...good, chunks: 1 }, appHash)).toBe('rejected');
      expect(restore.offer({ ...good, hash: new Uint8Array(32) }, appHash)).toBe('rejected');
      expect(restore.offer(withManifest({ chunks: [] }), appHash)).toBe('rejected');
      expect(restore.offer(withManifest({ height: 9n }), appHash)).toBe('rejected');
      expect(restore.apply(0, new Uint8Array(), '').kind).toBe('nothing restored');
    }),
  );

  const first = (chunks: readonly Uint8Array[], chunk: Uint8Array) => chunks.with(0, chunk);
  it.each<[string, (chunks: readonly Uint8Array[]) => readonly Uint8Array[], Partial<SnapshotManifest>]>([
    ['another state', (chunks) => first(chunks, (chunks[0] ?? new Uint8Array()).with(60, 0xff)), {}],
    ['more entries than it says', (chunks) => chunks, { entries: 17_000 }],
    ['chunks in another order', (chunks) => chunks.toReversed(), {}],
    ['noise', (chunks) => first(chunks, Uint8Array.of(1, 2, 3)), {}],
    ['an empty chunk', (chunks) => first(chunks, new Uint8Array()), {}],
  ])('rejects a snapshot that is true to its own manifest but has %s', slow, (_name, forge, change) =>
    withServer(async ({ snapshots, snapshot, appHash }, folder) => {
      await using node = await openNode(folder);
      const honest = await Promise.all(
        snapshot.manifest.chunks.map(async (_hash, index) =>
          Uint8Array.from((await snapshots.chunk(2n, index)) ?? []),
        ),
      );
      const chunks = forge(honest);
      const manifest = encodeManifest({
        ...snapshot.manifest,
        chunks: chunks.map((chunk) => sha256(chunk)),
        ...change,
      });
      const restore = restoreInto(node);
      const offer = { ...offerOf(snapshot), manifest, hash: snapshotHash(manifest) };
      expect(restore.offer(offer, appHash)).toBe('accepted');
      const verdicts = chunks.map((chunk, index) => restore.apply(index, chunk, `peer ${index}`));
      const refusal = verdicts.find(({ kind }) => kind !== 'accepted');
      expect(refusal).toMatchObject({ kind: 'rejected' });
      expect(refusal).toHaveProperty('liars.0', 'peer 0');
      expect(node.consensus.durable().height).toBe(0n);
    }),
  );
});

describe('a crash', () => {
  const restoring = failpoints.filter((name) => name.startsWith('restore-'));
  it.each(restoring)(
    'at %s leaves the old state or the new one, and what is tried again succeeds',
    slow,
    (failpoint) =>
      withServer(async (server, folder) => {
        {
          await using node = await openNode(folder);
          await expect(fetchInto(node, server, failpoint)).rejects.toBeInstanceOf(Crash);
        }
        await using node = await openNode(folder);
        expect(node.consensus.durable().height).toBe(failpoint === 'restore-finish.after' ? 2n : 0n);
        await fetchInto(node, server);
        expect(node.consensus.durable()).toEqual({ height: 2n, appHash: server.appHash });
        await commitBlock(node);
      }),
  );

  const making = failpoints.filter((name) => name.startsWith('snapshot-'));
  it.each(making)('at %s leaves no half of a snapshot', slow, async (failpoint) => {
    await using folder = await temporaryFolder();
    const place = join(folder.path, 'snapshots');
    {
      await using node = await openNode(folder.path);
      start(node.consensus);
      await commitBlock(node);
      await commitBlock(node);
      const { maker, running } = make(node, await openSnapshotFolder(place), failpoint);
      maker.committed(2n);
      await expect(running).rejects.toBeInstanceOf(Crash);
    }
    const again = await openSnapshotFolder(place);
    expect(again.list().map(({ manifest }) => manifest.height)).toEqual(
      failpoint === 'snapshot-publish.after' ? [2n] : [],
    );
    expect(await readdir(place)).toEqual(failpoint === 'snapshot-publish.after' ? ['2'] : []);
  });
});

describe('who makes snapshots', () => {
  it('makes one at each n-th height and keeps two', slow, async () => {
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    start(node.consensus);
    const snapshots = await openSnapshotFolder(join(folder.path, 'snapshots'));
    const { maker, metrics, end } = make(node, snapshots);
    for (let height = 1n; height <= 8n; height++) {
      await commitBlock(node);
      maker.committed(height);
      // In the list it is before it is done with, and until then the next one is left out.
      const made = `snapshots_total{outcome="made"} ${height / 2n}`;
      if (height >= 2n)
        await vi.waitFor(async () => expect(await metrics.kit.registry.metrics()).toContain(made), 30_000);
    }
    await end();
    expect(snapshots.list().map(({ manifest }) => manifest.height)).toEqual([6n, 8n]);
    expect((await openSnapshotFolder(join(folder.path, 'snapshots'))).list().length).toBe(2);
    expect(await snapshots.chunk(4n, 0)).toBeUndefined();
  });

  it('reads a few entries at a time, and lets other work go on after each', slow, async () => {
    await using folder = await temporaryFolder();
    const snapshots = await openSnapshotFolder(join(folder.path, 'snapshots'));
    let turns = 0;
    let isOver = false;
    const otherWork = async (): Promise<void> => {
      for (; !isOver; turns++) await setImmediate();
    };
    const steps: { readonly entries: number; readonly turn: number }[] = [];
    const freeze: Node['store']['freeze'] = () => {
      const state = serving.node.store.freeze();
      return {
        ...state,
        entriesAfter: (key, limit) => {
          const entries = state.entriesAfter(key, limit);
          steps.push({ entries: entries.length, turn: turns });
          return entries;
        },
      };
    };
    const { maker, end } = make({ store: { freeze } }, snapshots);
    const working = otherWork();
    maker.committed(2n);
    await vi.waitFor(() => expect(snapshots.list().length).toBe(1), 30_000);
    isOver = true;
    await working;
    await end();
    const all = [...serving.node.store.entries()].length;
    expect(steps.reduce((sum, { entries }) => sum + entries, 0)).toBe(all);
    expect(Math.max(...steps.map(({ entries }) => entries))).toBe(250);
    expect(new Set(steps.map(({ turn }) => turn)).size).toBe(steps.length);
  });

  it('makes none on a disk that is nearly full, and goes on', slow, async () => {
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    start(node.consensus);
    const snapshots = await openSnapshotFolder(join(folder.path, 'snapshots'));
    let free = 1_000_000;
    const tight = { ...snapshots, freeBytes: () => Promise.resolve(free) };
    const { maker, end, metrics } = make(node, tight);
    await commitBlock(node);
    await commitBlock(node);
    maker.committed(2n);
    const failed = async () =>
      (await metrics.kit.registry.metrics()).includes('snapshots_total{outcome="failed"} 1');
    await vi.waitFor(async () => expect(await failed()).toBe(true));
    expect(await readdir(join(folder.path, 'snapshots'))).toEqual([]);
    free = 1e12;
    await commitBlock(node);
    await commitBlock(node);
    await vi.waitFor(() => {
      maker.committed(4n);
      expect(snapshots.list().length).toBe(1);
    });
    await end();
  });

  it('never gives out a chunk that its disk has changed', slow, async () => {
    await using folder = await temporaryFolder();
    await using node = await openNode(folder.path);
    start(node.consensus);
    const place = join(folder.path, 'snapshots');
    const snapshots = await openSnapshotFolder(place);
    const { maker, end } = make(node, snapshots);
    await commitBlock(node);
    await commitBlock(node);
    maker.committed(2n);
    await vi.waitFor(() => expect(snapshots.list().length).toBe(1), 30_000);
    await end();
    const file = join(place, '2/0');
    const bytes = await readFile(file);
    expect(await snapshots.chunk(2n, 0)).toEqual(bytes);
    bytes[50] = (bytes[50] ?? 0) ^ 1;
    await writeFile(file, bytes);
    expect(await snapshots.chunk(2n, 0)).toBeUndefined();
    expect(snapshots.list()).toEqual([]);
    expect(await readdir(place)).toEqual([]);
  });

  it('removes what is no snapshot', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, '7'));
    await writeFile(join(folder.path, '7/manifest'), 'x');
    await mkdir(join(folder.path, '8'));
    await mkdir(join(folder.path, '9.unfinished'));
    await openSnapshotFolder(folder.path);
    expect(await readdir(folder.path)).toEqual([]);
  });
});
