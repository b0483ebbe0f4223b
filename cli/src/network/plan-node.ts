import { join } from 'node:path';
import type { ChildSpec } from '../supervisor/child.ts';
import type { Engines } from './engine-choice.ts';
import { genesisPath, logFile } from './layout.ts';
import type { Machine } from './plan.ts';
import { rollupGasLimit } from './rollup-genesis.ts';
import type { RollupState } from './state.ts';

const host = '127.0.0.1';

/** Where a rollup's Geth listens for its driver, and for nobody else: who can open it controls the chain. */
export function ipcSocket({ sockets }: Machine, { index }: RollupState): string {
  return join(sockets, `node-${index}.ipc`);
}

/** The node of a rollup; services/evm-driver/README.md has the reasons of each argument. */
export function planOfNode(
  machine: Machine,
  rollup: RollupState,
  {
    evm,
    port,
    stopOrder,
  }: { readonly evm: Engines['evm']; readonly port: number; readonly stopOrder: number },
): ChildSpec {
  const { layout } = machine;
  const { name } = rollup;
  const genesis = genesisPath(layout, name);
  const ofGenesis =
    rollup.genesisTime === undefined
      ? `restore ${genesis} from a copy if it is what is wrong; without one ` +
        `\`./switchyard rollup remove ${name} --wipe\` and add a rollup`
      : `if ${genesis} is what is wrong, \`npm run stop\`, then \`npm start\` writes it anew`;
  const common = {
    name: `node@${name}`,
    env: { PATH: machine.path },
    logFile: logFile(layout, `node@${name}`),
    stopOrder,
  };
  if (evm === 'anvil') {
    const args = anvilArguments({ genesis, port, chainId: rollup.chainId });
    return {
      ...common,
      program: machine.anvilProgram,
      args,
      files: { folder: join(layout.data, `node@${name}`), remedy: ofGenesis },
      refusedCode: 2,
    };
  }
  const data = gethFolder(machine, name);
  return {
    ...common,
    program: '/bin/sh',
    args: [
      ...['-c', startGeth, machine.engineProgram('geth'), data, genesis],
      ...gethArguments({ data, port, chainId: rollup.chainId, ipc: ipcSocket(machine, rollup) }),
    ],
    files: {
      folder: data,
      remedy: `if ${data} is what is wrong, remove it: the driver makes its blocks again; ${ofGenesis}`,
    },
  };
}

/** Apart from the genesis file, so that it can be removed alone. */
function gethFolder({ layout }: Machine, rollup: string): string {
  return join(layout.data, `node@${rollup}`, 'geth');
}

/**
 * `init` changes nothing where it was done; without it a wiped Geth would start with Ethereum's genesis. Only a file of settings can
 * keep it from listening for peers on every address of the machine.
 */
const startGeth = `data=$1; genesis=$2; shift 2
"$0" init --datadir "$data" --state.scheme hash "$genesis" || exit
exec "$0" --config /dev/fd/3 "$@" 3<<'END'
[Node.P2P]
ListenAddr = ""
END
`;

function gethArguments({
  data,
  port,
  chainId,
  ipc,
}: {
  data: string;
  port: number;
  chainId: number;
  ipc: string;
}): string[] {
  return [
    ...['--datadir', data, '--networkid', `${chainId}`, '--ipcpath', ipc],
    ...['--state.scheme', 'hash', '--gcmode', 'archive', '--syncmode', 'full', '--history.transactions', '0'],
    ...['--miner.gaslimit', `${rollupGasLimit}`, '--engine.maxreorgdepth', '0', '--cache', '256'],
    ...['--nodiscover', '--maxpeers', '0', '--nat', 'none'],
    ...['--authrpc.addr', host, '--authrpc.port', `${port}`],
  ];
}

function anvilArguments({
  genesis,
  port,
  chainId,
}: {
  genesis: string;
  port: number;
  chainId: number;
}): string[] {
  return [
    ...['--host', host, '--port', `${port}`, '--init', genesis, '--chain-id', `${chainId}`],
    ...['--no-mining', '--order', 'fifo', '--hardfork', 'osaka', '--prune-history', '64'],
    ...[
      '--gas-limit',
      `${rollupGasLimit}`,
      '--accounts',
      '0',
      '--slots-in-an-epoch',
      '1',
      '--disable-console-log',
    ],
    ...['--disable-pool-balance-checks', '--disable-default-create2-deployer'],
    ...['--no-request-size-limit', '--no-cors', '--silent'],
  ];
}
