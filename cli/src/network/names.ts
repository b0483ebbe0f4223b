import { CommandError } from '../errors.ts';
import { maxRollups } from './ports.ts';
import type { NetworkState, RollupState } from './state.ts';

/** What somebody wants to call a rollup. */
export type RollupRequest = { readonly name: string; readonly chainId: number };

/** EIP-2294: chain ids above this break wallets. */
const maxChainId = Math.floor(Number.MAX_SAFE_INTEGER / 2) - 36;

/** Checks a name and a chain id as typed. @throws CommandError that says what is allowed. */
export function parseRollupRequest(name: string, chainId: string): RollupRequest {
  if (!/^[a-z][a-z0-9-]{0,29}[a-z0-9]$|^[a-z]$/.test(name)) {
    throw new CommandError(
      'badInput',
      `'${name}' cannot name a rollup: 1 to 31 lower-case letters, digits and dashes, a letter first, no dash last`,
    );
  }
  const id = Number(chainId);
  if (!/^\d+$/.test(chainId) || id < 1 || id > maxChainId) {
    throw new CommandError(
      'badInput',
      `'${chainId}' cannot be a chain id: a whole number from 1 to ${maxChainId}`,
    );
  }
  return { name, chainId: id };
}

/** The index that a new rollup gets: the lowest free one. @throws CommandError when name or chain id is taken. */
export function placeFor({ name, chainId }: RollupRequest, { rollups }: NetworkState): number {
  if (rollups.some((rollup) => rollup.name === name)) {
    throw new CommandError(
      'conflict',
      `there is a rollup '${name}' already: see \`./switchyard rollup list\``,
    );
  }
  const taken = rollups.find((rollup) => rollup.chainId === chainId);
  if (taken !== undefined) {
    throw new CommandError(
      'conflict',
      `chain id ${chainId} is rollup '${taken.name}' already: wallets need distinct ids`,
    );
  }
  for (let index = 0; index < maxRollups; index++) {
    if (!rollups.some((rollup) => rollup.index === index)) return index;
  }
  throw new CommandError('conflict', `a local network has at most ${maxRollups} rollups: remove one first`);
}

/** The rollup of this name. @throws CommandError when there is none. */
export function rollupNamed(name: string, { rollups }: NetworkState): RollupState {
  const found = rollups.find((rollup) => rollup.name === name);
  if (found !== undefined) return found;
  const known = rollups.length === 0 ? 'there is none' : rollups.map((rollup) => rollup.name).join(', ');
  throw new CommandError('unknownName', `no rollup '${name}' (${known})`);
}
