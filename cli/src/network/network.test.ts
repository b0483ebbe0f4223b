import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAnchorJson } from '@switchyard/light';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CommandError } from '../errors.ts';
import { descriptorOf, topologyOf } from './descriptor.ts';
import { descriptorSchema } from './descriptor-schema.ts';
import { embeddedEngines, maxValidators } from './engine-choice.ts';
import {
  ensureOperators,
  freshChainId,
  genesisDocument,
  genesisValidators,
  writeGenesisAnchor,
} from './genesis.ts';
import { ensureKey } from './keys.ts';
import { layoutOf, sequencerHome } from './layout.ts';
import { parseRollupRequest, placeFor, rollupNamed } from './names.ts';
import { type Machine, planOfDa, planOfNetwork, planOfRollup } from './plan.ts';
import { writeNatsConfig } from './plan-queue.ts';
import { maxRollups, nodePortNames, portsOfNetwork, portsOfNode, portsOfRollup } from './ports.ts';
import { rollupGenesis } from './rollup-genesis.ts';
import { cometbftConfig, writeSequencerHome } from './sequencer-home.ts';
import { serviceEnvironment, UnknownVariableError } from './service-env.ts';
import { dataVersion, loadNetwork, type NetworkState, saveNetwork } from './state.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const aRollup = (name: string, chainId: number, index: number) =>
  ({ name, chainId, index, sequencerStartHeight: '2', daStartHeight: '3', mode: 'soft-and-firm' }) as const;

const aNetwork = (content: Partial<NetworkState> = {}): NetworkState => ({
  schema: 1,
  chainId: 'yard-1',
  daChainId: 'private-1',
  portOffset: 0,
  genesisTime: '2030-01-01T00:00:00.000Z',
  engines: embeddedEngines,
  rollups: [aRollup('demo', 1337, 0), aRollup('gm', 7_777_777, 2)],
  ...content,
});

const reasonOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof CommandError ? error.reason : 'another error';
  }
};

describe('names', () => {
  it.each(['a', 'gm', 'my-rollup-2', 'a'.repeat(31)])('takes %s', (name) => {
    expect(parseRollupRequest(name, '7777777')).toEqual({ name, chainId: 7_777_777 });
  });

  it.each(['', '-a', 'a-', 'A', '1a', 'a_b', 'ü', 'a'.repeat(32), 'a b', '../x'])('refuses %j', (name) => {
    expect(reasonOf(() => parseRollupRequest(name, '1'))).toBe('badInput');
  });

  it.each(['', '0', '-1', '1.5', '7.777e12', '0x1', '4503599627370460'])('refuses chain id %j', (chainId) => {
    expect(reasonOf(() => parseRollupRequest('a', chainId))).toBe('badInput');
  });

  it('takes the largest chain id that wallets take (EIP-2294)', () => {
    expect(parseRollupRequest('a', '4503599627370459').chainId).toBe(4_503_599_627_370_459);
  });

  it('gives the lowest free place, and none to a taken name or chain id', () => {
    expect(placeFor({ name: 'x', chainId: 1 }, aNetwork())).toBe(1);
    expect(reasonOf(() => placeFor({ name: 'gm', chainId: 1 }, aNetwork()))).toBe('conflict');
    expect(reasonOf(() => placeFor({ name: 'x', chainId: 1337 }, aNetwork()))).toBe('conflict');
    const full = aNetwork({
      rollups: Array.from({ length: maxRollups }, (_, k) => aRollup(`r${k}`, k + 1, k)),
    });
    expect(reasonOf(() => placeFor({ name: 'x', chainId: 999 }, full))).toBe('conflict');
  });

  it('finds a rollup by its name', () => {
    expect(rollupNamed('gm', aNetwork()).chainId).toBe(7_777_777);
    expect(reasonOf(() => rollupNamed('nobody', aNetwork()))).toBe('unknownName');
  });
});

describe('ports', () => {
  it('gives no port to two services, for as many rollups as there may be', () => {
    const all = [
      ...Object.values(portsOfNetwork(0)),
      ...Array.from({ length: maxValidators - 1 }, (_, k) =>
        nodePortNames.map((name) => portsOfNode(0, k + 1)[name]),
      ).flat(),
      ...Array.from({ length: maxRollups }, (_, k) => Object.values(portsOfRollup(0, k))).flat(),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('moves all of them by the offset', () => {
    expect(portsOfNetwork(100).da).toBe(26_758);
    expect(portsOfRollup(100, 1).front).toBe(8_655);
  });
});

describe('the plan', () => {
  const machine = (folder: string): Machine => ({
    layout: layoutOf(root, folder),
    nodeProgram: 'node',
    anvilProgram: 'anvil',
    engineProgram: (name) => `/engines/${name}`,
    sockets: '/tmp/s',
    failpoint: 'relayer/cursor.before',
    path: '/bin',
  });

  it('starts two rollups that share no port, folder or key, on one network', () => {
    const network = aNetwork();
    const [demo, gm] = network.rollups.map((rollup) => planOfRollup(machine('/y'), network, rollup));
    const valuesOf = (specs: typeof demo) =>
      specs?.flatMap(({ env, args }) => [...Object.values(env), ...args]) ?? [];
    const own = (value: string): boolean => /demo|gm|:8[0-9]{3}|:9[12]/.test(value) && !/:909/.test(value);
    const shared = valuesOf(demo).filter((value) => own(value) && valuesOf(gm).includes(value));
    expect(shared).toEqual([]);
    expect(demo?.map(({ name }) => name)).toEqual([
      'node@demo',
      'evm-driver@demo',
      'conductor@demo',
      'composer@demo',
    ]);
  });

  it('stops users before what they stand on', () => {
    const network = aNetwork();
    const specs = [
      planOfDa(machine('/y'), 0),
      ...planOfNetwork(machine('/y'), network),
      ...network.rollups.flatMap((rollup) => planOfRollup(machine('/y'), network, rollup)),
    ];
    const order = (name: string): number => specs.find((spec) => spec.name === name)?.stopOrder ?? Number.NaN;
    const chain = [
      'composer@gm',
      'conductor@gm',
      'evm-driver@gm',
      'node@gm',
      'relayer',
      'solo-engine',
      'sequencer-app',
    ];
    expect(chain.map(order)).toEqual([...chain.map(order)].sort((a, b) => b - a));
    expect(order('evm-driver@gm')).toBeGreaterThan(order('node@gm'));
    expect(specs.every(({ env, name }) => name.startsWith('node@') || 'SWITCHYARD_FAILPOINT' in env)).toBe(
      true,
    );
  });

  it('starts Geth where it is chosen, reachable for the driver alone', () => {
    const network = aNetwork({ engines: { ...embeddedEngines, evm: 'geth' } });
    const [demo, gm] = network.rollups.map((rollup) => planOfRollup(machine('/y'), network, rollup));
    const node = demo?.find(({ name }) => name === 'node@demo');
    const driver = demo?.find(({ name }) => name === 'evm-driver@demo');
    expect(node?.args).toContain('/engines/geth');
    expect(node?.args).not.toContain('--http');
    expect(node?.args.join(' ')).toContain('--ipcpath /tmp/s/node-0.ipc ');
    expect(driver?.env).toMatchObject({
      SWITCHYARD_EVM_DRIVER_NODE_KIND: 'geth',
      SWITCHYARD_EVM_DRIVER_NODE_IPC: '/tmp/s/node-0.ipc',
    });
    expect(gm?.find(({ name }) => name === 'node@gm')?.args.join(' ')).toMatch(
      / \/tmp\/s\/node-[1-9]\d*\.ipc /,
    );
  });

  it('starts NATS where it is chosen, with a key for each of its users, and its port is free for others where it is not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yard-'));
    const network = aNetwork({ engines: { ...embeddedEngines, queue: 'nats' }, portOffset: 100 });
    const at = machine(folder);
    const specs = planOfNetwork(at, network);
    const named = (name: string) => specs.find((spec) => spec.name === name);
    const [users, nats] = [[named('relayer'), named('da-writer')], named('nats')];
    expect(users.every((spec) => (spec?.stopOrder ?? 0) > (nats?.stopOrder ?? 0))).toBe(true);
    for (const [service, key] of [
      ['RELAYER', 'nats-relayer'],
      ['DA_WRITER', 'nats-da-writer'],
    ] as const) {
      const env = named(service.toLowerCase().replace('_', '-'))?.env ?? {};
      expect(env[`SWITCHYARD_${service}_NATS_URL`]).toBe('nats://127.0.0.1:4322');
      expect(env[`SWITCHYARD_${service}_NATS_KEY_FILE`]).toBe(join(at.layout.keys, `${key}.key`));
    }
    await writeNatsConfig(at.layout, network);
    const config = await readFile(join(at.layout.data, 'nats.conf'), 'utf8');
    expect(config).toContain('listen: "127.0.0.1:4322"');
    expect(config.match(/nkey: U[A-Z2-7]{55}$/gm)).toHaveLength(2);
    expect(config).not.toMatch(/password|"\$JS\.API\.>"/);
    expect(planOfNetwork(at, aNetwork()).some(({ name }) => name === 'nats')).toBe(false);
  });

  it('gives each of four nodes an app, an engine and a relayer that knows the others', () => {
    const engines = { ...embeddedEngines, consensus: 'cometbft', validators: 4 } as const;
    const specs = planOfNetwork(machine('/y'), aNetwork({ engines }));
    const named = (name: string) => specs.find((spec) => spec.name === name);
    expect(specs.map(({ name }) => name)).toEqual([
      ...['', '-1', '-2', '-3'].flatMap((node) => [
        `sequencer-app${node}`,
        `cometbft${node}`,
        `relayer${node}`,
      ]),
      'da-writer',
      'dashboard',
    ]);
    expect(named('cometbft-2')).toMatchObject({ program: '/engines/cometbft', follows: 'sequencer-app-2' });
    expect(named('relayer-1')?.env['SWITCHYARD_RELAYER_P2P_BOOTSTRAP']?.split(',')).toEqual([
      '/ip4/127.0.0.1/tcp/4001',
      '/ip4/127.0.0.1/tcp/6001',
      '/ip4/127.0.0.1/tcp/7001',
    ]);
    const node: Parameters<typeof cometbftConfig>[0] = {
      moniker: 'node-0',
      key: { path: '', seed: new Uint8Array(), publicKey: new Uint8Array(), address: '' as never },
      app: 'unix:///s/abci.sock',
      rpcPort: 1,
      p2pPort: 2,
      peers: [{ id: 'ab', p2pPort: 3 }],
    };
    expect(cometbftConfig(node)).toContain('persistent_peers = "ab@127.0.0.1:3"');
    expect(cometbftConfig(node)).not.toContain('[statesync]');
    const stateSync = { rpcPorts: [4, 5], trusted: { height: 6n, hash: 'AB' } };
    expect(cometbftConfig({ ...node, stateSync })).toContain(
      'enable = true\nrpc_servers = "http://127.0.0.1:4,http://127.0.0.1:5"\ntrust_height = 6\ntrust_hash = "AB"\n',
    );
  });

  it('refuses a variable that the example file of a service does not name', () => {
    expect(() => serviceEnvironment(root, 'relayer', { NO_SUCH: '1' })).toThrow(UnknownVariableError);
  });
});

describe('files', () => {
  const aLayout = async () => layoutOf(root, await mkdtemp(join(tmpdir(), 'yard-')));

  it('remembers a network, and refuses another version or a damaged file with the remedy', async () => {
    const layout = await aLayout();
    expect(await loadNetwork(layout)).toBeUndefined();
    await saveNetwork(layout, aNetwork());
    expect(await loadNetwork(layout)).toEqual(aNetwork());
    const withoutItsFirst = aNetwork({ rollups: [], isNew: true });
    await saveNetwork(layout, withoutItsFirst);
    expect(await loadNetwork(layout)).toEqual(withoutItsFirst);
    await writeFile(layout.networkFile, '{');
    await expect(loadNetwork(layout)).rejects.toThrow('--fresh');
    await writeFile(layout.versionFile, `${dataVersion}0\n`);
    await expect(loadNetwork(layout)).rejects.toThrow(`data version ${dataVersion}0`);
  });

  it('keeps keys, readable by their owner only', async () => {
    const { keys } = await aLayout();
    const key = await ensureKey(keys, 'operator');
    expect((await ensureKey(keys, 'operator')).publicKey).toEqual(key.publicKey);
    expect((await ensureKey(keys, 'reporter')).publicKey).not.toEqual(key.publicKey);
    expect((await stat(key.path)).mode & 0o777).toBe(0o600);
  });

  it('writes a home with a fresh signing state, and the anchor of height 0', async () => {
    const layout = await aLayout();
    const operators = await ensureOperators(layout, 4);
    const chainId = freshChainId();
    expect(chainId).toMatch(/^yard-[0-9a-f]{8}$/);
    const [validator] = operators.validators;
    if (validator === undefined) throw new Error('no validator');
    const home = sequencerHome(layout, 0);
    const genesis = genesisDocument({ chainId, genesisTime: '2030-01-01T00:00:00Z', operators });
    await writeSequencerHome(home, { genesis, validator });
    const read = async (name: string): Promise<unknown> =>
      JSON.parse(await readFile(join(home, name), 'utf8'));
    expect(await read('config/genesis.json')).toMatchObject({
      chain_id: chainId,
      validators: operators.validators.map(() => ({ power: '10' })),
    });
    expect(await read('data/priv_validator_state.json')).toEqual({ height: '0', round: 0, step: 0 });
    const da = { chainId: 'private-1', height: 4n, headerHash: new Uint8Array(32) };
    await writeGenesisAnchor(join(layout.data, 'anchor.json'), { chainId, operators, da });
    const anchor = parseAnchorJson(await readFile(join(layout.data, 'anchor.json'), 'utf8'));
    expect(anchor.sequencer.height).toBe(0n);
    expect(anchor.sequencer.nextValidators).toEqual(genesisValidators(operators));
  });

  it('describes each rollup with addresses of its own', () => {
    const { rollups } = descriptorOf(aNetwork());
    expect(rollups.map(({ rpcUrl }) => rpcUrl)).toEqual(['http://127.0.0.1:8545', 'http://127.0.0.1:8565']);
    expect(topologyOf(aNetwork()).services.filter(({ rollup }) => rollup === 'gm').length).toBe(3);
  });

  it('is what the published schema says', async () => {
    const published = await readFile(join(root, 'docs/descriptor.schema.json'), 'utf8');
    expect(`${JSON.stringify(z.toJSONSchema(descriptorSchema), undefined, 2)}\n`).toBe(published);
    expect(descriptorSchema.parse(descriptorOf(aNetwork()))).toEqual(descriptorOf(aNetwork()));
  });

  it('makes a genesis whose numbers no tool turns into floats', () => {
    const genesis = JSON.stringify(rollupGenesis({ chainId: 7_777_777, timestamp: 1_900_000_000n }));
    expect(JSON.parse(genesis)).toMatchObject({
      config: { chainId: 7_777_777 },
      timestamp: '0x713fb300',
      gasLimit: '0x5f5e100',
    });
    expect(genesis).not.toMatch(/[:,[]-?\d[\d.]*[.e]/);
  });
});
