import { accountChecksum } from '@switchyard/celestia';
import { isAccount } from '../domain/submission.ts';
import { address, type TxConfig, text } from './decode.ts';
import { MethodError } from './errors.ts';
import { type Methods, method } from './method.ts';
import type { NodeDeps } from './node.ts';

/** The node whose interface this is. */
const API_VERSION = 'v0.31.4';

/** `state.*` and `node.*` */
export function stateMethods({ genesis, chain }: NodeDeps): Methods {
  const self = genesis.accounts[0].address;
  const balance = (account: string): Promise<string> => {
    const amount = chain.accounts.get(account)?.balance ?? 0n;
    return Promise.resolve(JSON.stringify({ denom: 'utia', amount: String(amount) }));
  };
  return {
    'state.AccountAddress': method('read', [], () => Promise.resolve(JSON.stringify(self))),
    'state.Balance': method('read', [], () => balance(self)),
    'state.BalanceForAddress': method('read', [address], ([account]) => balance(account)),
    'node.Info': method('admin', [], () =>
      Promise.resolve(JSON.stringify({ type: 'Bridge', api_version: API_VERSION })),
    ),
    'node.Ready': method('read', [], () => Promise.resolve('true')),
    'node.LogLevelSet': method('admin', [text, text], () => Promise.resolve('null')),
  };
}

/** The account that a submission names to pay. @throws MethodError when the keyring has no such key. */
export function payerOf(
  { genesis }: Pick<NodeDeps, 'genesis'>,
  { keyName, signerAddress }: TxConfig,
): string {
  const [self] = genesis.accounts;
  const prefix = 'failed to get tx author address';
  const source = '[cosmos/cosmos-sdk@v0.50.13/crypto/keyring/keyring.go:521]';
  if (signerAddress !== '') {
    if (!isAccount(signerAddress)) throw new MethodError(`${prefix}: ${bech32Problem(signerAddress)}`);
    const key = genesis.accounts.find((account) => account.address === signerAddress);
    if (key !== undefined) return key.address;
    throw new MethodError(`${prefix}: key with address ${signerAddress} not found: key not found ${source}`);
  }
  if (keyName === '') return self.address;
  const key = genesis.accounts.find(({ name }) => name === keyName);
  if (key !== undefined) return key.address;
  throw new MethodError(`${prefix}: getting account key: ${keyName}.info: key not found ${source}`);
}

function bech32Problem(account: string): string {
  const checksum = accountChecksum(account);
  if (checksum === undefined) return 'decoding bech32 failed: invalid bech32 string';
  return `decoding bech32 failed: invalid checksum (expected ${checksum.expected} got ${checksum.actual})`;
}
