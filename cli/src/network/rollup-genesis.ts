import { readFile } from 'node:fs/promises';
import { sha256, toHex, utf8 } from '@switchyard/primitives';
import { isErrno, writeFileAtomic } from '@switchyard/service-kit';

/** The first account of the mnemonic that every development node uses; its key is public. */
export const devAccount = {
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  privateKey: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
} as const;

const wei = 10n ** 18n;
const devBalance = 300n * wei;

/** What Geth executes in about a second. */
export const rollupGasLimit = 100_000_000n;

/** The keyless deployer at the address that tools expect it at (github.com/Arachnid/deterministic-deployment-proxy). */
const create2Deployer = {
  address: '0x4e59b44847b379578588920cA78FbF26c0B4956C',
  code: '0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3',
} as const;

const initialBaseFee = 1_000_000_000n;

/** The genesis of an EVM rollup, in Geth's format. Quantities are hex, so that no tool turns one into a float. */
export function rollupGenesis({
  chainId,
  timestamp,
}: {
  readonly chainId: number;
  readonly timestamp: bigint;
}): object {
  const forks = [
    'homestead',
    'eip150',
    'eip155',
    'eip158',
    'byzantium',
    'constantinople',
    'petersburg',
    'istanbul',
    'berlin',
    'london',
  ];
  return {
    config: {
      chainId,
      ...Object.fromEntries(forks.map((fork) => [`${fork}Block`, 0])),
      mergeNetsplitBlock: 0,
      terminalTotalDifficulty: 0,
      terminalTotalDifficultyPassed: true,
      shanghaiTime: 0,
      cancunTime: 0,
      pragueTime: 0,
      osakaTime: 0,
      blobSchedule: {
        cancun: { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 },
        prague: { target: 6, max: 9, baseFeeUpdateFraction: 5_007_716 },
        osaka: { target: 6, max: 9, baseFeeUpdateFraction: 5_007_716 },
      },
    },
    nonce: '0x0',
    timestamp: hex(timestamp),
    extraData: '0x',
    gasLimit: hex(rollupGasLimit),
    difficulty: '0x0',
    mixHash: `0x${'00'.repeat(32)}`,
    coinbase: `0x${'00'.repeat(20)}`,
    baseFeePerGas: hex(initialBaseFee),
    alloc: {
      [devAccount.address]: { balance: hex(devBalance) },
      [create2Deployer.address]: { balance: '0x0', nonce: '0x1', code: create2Deployer.code },
    },
  };
}

/** The text of a rollup's genesis file, and its SHA-256: whoever reads the file knows that it is this one. */
export function genesisFileOf({
  chainId,
  genesisTime,
}: {
  readonly chainId: number;
  readonly genesisTime: string;
}): {
  readonly text: string;
  readonly digest: string;
} {
  const genesis = rollupGenesis({ chainId, timestamp: BigInt(genesisTime) });
  const text = `${JSON.stringify(genesis, undefined, 2)}\n`;
  return { text, digest: toHex(sha256(utf8(text))) };
}

/** Writes the file unless it is there as it should be. Says whether something else was there. */
export async function ensureGenesisFile(path: string, text: string): Promise<'kept' | 'made' | 'mended'> {
  const found = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (found === text) return 'kept';
  await writeFileAtomic(path, text);
  return found === undefined ? 'made' : 'mended';
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
