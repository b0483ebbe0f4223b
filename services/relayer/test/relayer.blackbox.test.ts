import { readFile, stat } from 'node:fs/promises';
import { createRelayerClient } from '@switchyard/clients';
import { createGossipNode, type GossipNode, rollupTopic, txsTopic } from '@switchyard/gossip';
import { sequencerHeight, sha256, toHex, utf8 } from '@switchyard/primitives';
import { formatU64, switchyard } from '@switchyard/proto';
import {
  decodeFilteredBlock,
  signTransaction,
  verifyFilteredBlock,
  verifySignedBlock,
} from '@switchyard/protocol';
import { createTestChain, serveFakeCometbft } from '@switchyard/testing';
import { aFolder, sweepsFaults } from '@switchyard/testing/program';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeTransactionBatch } from '../src/adapters/transaction-batch-codec.ts';
import { serveFakeApp } from './fake-app.ts';
import { type RelayerProcess, startRelayer } from './process.ts';
import { both, demo, gm } from './world.ts';

const never = new AbortController().signal;

async function aNode(blocks: number) {
  const chain = createTestChain();
  chain.nextBlocks(blocks, both);
  const consensus = await serveFakeCometbft(chain);
  const app = await serveFakeApp(chain);
  onTestFinished(async () => {
    await consensus[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });
  const folder = await aFolder();
  const environment = {
    SWITCHYARD_RELAYER_CHAIN_ID: chain.chainId,
    SWITCHYARD_RELAYER_CONSENSUS_URL: consensus.url,
    SWITCHYARD_RELAYER_APP_ADDRESS: app.address,
    SWITCHYARD_RELAYER_DATA_DIR: `${folder}/data`,
    SWITCHYARD_RELAYER_P2P_KEY_FILE: `${folder}/p2p.key`,
  };
  const produce = (count = 1): void => {
    for (let i = 0; i < count; i++) {
      chain.nextBlock(both());
      consensus.announce();
    }
  };
  return { chain, consensus, app, folder, environment, produce };
}

const relayed = (relayer: RelayerProcess, heights: number) =>
  expect
    .poll(() => relayer.relayed())
    .toEqual(Array.from({ length: heights }, (_, index) => String(index + 1)));

async function aPeer(relayer: RelayerProcess, seed: string): Promise<GossipNode> {
  const node = await createGossipNode({
    listen: '/ip4/127.0.0.1/tcp/0',
    keySeed: sha256(utf8(seed)),
    bootstrap: [relayer.p2p],
    floodPublish: false,
    maxConnections: 10,
  });
  onTestFinished(async () => {
    await node[Symbol.asyncDispose]();
  });
  await expect.poll(() => node.peers().length).toBe(1);
  return node;
}

describe('relayer', { timeout: 60_000 }, () => {
  it('relays, serves, tells of itself, and ends when asked', async () => {
    const { chain, environment, produce, folder } = await aNode(3);
    const relayer = await startRelayer(environment);
    await relayed(relayer, 3);
    produce(2);
    await relayed(relayer, 5);
    expect(relayer.lines.find(({ msg }) => msg === 'block relayed')).toMatchObject({
      height: '1',
      rollups: 2,
      txs: 2,
    });

    using client = createRelayerClient(relayer.grpc);
    const head = await client.head(never);
    expect(head).toMatchObject({ chainId: chain.chainId, height: 5n });
    expect(head.p2pAddresses[0]).toContain(`${relayer.p2p}/p2p/`);
    const validators = chain.anchor().sequencer.nextValidators;
    const block = await client.signedBlock(sequencerHeight(2), never);
    verifySignedBlock(block, validators, chain.chainId);
    const mine = await client.filteredBlock(sequencerHeight(2), gm, never);
    verifyFilteredBlock(mine, gm, validators, chain.chainId);
    expect(await client.validatorSet(block.header.validatorsHash, never)).toEqual(validators);
    await expect(client.validatorSet(demo, never)).rejects.toMatchObject({
      code: 'RELAYER_UNKNOWN_VALIDATOR_SET',
      fault: 'rejected',
    });
    await expect(client.signedBlock(sequencerHeight(9), never)).rejects.toMatchObject({
      code: 'RELAYER_HEIGHT_NOT_YET',
      fault: 'transient',
    });
    await expect(
      client.signedBlocksFrom(sequencerHeight(0), never)[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject({
      fault: 'rejected',
    });

    const streamed: bigint[] = [];
    for await (const { header } of client.signedBlocksFrom(sequencerHeight(4), never)) {
      streamed.push(header.height);
      if (streamed.length === 2) produce(2);
      if (streamed.length === 4) break;
    }
    expect(streamed).toEqual([4n, 5n, 6n, 7n]);

    const ready = await fetch(`${relayer.admin}/readyz`);
    expect(ready.status).toBe(200);
    // A block is served before the cursor behind it is on disk.
    await expect
      .poll(async () => (await fetch(`${relayer.admin}/status`)).json())
      .toMatchObject({ chainId: chain.chainId, head: { height: '7' }, cursor: '7' });
    const trace = (await (await fetch(`${relayer.admin}/trace/height:7`)).json()) as { events: unknown[] };
    expect(trace.events).toMatchObject([{ service: 'relayer', msg: 'block relayed' }]);
    expect(await (await fetch(`${relayer.admin}/metrics`)).text()).toContain('relayer_height 7');
    expect((await stat(`${folder}/p2p.key`)).mode & 0o777).toBe(0o600);
    expect(await relayer.stop()).toBe(0);
    expect(relayer.stderr()).toBe('');
  });

  it('goes on where it was after kill -9, with the same identity', async () => {
    const { environment, produce, folder } = await aNode(4);
    const first = await startRelayer(environment);
    await relayed(first, 4);
    const key = await readFile(`${folder}/p2p.key`, 'utf8');
    await first.stop('SIGKILL');
    produce(3);
    const second = await startRelayer(environment);
    await expect.poll(() => second.relayed()).toContain('7');
    expect(['4,5,6,7', '5,6,7']).toContain(second.relayed().join());
    expect(await readFile(`${folder}/p2p.key`, 'utf8')).toBe(key);
    expect(await second.stop()).toBe(0);
  });

  it('lives through neighbours that are away, hang and come back', async () => {
    const { chain, consensus, app, environment, produce } = await aNode(1);
    consensus.knobs.isHanging = true;
    const relayer = await startRelayer(environment);
    await expect.poll(() => relayer.lines.some(({ msg }) => msg === 'relayer serves')).toBe(true);
    await expect.poll(() => readiness(relayer)).toBe(503);
    consensus.knobs.isHanging = false;
    await relayed(relayer, 1);

    await app[Symbol.asyncDispose]();
    produce(2);
    await relayed(relayer, 3);

    await consensus[Symbol.asyncDispose]();
    chain.nextBlocks(3, both);
    await using back = await serveFakeCometbft(chain, consensus.port);
    await using ring = await serveFakeApp(chain, app.port);
    await relayed(relayer, 6);
    chain.nextBlock(both());
    back.announce();
    await relayed(relayer, 7);
    ring.knobs.hasRing = false;
    chain.nextBlock(both());
    back.announce();
    await relayed(relayer, 8);
    expect(await relayer.stop()).toBe(0);
  });

  it('publishes to peers, answers their requests, and stops publishing by its knob', async () => {
    const { chain, environment, produce } = await aNode(2);
    const relayer = await startRelayer(environment);
    await relayed(relayer, 2);
    const node = await aPeer(relayer, 'peer');
    const got: Uint8Array[] = [];
    node.subscribe(rollupTopic(chain.chainId, demo), {
      maxBytes: 2 * 1024 * 1024,
      validate: (bytes) => {
        got.push(bytes);
        return 'accept';
      },
    });
    await expect.poll(() => node.neighbours(rollupTopic(chain.chainId, demo)).length).toBe(1);
    produce(1);
    await expect.poll(() => got.length).toBe(1);
    const validators = chain.anchor().sequencer.nextValidators;
    verifyFilteredBlock(decodeFilteredBlock(got[0] ?? new Uint8Array()), demo, validators, chain.chainId);

    const knob = await fetch(`${relayer.admin}/knobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"gossip":false}',
    });
    expect(await knob.json()).toEqual({ gossip: false });
    produce(1);
    await relayed(relayer, 4);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(got.length).toBe(1);

    const { PeerRequest, PeerResponse } = switchyard.relayer.v1;
    const request = PeerRequest.encode({
      block: { fromHeight: formatU64(2n), count: 10, rollupId: demo },
    }).finish();
    const heights: bigint[] = [];
    const [peer] = node.peers();
    const options = { maxBytes: 16 * 1024 * 1024, signal: never };
    const protocol = `/switchyard/1/${chain.chainId}/blocks`;
    for await (const answer of node.request(peer?.id ?? '', protocol, request, options)) {
      const block = decodeFilteredBlock(PeerResponse.decode(answer).filteredBlock ?? new Uint8Array());
      verifyFilteredBlock(block, demo, validators, chain.chainId);
      heights.push(block.header.height);
    }
    expect(heights).toEqual([2n, 3n, 4n]);
    const garbage = node.request(peer?.id ?? '', protocol, utf8('garbage'), options);
    await expect(garbage[Symbol.asyncIterator]().next()).rejects.toMatchObject({ fault: 'rejected' });
    expect(await relayer.stop()).toBe(0);
  });

  it('carries pool transactions both ways', async () => {
    const { chain, app, environment } = await aNode(1);
    const relayer = await startRelayer(environment);
    await relayed(relayer, 1);
    const node = await aPeer(relayer, 'pool peer');
    const topic = txsTopic(chain.chainId);
    const got: Uint8Array[] = [];
    node.subscribe(topic, {
      maxBytes: 2 * 1024 * 1024,
      validate: (bytes) => {
        got.push(bytes);
        return 'accept';
      },
    });
    await expect.poll(() => node.neighbours(topic).length).toBe(1);

    const mine = [0n, 1n].map((nonce) => aTransaction(chain.chainId, nonce));
    app.admit({ transactions: mine, control: false });
    await expect.poll(() => got.length).toBe(1);
    expect(got[0]).toEqual(encodeTransactionBatch(mine));

    const theirs = [2n, 3n].map((nonce) => aTransaction(chain.chainId, nonce));
    await node.publish(topic, encodeTransactionBatch(theirs));
    await expect.poll(() => app.offered).toEqual(theirs.map((tx) => toHex(sha256(tx))));
    await node.publish(topic, encodeTransactionBatch([...theirs, ...mine]));
    await node.publish(topic, encodeTransactionBatch([utf8('garbage')]));
    await expect
      .poll(async () => (await fetch(`${relayer.admin}/metrics`)).text())
      .toContain('relayer_judged_total{topic="txs",verdict="reject",reason="malformed"} 1');
    expect(app.offered.length).toBe(2);
    expect(await relayer.stop()).toBe(0);
  });

  it('bounds the streams of one connection, and lives through readers that do not read', async () => {
    const { environment, produce } = await aNode(3);
    const relayer = await startRelayer(environment);
    await relayed(relayer, 3);
    using client = createRelayerClient(relayer.grpc);
    const stop = new AbortController();
    const streams = Array.from({ length: 5 }, () => client.signedBlocksFrom(sequencerHeight(1), stop.signal));
    const readers = streams.map((stream) => stream[Symbol.asyncIterator]());
    const first = await Promise.allSettled(readers.map((reader) => reader.next()));
    const refused = first.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => reason as unknown)).toMatchObject([
      { code: 'RELAYER_TOO_MANY_STREAMS', fault: 'transient', retryAfterMs: 1_000 },
    ]);
    produce(30);
    await relayed(relayer, 33);
    stop.abort(new Error('enough'));
    await expect
      .poll(async () => (await fetch(`${relayer.admin}/metrics`)).text())
      .toContain('relayer_streams 0');
    expect(await relayer.stop()).toBe(0);
  });

  const kills = ['publish', 'cursor', 'sets', 'carry'].flatMap((effect) => [
    `${effect}.before`,
    `${effect}.after`,
  ]);
  it.each(sweepsFaults ? kills : ['publish.after'])('loses nothing when killed at %s', async (failpoint) => {
    const { app, environment, produce, folder } = await aNode(3);
    const doomed = await startRelayer({ ...environment, SWITCHYARD_FAILPOINT: `relayer/${failpoint}` });
    app.admit({ transactions: [utf8('a transaction')], control: true });
    expect(await doomed.ended).toBe('SIGKILL');
    const second = await startRelayer(environment);
    produce(2);
    await expect.poll(() => second.relayed().at(-1)).toBe('5');
    const heights = [...new Set([...doomed.relayed(), ...second.relayed()])];
    expect(heights).toEqual(['1', '2', '3', '4', '5']);
    await expect.poll(() => readFile(`${folder}/data/cursor.json`, 'utf8')).toMatch(/"height": ?"5"/);
    expect(await second.stop()).toBe(0);
  });

  it('refuses a wrong environment, a second instance and another chain', async () => {
    const { environment } = await aNode(1);
    const wrong = await startRelayer({
      ...environment,
      SWITCHYARD_RELAYER_START: 'yesterday',
      SWITCHYARD_RELAYER_X: '1',
    });
    const first = await startRelayer(environment);
    expect(await wrong.ended).toBe(78);
    expect(wrong.stderr()).toContain('SWITCHYARD_RELAYER_X: no such setting');
    expect(wrong.stderr()).toContain('SWITCHYARD_RELAYER_START');

    await relayed(first, 1);
    const second = await startRelayer(environment);
    const third = await startRelayer({
      ...environment,
      SWITCHYARD_RELAYER_DATA_DIR: `${environment.SWITCHYARD_RELAYER_DATA_DIR}-2`,
      SWITCHYARD_RELAYER_P2P_LISTEN: first.p2p,
    });
    expect(await second.ended).toBe(1);
    expect(second.lines.at(-1)).toMatchObject({ level: 'fatal', code: 'FOLDER_IN_USE' });
    expect(await third.ended).toBe(1);
    expect(third.lines.at(-1)).toMatchObject({ level: 'fatal', code: 'ADDRESS_UNAVAILABLE' });
    await first.stop();

    const other = await startRelayer({ ...environment, SWITCHYARD_RELAYER_CHAIN_ID: 'yard-ffffffff' });
    expect(await other.ended).toBe(1);
  });
});

async function readiness(relayer: RelayerProcess): Promise<number> {
  try {
    return (await fetch(`${relayer.admin}/readyz`)).status;
  } catch {
    return 0;
  }
}

function aTransaction(chainId: string, nonce: bigint): Uint8Array {
  const actions = [{ kind: 'submitRollupData', rollupId: demo, data: utf8('x') }] as const;
  return signTransaction(
    { chainId, nonce, expiresAtHeight: 100n, maxFee: 0n, actions },
    sha256(utf8('sender')),
  );
}
