import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  type PublicClient,
  type Transport,
  type WalletClient,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { rollupDescriptor } from './network/descriptor.ts';
import { rollupNamed } from './network/names.ts';
import { devAccount } from './network/rollup-genesis.ts';
import type { NetworkState } from './network/state.ts';

/** The dev account on one rollup. */
export type RollupWallet = {
  readonly chain: Chain;
  readonly account: Account;
  readonly reads: PublicClient<Transport, Chain>;
  readonly writes: WalletClient<Transport, Chain, Account>;
};

/** Opens the dev account's wallet. @throws CommandError when there is no such rollup. */
export function openWallet(name: string, network: NetworkState): RollupWallet {
  const { chainId, rpcUrl } = rollupDescriptor(network, rollupNamed(name, network));
  const chain = defineChain({
    id: chainId,
    name,
    nativeCurrency: { name: 'token', symbol: 'TOK', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const transport = http(rpcUrl, { timeout: 10_000, retryCount: 3 });
  const account = privateKeyToAccount(devAccount.privateKey);
  return {
    chain,
    account,
    reads: createPublicClient({ chain, transport, pollingInterval: 250 }),
    writes: createWalletClient({ chain, transport, account }),
  };
}
