import type { Descriptor } from './descriptor.ts';
import type { Layout } from './layout.ts';
import { devAccount } from './rollup-genesis.ts';

/** What a person needs after a start. The last line tells a detached start that all is ready. */
export function tableOf({ network, rollups }: Descriptor, layout: Layout): readonly string[] {
  return [
    '',
    `network ${network.chainId}   dashboard API ${network.dashboardUrl}   DA ${network.daChainId}`,
    '',
    `  ${'rollup'.padEnd(16)} ${'chain id'.padEnd(12)} ${'RPC (HTTP)'.padEnd(24)} RPC (WebSocket)`,
    ...rollups.map(
      ({ name, chainId, rpcUrl, wsUrl }) =>
        `  ${name.padEnd(16)} ${String(chainId).padEnd(12)} ${rpcUrl.padEnd(24)} ${wsUrl}`,
    ),
    '',
    `  dev account ${devAccount.address} (300 tokens on each rollup)`,
    `  private key ${devAccount.privateKey}   (well known: for this machine only)`,
    `  logs        ${layout.logs}`,
    '',
    'ready; stop it with Ctrl-C, or with `npm run stop` when it is detached',
  ];
}
