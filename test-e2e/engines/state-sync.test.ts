import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createSequencerClient, type SequencerClient } from '@switchyard/clients';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConsensusNode, consensusNode } from '../support/consensus-node.ts';
import { createJoiningNode, type JoiningNode } from '../support/joining-node.ts';
import { createLocalNetwork, eventually, type LocalNetwork } from '../support/local-network.ts';
import { onCometbft } from '../support/on-cometbft.ts';
import { dataFor, openSequencerChain, type SequencerChain } from '../support/sequencer-chain.ts';

// A node that joins late takes the state from its peers: what it does not get is what it does not need.
const portOffset = 2_750;
const snapshotInterval = 5;
const never = new AbortController().signal;

onCometbft('a node that joins by state sync', 'cometbft', (program) => {
  const opened = new AsyncDisposableStack();
  let network: LocalNetwork;
  let chain: SequencerChain;
  let first: ConsensusNode;
  let joining: JoiningNode;
  let client: SequencerClient;
  let early: Uint8Array;

  beforeAll(async () => {
    network = opened.use(createLocalNetwork(portOffset));
    for (const name of ['sequencer-app', 'sequencer-app-1', 'sequencer-app-2']) {
      network.override(name, { env: { SWITCHYARD_SEQUENCER_APP_SNAPSHOT_INTERVAL: `${snapshotInterval}` } });
    }
    const started = await network.start('--consensus', 'cometbft', '--validators', '2');
    expect(started.code, started.stderr).toBe(0);
    chain = opened.adopt(await openSequencerChain(network), ({ close }) => close());
    first = consensusNode(portOffset, 0);
    early = await send(chain.client, 0n);
    await committed(chain.client, early);
    await first.reaches(2 * snapshotInterval + 1);
    const trusted = 3;
    const { hash } = await first.commit(trusted);
    joining = opened.use(await createJoiningNode(network, { height: trusted, hash }));
    client = opened.use(createSequencerClient(`127.0.0.1:${portOffset + 2_000 + 9_090}`));
    await joining.start();
  }, 180_000);
  afterAll(() => opened.disposeAsync());

  const send = async (to: SequencerClient, nonce: bigint): Promise<Uint8Array> => {
    const bytes = chain.actor('early').sign({ nonce, actions: [dataFor('demo', 100)] });
    return to.submit(bytes, 'client', never);
  };
  const committed = (by: SequencerClient, id: Uint8Array): Promise<bigint> =>
    eventually(
      'a transaction to be committed',
      async () => {
        const status = await by.status({ id }, never).catch(() => undefined);
        return status?.state === 'committed' ? status.height : undefined;
      },
      60_000,
    );
  const restored = (): number =>
    joining.logOf('sequencer-app').split('state restored from a snapshot').length - 1;

  it('is at the head without the first blocks, and with the same app hash', async () => {
    const began = performance.now();
    const head = (await first.extent())?.last ?? 0;
    await joining.reaches(head, 90_000);
    process.stdout.write(`at the head after ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
    expect((await joining.extent())?.first).toBeGreaterThan(snapshotInterval);
    expect(restored()).toBe(1);
    const { height, appHash } = await joining.appState();
    await first.reaches(height + 1);
    // The header after a block has the app hash that the block led to.
    expect((await first.commit(height + 1)).appHash).toBe(appHash);
    expect((await joining.commit(head)).hash).toBe((await first.commit(head)).hash);
  });

  it('has the accounts of the state, and no transaction from before it', async () => {
    const { address } = chain.actor('early');
    expect((await client.account(address, never)).nonce).toBe(1n);
    expect((await chain.client.status({ id: early }, never)).state).toBe('committed');
    const unknown = await client.status({ id: early }, never);
    expect(unknown.state === 'unknown' && unknown.indexedFrom).toBeGreaterThan(snapshotInterval);
  });

  it('takes transactions, which the validators propose', async () => {
    const id = await eventually(
      'the node to take a transaction',
      () => send(client, 1n).catch(() => undefined),
      30_000,
    );
    expect(await committed(chain.client, id)).toBe(await committed(client, id));
  });

  it('goes on from its own state when all of it is killed', async () => {
    await joining.kill();
    await joining.start();
    const head = (await first.extent())?.last ?? 0;
    await joining.reaches(head + 2);
    expect(restored()).toBe(1);
  });

  it('joins again when its state is lost', async () => {
    await joining.kill();
    rmSync(joining.appFolder, { recursive: true });
    execFileSync(program, ['reset-state', '--home', joining.home], { stdio: 'ignore' });
    await joining.start();
    await joining.reaches((await first.extent())?.last ?? 0, 90_000);
    expect(restored()).toBe(2);
  });
});
