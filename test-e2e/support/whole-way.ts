import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { portsOfNode } from '../../cli/src/network/ports.ts';
import { createLocalNetwork, eventually, type LocalNetwork, type Ran } from './local-network.ts';

const devKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const recipient = '0x00000000000000000000000000000000000a11ce';

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

/** What tests that follow may go on with. */
export type Way = {
  readonly network: () => LocalNetwork;
  /** The number of a block of the rollup with this index. */
  readonly block: (index: number, tag: string) => Promise<bigint>;
  /** A transfer by `cast`, which waits for its receipt. */
  readonly send: (
    index: number,
  ) => Promise<{ readonly hash: string; readonly number: bigint; readonly ms: number }>;
};

/**
 * The tests of the whole way, on one network that they use in their order, as a person would use it: on the engines of this
 * run, or on those that are named.
 */
export function wholeWay(portOffset: number, engines: readonly string[] = []): Way {
  let network: LocalNetwork;
  let started: Ran;

  beforeAll(async () => {
    network = createLocalNetwork(portOffset);
    started = await network.start(...engines);
  });
  afterAll(() => network[Symbol.asyncDispose]());

  const block = async (index: number, tag: string): Promise<bigint> => {
    const { stdout, code, stderr } = await network.cast(
      'block',
      tag,
      '-f',
      'number',
      '--rpc-url',
      network.rpcUrl(index),
    );
    if (code !== 0) throw new Error(stderr);
    return BigInt(stdout.trim());
  };

  const send = async (index: number): Promise<{ hash: string; number: bigint; ms: number }> => {
    const began = performance.now();
    const args = [
      'send',
      recipient,
      '--value',
      '1',
      '--private-key',
      devKey,
      '--json',
      '--rpc-url',
      network.rpcUrl(index),
    ];
    const { stdout, stderr, code } = await network.cast(...args);
    if (code !== 0) throw new Error(stderr);
    const receipt = JSON.parse(stdout) as { transactionHash: string; blockNumber: string; status: string };
    expect(receipt.status).toBe('0x1');
    return {
      hash: receipt.transactionHash,
      number: BigInt(receipt.blockNumber),
      ms: performance.now() - began,
    };
  };

  it('starts, says where everything is, and ends with 0', () => {
    expect(started.stderr).toBe('');
    expect(started.code).toBe(0);
    expect(started.stdout).toContain(network.rpcUrl(0));
    expect(started.stdout).toContain('1337');
  });

  it('has the chain id and the funds of genesis', async () => {
    expect((await network.cast('chain-id', '--rpc-url', network.rpcUrl(0))).stdout.trim()).toBe('1337');
    const { stdout } = await network.cast(
      ...['balance', '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', '--ether', '--rpc-url', network.rpcUrl(0)],
    );
    expect(Number(stdout)).toBe(300);
  });

  it('gives a transaction a receipt, then finality, and tells its whole way', async () => {
    const began = performance.now();
    const { hash, number, ms } = await send(0);
    await eventually(
      'finality',
      async () => ((await block(0, 'finalized')) >= number ? true : undefined),
      20_000,
    );
    const finalMs = performance.now() - began;
    process.stdout.write(`receipt after ${seconds(ms)} s, final after ${seconds(finalMs)} s\n`);
    const way = await eventually('the whole way', async () => {
      const { stdout, code, stderr } = await network.cli('why', hash, '--json');
      if (code !== 0) throw new Error(stderr);
      const told = JSON.parse(stdout) as {
        waitingFor: string | null;
        events: { at: string; service: string; rollup?: string; msg: string }[];
      };
      return told.waitingFor === null ? told : undefined;
    });
    const told = way.events.map(({ service, msg }) => `${service}: ${msg}`);
    for (const step of [
      'composer: bundle submitted',
      'composer: bundle included',
      'sequencer-app: block committed',
      'relayer: block relayed',
      'conductor: soft block executed',
      'da-writer: batch submitted',
      'da-writer: batch confirmed',
      'conductor: block finalized',
    ]) {
      expect(told).toContain(step);
    }
    // Each event is a line of that service's log, with the very time that `why` tells.
    for (const event of way.events) {
      const name = event.rollup === undefined ? event.service : `${event.service}@${event.rollup}`;
      const lines = network.logOf(name).filter(({ time }) => time === event.at);
      expect([name, event.msg, lines.map(({ msg }) => msg)]).toEqual([
        name,
        event.msg,
        expect.arrayContaining([event.msg]),
      ]);
    }
  });

  it('adds a second rollup beside the first, distinct in everything', async () => {
    const added = await network.cli('rollup', 'add', 'gm', '7777777');
    expect(added.stderr).toBe('');
    expect(added.code).toBe(0);
    expect((await network.cast('chain-id', '--rpc-url', network.rpcUrl(1))).stdout.trim()).toBe('7777777');
    const { hash } = await send(1);
    const onDemo = await network.cast(
      'rpc',
      'eth_getTransactionByHash',
      hash,
      '--rpc-url',
      network.rpcUrl(0),
    );
    expect(onDemo.stdout.trim()).toBe('null');
  });

  it.each([
    [['rollup', 'add', 'gm', '5'], 73],
    [['rollup', 'add', 'other', '7777777'], 73],
    [['rollup', 'add', 'Bad_Name', '5'], 64],
    [['rollup', 'add', 'x', '7.777e12'], 64],
    [['rollup', 'info', 'nobody'], 66],
    [['why', `0x${'00'.repeat(32)}`], 66],
    [['why', 'nonsense'], 64],
    [['nonsense'], 64],
    [['start', '--detach'], 73],
  ] as const)('refuses %j with %i and says what to do', async (args, code) => {
    const ran = await network.cli(...args);
    expect(ran.code).toBe(code);
    expect(ran.stderr.length).toBeGreaterThan(20);
    expect(ran.stderr).not.toContain(' at ');
  });

  it('finalizes all of the test traffic', async () => {
    const { stdout, stderr, code } = await network.cli(
      'traffic',
      'gm',
      '--count',
      '12',
      '--interval',
      '300ms',
    );
    expect(stderr).toBe('');
    expect(stdout).toContain('12 of 12 finalized');
    expect(code).toBe(0);
  });

  it('gets at least 95 of 100 soft blocks by gossip', async () => {
    const soft = await eventually(
      '60 soft blocks',
      () => {
        const lines = network.logOf('conductor@demo').filter(({ msg }) => msg === 'soft block executed');
        return lines.length >= 60 ? lines : undefined;
      },
      90_000,
    );
    // The first blocks may be older than the conductor's first gossip.
    const settled = soft.slice(5);
    const byGossip = settled.filter((line) => line['via'] === 'gossip').length;
    expect(byGossip / settled.length).toBeGreaterThanOrEqual(0.95);
  });

  it('gets soft blocks by request or rpc while nobody gossips', async () => {
    // One for each validator.
    const relayers = network.children().filter(({ name }) => name.startsWith('relayer')).length;
    const knob = async (gossip: boolean): Promise<void> => {
      for (let node = 0; node < relayers; node++) {
        const { relayerAdmin } = portsOfNode(portOffset, node);
        const answer = await fetch(`http://127.0.0.1:${relayerAdmin}/knobs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ gossip }),
        });
        expect(answer.status).toBe(200);
      }
    };
    const executed = () => network.logOf('conductor@demo').filter(({ msg }) => msg === 'soft block executed');
    await knob(false);
    try {
      // What was published before the knob may still arrive.
      const before = executed().length + 2;
      const without = await eventually('six soft blocks without gossip', () => {
        const lines = executed().slice(before);
        return lines.length >= 6 ? lines : undefined;
      });
      for (const line of without) expect(['request', 'rpc']).toContain(line['via']);
    } finally {
      await knob(true);
    }
  });

  it('stands still in firm and goes on in soft while the DA layer is stopped', async () => {
    const pid = network.pidOf('local-da');
    process.kill(pid, 'SIGSTOP');
    try {
      // What was already on the DA layer may still become final.
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      const [firm, soft] = [await block(0, 'finalized'), await block(0, 'latest')];
      await new Promise((resolve) => setTimeout(resolve, 8_000));
      expect(await block(0, 'finalized')).toBe(firm);
      expect(await block(0, 'latest')).toBeGreaterThanOrEqual(soft + 5n);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const soft = await block(0, 'latest');
    await eventually(
      'firm to catch up',
      async () => ((await block(0, 'finalized')) >= soft ? true : undefined),
      60_000,
    );
  });

  it('goes on from where it was after a stop', async () => {
    const before = [await block(0, 'latest'), await block(1, 'latest')];
    expect((await network.cli('stop')).code).toBe(0);
    expect(network.children()).toEqual([]);
    const again = await network.start(...engines);
    expect(again.stderr).toBe('');
    expect(again.code).toBe(0);
    for (const [index, number] of before.entries()) {
      await eventually(
        'new blocks',
        async () => ((await block(index, 'latest')) > number ? true : undefined),
        30_000,
      );
      expect(await block(index, 'finalized')).toBeGreaterThan(0n);
    }
    const { number } = await send(0);
    await eventually(
      'finality',
      async () => ((await block(0, 'finalized')) >= number ? true : undefined),
      30_000,
    );
  });

  it('keeps its keys to itself', () => {
    const key = readFileSync(`${network.folder}/keys/operator.key`, 'utf8').trim();
    for (const { name } of network.children()) {
      expect(readFileSync(`${network.folder}/logs/${name}.log`, 'utf8')).not.toContain(key);
    }
  });

  return { network: () => network, block, send };
}
