import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRelayerClient, createSequencerClient } from '@switchyard/clients';
import { addressOf } from '@switchyard/primitives';
import { privateKeyOf, publicKeyOf, signTransaction } from '@switchyard/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureOperators, freshChainId, genesisDocument } from '../../cli/src/network/genesis.ts';
import { ensureKey } from '../../cli/src/network/keys.ts';
import { layoutOf, sequencerHome } from '../../cli/src/network/layout.ts';
import { thisMachine } from '../../cli/src/network/machine.ts';
import { planOfValidator } from '../../cli/src/network/plan.ts';
import { abciSocket } from '../../cli/src/network/plan-consensus.ts';
import { portsOfNode } from '../../cli/src/network/ports.ts';
import { writeCometbftConfig, writeSequencerHome } from '../../cli/src/network/sequencer-home.ts';
import { type ChildSpec, launch, type Running } from '../../cli/src/supervisor/child.ts';
import { consensusNode } from '../support/consensus-node.ts';
import { eventually } from '../support/local-network.ts';
import { onCometbft } from '../support/on-cometbft.ts';
import { dataFor } from '../support/sequencer-chain.ts';

// The line of CometBFT after ours: one node of app, engine and relayer.
const portOffset = 2_750;
const root = join(import.meta.dirname, '../..');
const never = new AbortController().signal;

onCometbft('the next CometBFT', 'cometbft-next', (program) => {
  const ports = portsOfNode(portOffset, 0);
  const node = consensusNode(portOffset, 0);
  const running = new Map<string, Running>();
  let folder: string;
  let specs: readonly ChildSpec[] = [];
  let seed: Uint8Array;
  let chainId: string;

  const start = async (): Promise<void> => {
    for (const spec of specs) {
      if (running.has(spec.name)) continue;
      await spec.before?.(never);
      running.set(spec.name, launch(spec));
    }
  };
  const kill = async (name: string): Promise<void> => {
    const child = running.get(name);
    child?.kill('SIGKILL');
    await child?.exited;
    running.delete(name);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yard-'));
    const layout = layoutOf(root, folder);
    const operators = await ensureOperators(layout, 1);
    const [validator] = operators.validators;
    if (validator === undefined) throw new Error('no validator');
    seed = operators.operator.seed;
    chainId = freshChainId();
    const genesisTime = new Date().toISOString();
    const genesis = genesisDocument({ chainId, genesisTime, operators });
    const home = sequencerHome(layout, 0);
    await writeSequencerHome(home, { genesis, validator });
    const machine = { ...thisMachine(layout, process.env), engineProgram: () => program };
    await writeCometbftConfig(home, {
      moniker: 'next',
      key: await ensureKey(layout.keys, 'cometbft-p2p'),
      app: `unix://${abciSocket(machine, 0)}`,
      rpcPort: ports.consensusRpc,
      p2pPort: ports.consensusP2p,
      peers: [],
    });
    const engines = { consensus: 'cometbft', evm: 'anvil', queue: 'direct', validators: 1 } as const;
    const state = {
      schema: 1,
      chainId,
      daChainId: 'none',
      portOffset,
      genesisTime,
      engines,
      rollups: [],
    } as const;
    specs = planOfValidator(machine, state, 0);
    await start();
  }, 60_000);
  afterAll(async () => {
    for (const name of [...running.keys()]) await kill(name);
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes blocks with our application, which a relayer reads', async () => {
    await node.reaches(3);
    const { height, appHash } = await node.appState();
    await node.reaches(height + 1);
    expect((await node.commit(height + 1)).appHash).toBe(appHash);
    using relayer = createRelayerClient(`127.0.0.1:${ports.relayerGrpc}`);
    await eventually(
      'the relayer to verify a block',
      async () => ((await relayer.head(never)).height > 3n ? true : undefined),
      30_000,
    );
  });

  it('orders what was submitted, and goes on when it and its application are killed', async () => {
    using client = createSequencerClient(`127.0.0.1:${ports.sequencerGrpc}`);
    const order = async (nonce: bigint): Promise<void> => {
      const { stateHeight } = await client.account(addressOf(publicKeyOf(seed)), never);
      const body = {
        chainId,
        nonce,
        expiresAtHeight: stateHeight + 300n,
        maxFee: 0n,
        actions: [dataFor('x', 1_000)],
      };
      const id = await client.submit(signTransaction(body, privateKeyOf(seed)), 'client', never);
      await eventually(
        'a transaction to be committed',
        async () => ((await client.status({ id }, never)).state === 'committed' ? true : undefined),
        30_000,
      );
    };
    await order(0n);
    await kill('sequencer-app');
    await kill('cometbft');
    await start();
    await node.reaches(8);
    await eventually(
      'the application to answer',
      () =>
        order(1n).then(
          () => true,
          () => undefined,
        ),
      60_000,
    );
  });
});
