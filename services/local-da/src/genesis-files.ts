import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CometbftJson } from '@switchyard/light';
import { equalBytes, toHex } from '@switchyard/primitives';
import {
  type Clock,
  type Failpoints,
  readFileIfPresent,
  readSecretKey,
  writeFileAtomic,
} from '@switchyard/service-kit';
import { BlockSigner } from './adapters/signer.ts';
import { formatGenesis, type Genesis, newGenesis, parseGenesis } from './domain/genesis.ts';
import { CorruptChainError } from './errors.ts';
import type { Failpoint } from './failpoints.ts';

/** Who signs, and what the chain begins with. */
export type Identity = { readonly genesis: Genesis; readonly signer: BlockSigner };

/**
 * The genesis and the key of a data folder, made when the folder is new. The genesis is written last, so that a crash
 * in between leaves a folder that is still new. @throws CorruptChainError when one of them is missing or damaged.
 */
export async function openIdentity(
  folder: string,
  {
    chainName,
    clock,
    failpoints,
  }: {
    readonly chainName: string;
    readonly clock: Clock;
    readonly failpoints: Failpoints<Failpoint>;
  },
): Promise<Identity> {
  const genesisPath = join(folder, 'genesis.json');
  const keyPath = join(folder, 'validator-key');
  const file = await readFileIfPresent(genesisPath);
  if (file === undefined) {
    if ((await readFileIfPresent(join(folder, 'blocks.log'))) !== undefined) {
      throw new CorruptChainError({ problem: 'the genesis is missing', path: genesisPath });
    }
    const seed = randomBytes(32);
    await writeFileAtomic(keyPath, `${toHex(seed)}\n`);
    const signer = await BlockSigner.open(folder, seed, failpoints);
    const time = { seconds: BigInt(Math.floor(clock.now() / 1_000)), nanos: 0 };
    const genesis = newGenesis({
      name: chainName,
      random: randomBytes(84),
      time,
      publicKey: signer.publicKey,
    });
    await writeFileAtomic(genesisPath, formatGenesis(genesis), { mode: 0o644 });
    return { genesis, signer };
  }
  const genesis = readGenesis(file, genesisPath);
  const signer = await BlockSigner.open(folder, await readSecretKey(keyPath), failpoints);
  if (!equalBytes(signer.publicKey, genesis.validator.publicKey)) {
    throw new CorruptChainError({ problem: 'the key is not that of the genesis', path: keyPath });
  }
  return { genesis, signer };
}

function readGenesis(file: Uint8Array, path: string): Genesis {
  try {
    return parseGenesis(JSON.parse(new TextDecoder().decode(file)) as CometbftJson);
  } catch (error) {
    throw new CorruptChainError({ problem: 'the genesis is damaged', path }, { cause: error });
  }
}
