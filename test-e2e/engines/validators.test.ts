import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSequencerClient } from '@switchyard/clients';
import { sha256, toHex } from '@switchyard/primitives';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { portsOfNode } from '../../cli/src/network/ports.ts';
import { crowd } from '../support/attack/tcp.ts';
import { targetIn } from '../support/checker/gather.ts';
import { call, get } from '../support/checker/json-rpc.ts';
import { head } from '../support/checker/rollup.ts';
import { type ConsensusNode, consensusNode } from '../support/consensus-node.ts';
import { isLoggedAt, shiftEngines } from '../support/engine-clocks.ts';
import { createJoiningNode, type JoiningNode } from '../support/joining-node.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { onCometbft } from '../support/on-cometbft.ts';
import { noProcessClocks } from '../support/process-clock.ts';
import { dataFor, openSequencerChain, type SequencerChain } from '../support/sequencer-chain.ts';

// Four validators, and a fifth that comes and goes. With 4000 more the ports of the fifth are below those of outgoing connections.
const portOffset = 2_050;
const validators = 4;
const hour = 3_600_000;
const never = new AbortController().signal;

onCometbft('four validators', 'cometbft', () => {
  const opened = new AsyncDisposableStack();
  let network: LocalNetwork;
  let chain: SequencerChain;
  let fifth: JoiningNode;
  const nodes = Array.from({ length: validators }, (_, index) => consensusNode(portOffset, index));
  const [first] = nodes as [ConsensusNode];

  beforeAll(async () => {
    network = opened.use(createLocalNetwork(portOffset));
    for (let index = 0; index < validators; index++) {
      const name = index === 0 ? 'sequencer-app' : `sequencer-app-${index}`;
      network.override(name, { env: { SWITCHYARD_SEQUENCER_APP_SNAPSHOT_INTERVAL: '5' } });
    }
    const started = await network.start('--consensus', 'cometbft', '--validators', `${validators}`);
    expect(started.code, started.stderr).toBe(0);
    chain = opened.adopt(await openSequencerChain(network), ({ close }) => close());
  }, 180_000);
  afterAll(() => opened.disposeAsync());

  const headOf = async (node: ConsensusNode): Promise<number> => (await node.extent())?.last ?? 0;
  const rollupFollows = async (why: string, tag: 'latest' | 'finalized'): Promise<void> => {
    const from = await head(network.rpcUrl(0), tag);
    await eventually(
      `${tag} to go on ${why}`,
      async () => ((await head(network.rpcUrl(0), tag)) > from + 3 ? true : undefined),
      60_000,
    );
  };
  const agree = async (height: number, among: readonly ConsensusNode[]): Promise<void> => {
    for (const node of among) await node.reaches(height);
    const commits = await Promise.all(among.map((node) => node.commit(height)));
    expect(new Set(commits.map(({ appHash }) => appHash)).size).toBe(1);
    expect(new Set(commits.map(({ hash }) => hash)).size).toBe(1);
  };

  it('have the same app hash at each height, each by its own process', async () => {
    await first.reaches(8);
    for (let height = 2; height <= 8; height++) await agree(height, nodes);
    for (const node of nodes) {
      const { height, appHash } = await node.appState();
      await first.reaches(height + 1);
      expect((await first.commit(height + 1)).appHash, `node ${node.index}`).toBe(appHash);
    }
  });

  it('propose in turn what was submitted to one of them', async () => {
    const proposers = new Set<string>();
    const actor = chain.actor('of node 0');
    for (let nonce = 0n; proposers.size < validators; nonce++) {
      expect(nonce).toBeLessThan(40n);
      const id = await chain.client.submit(
        actor.sign({ nonce, actions: [dataFor('demo', 50)] }),
        'client',
        never,
      );
      const height = await eventually(
        'a transaction to be committed',
        async () => {
          const status = await chain.client.status({ id }, never);
          return status.state === 'committed' ? status.height : undefined;
        },
        30_000,
      );
      proposers.add((await first.commit(Number(height))).proposer);
    }
    process.stdout.write(`${proposers.size} proposers\n`);
  });

  it('go on without one of them, which catches up when it is back', async () => {
    const [, , , last] = nodes as [ConsensusNode, ConsensusNode, ConsensusNode, ConsensusNode];
    const names = ['sequencer-app-3', 'cometbft-3', 'relayer-3'];
    const held = names.map((name) => network.pidOf(name));
    // Stopped, so that the supervisor does not bring it back at once; then killed, so that it does.
    for (const pid of held) process.kill(pid, 'SIGSTOP');
    const before = await headOf(first);
    const began = performance.now();
    await first.reaches(before + 5);
    process.stdout.write(`five blocks without it in ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
    for (const pid of held) {
      // The supervisor may have ended one that stood still.
      if (network.children().some((child) => child.pid === pid)) process.kill(pid, 'SIGKILL');
    }
    const healed = performance.now();
    const target = await headOf(first);
    await last.reaches(target, 60_000);
    process.stdout.write(`caught up after ${((performance.now() - healed) / 1_000).toFixed(1)} s\n`);
    await agree(target, nodes);
    await rollupFollows('after one was away', 'finalized');
  });

  it('go on while strangers fill the ports by which they know each other, and one is killed', async () => {
    const [, , third] = nodes as [ConsensusNode, ConsensusNode, ConsensusNode, ConsensusNode];
    const over = new AbortController();
    const crowding = nodes.map(({ index }) =>
      crowd(portsOfNode(portOffset, index).consensusP2p, 100, over.signal),
    );
    try {
      await sleep(3_000);
      process.kill(network.pidOf('cometbft-2'), 'SIGKILL');
      await first.reaches((await headOf(first)) + 8);
      await rollupFollows('among strangers', 'finalized');
    } finally {
      over.abort();
      await Promise.all(crowding);
    }
    const target = await headOf(first);
    process.stdout.write(`the killed one is at ${await headOf(third)} of ${target} among strangers\n`);
    const began = performance.now();
    await third.reaches(target, 60_000);
    process.stdout.write(`there ${((performance.now() - began) / 1_000).toFixed(1)} s after they left\n`);
    await agree(target, nodes);
  });

  if (noProcessClocks !== undefined) process.stdout.write(`clocks of engines: not set: ${noProcessClocks}\n`);
  else
    it('keep the time of the others when the clock of one is an hour off', async () => {
      const { frontUrl, startHeight, consensusUrl } = targetIn(network.folder, 'demo');
      const name = 'cometbft-3';
      using clocks = shiftEngines(network, [name]);
      const timeAt = async (height: number): Promise<number> => {
        type Header = { readonly header: { readonly time: string } };
        return Date.parse(
          (await get<{ result: Header }>(`${consensusUrl}/header?height=${height}`)).result.header.time,
        );
      };
      for (const ms of [hour, -hour, 0]) {
        clocks.want(name, () => ms);
        await eventually(`${name} to log at its own time`, () =>
          isLoggedAt(network, name, ms) ? true : undefined,
        );
        const from = await headOf(first);
        const until = from + 2 * validators;
        await agree(until, nodes);
        for (let height = from; height <= until; height++) {
          const time = await timeAt(height);
          expect(time).toBeGreaterThan(await timeAt(height - 1));
          expect(Math.abs(Date.now() - time)).toBeLessThan(60_000);
          const number = `0x${(height - startHeight + 1).toString(16)}`;
          const block = await eventually(
            `rollup block ${number}`,
            async () =>
              (await call<{ readonly timestamp: string } | null>(frontUrl, 'eth_getBlockByNumber', [
                number,
                false,
              ])) ?? undefined,
          );
          expect(Number(block.timestamp) - time / 1_000).toBeLessThan(5);
        }
      }
      await rollupFollows('after one had another time', 'finalized');
    });

  it('are joined by a fifth, which signs', async () => {
    const trusted = 3;
    const { hash } = await first.commit(trusted);
    fifth = opened.use(await createJoiningNode(network, { height: trusted, hash }));
    await fifth.start();
    await fifth.reaches(await headOf(first), 90_000);
    expect((await fifth.extent())?.first).toBeGreaterThan(1);
    const changed = Number(
      await chain.operate([{ kind: 'updateValidator', publicKey: fifth.key.publicKey, power: 10n }]),
    );
    expect(await signsFrom(changed + 2)).toBe(true);
    await agree(changed + 2, [...nodes, fifth]);
    await rollupFollows('with five', 'latest');
    await rollupFollows('with five', 'finalized');
    await carried(`127.0.0.1:${portOffset + 1_000 * validators + 9_090}`);
  });

  it('are four again', async () => {
    const changed = Number(
      await chain.operate([{ kind: 'updateValidator', publicKey: fifth.key.publicKey, power: 0n }]),
    );
    await first.reaches(changed + 5);
    for (let height = changed + 2; height <= changed + 4; height++) {
      expect((await first.commit(height)).signers).not.toContain(addressOfFifth());
    }
    await fifth.kill();
    await rollupFollows('with four again', 'latest');
    await rollupFollows('with four again', 'finalized');
    await agree(await headOf(first), nodes);
  });

  it('give one whose blocks are damaged all of them back, as the supervisor says', async () => {
    const [, , , last] = nodes as [ConsensusNode, ConsensusNode, ConsensusNode, ConsensusNode];
    const data = join(network.folder, 'data/sequencer-3/data');
    const supervisorLog = join(network.folder, 'logs/supervisor.log');
    const store = join(data, 'blockstore.db');
    for (const name of readdirSync(store)) truncateSync(join(store, name));
    process.kill(network.pidOf('cometbft-3'), 'SIGKILL');
    const remedy = `remove all of it but priv_validator_state.json, and ${network.folder}/data/sequencer-app-3`;
    const said = await eventually(
      'the supervisor to say what to do',
      () =>
        readFileSync(supervisorLog, 'utf8')
          .split('\n')
          .find((line) => line.startsWith('    ') && line.includes(remedy)),
      60_000,
    );
    expect(said).toMatch(/^ {4}(ERROR|panic): .*database/);
    expect(await network.cli('stop')).toMatchObject({ code: 0 });
    for (const name of readdirSync(data)) {
      if (name !== 'priv_validator_state.json') rmSync(join(data, name), { recursive: true });
    }
    rmSync(join(network.folder, 'data/sequencer-app-3'), { recursive: true });
    const started = await network.start('--consensus', 'cometbft', '--validators', `${validators}`);
    expect(started.code, started.stderr).toBe(0);
    const height = await headOf(first);
    await last.reaches(height, 90_000);
    await agree(height, nodes);
    await eventually(
      'it to sign again',
      async () => {
        const { signers } = await first.commit((await headOf(first)) - 1);
        return signers.length === validators ? true : undefined;
      },
      60_000,
    );
  }, 300_000);

  const addressOfFifth = (): string => toHex(sha256(fifth.key.publicKey).subarray(0, 20)).toUpperCase();
  /** A validator counts from two heights after the block of its update on. */
  const signsFrom = async (height: number): Promise<boolean> => {
    for (let at = height; at < height + 10; at++) {
      await first.reaches(at + 1);
      if ((await first.commit(at)).signers.includes(addressOfFifth())) return true;
    }
    return false;
  };
  /** What one node takes is in a block. */
  const carried = async (address: string): Promise<void> => {
    const client = createSequencerClient(address);
    try {
      const bytes = chain.actor('of node 4').sign({ nonce: 0n, actions: [dataFor('demo', 50)] });
      const id = await client.submit(bytes, 'client', never);
      await eventually(
        'what the fifth took to be committed',
        async () => ((await chain.client.status({ id }, never)).state === 'committed' ? true : undefined),
        30_000,
      );
    } finally {
      client.close();
    }
  };
});
