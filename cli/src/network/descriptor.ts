import { rollupIdOf, sealJson, toHex } from '@switchyard/primitives';
import { writeFileAtomic } from '@switchyard/service-kit';
import { type Layout, ofNode } from './layout.ts';
import { portsOfNetwork, portsOfNode, portsOfRollup } from './ports.ts';
import type { NetworkState, RollupState } from './state.ts';

/** Where everything is, for programs and people; docs/descriptor.schema.json. */
export type Descriptor = {
  readonly schema: 1;
  readonly network: {
    readonly chainId: string;
    readonly sequencerGrpc: string;
    readonly sequencerRpc: string;
    readonly relayerGrpc: string;
    readonly daUrl: string;
    readonly daChainId: string;
    readonly dashboardUrl: string;
  };
  readonly rollups: readonly RollupDescriptor[];
};

/** One rollup's public addresses. */
export type RollupDescriptor = {
  readonly name: string;
  readonly chainId: number;
  readonly rollupId: string;
  readonly rpcUrl: string;
  readonly wsUrl: string;
  readonly sequencerStartHeight: string;
};

/** Where each service's admin API is; what the dashboard reads. */
export type Topology = {
  readonly schema: 1;
  readonly network: Descriptor['network'];
  readonly rollups: readonly (RollupDescriptor & { readonly index: number })[];
  readonly services: readonly {
    readonly service: string;
    readonly rollup?: string;
    readonly adminUrl: string;
  }[];
};

const url = (port: number): string => `http://127.0.0.1:${port}`;

/** The descriptor of a network. */
export function descriptorOf(network: NetworkState): Descriptor {
  const ports = portsOfNetwork(network.portOffset);
  return {
    schema: 1,
    network: {
      chainId: network.chainId,
      sequencerGrpc: `127.0.0.1:${ports.sequencerGrpc}`,
      sequencerRpc: url(ports.consensusRpc),
      relayerGrpc: `127.0.0.1:${ports.relayerGrpc}`,
      daUrl: url(ports.da),
      daChainId: network.daChainId,
      dashboardUrl: url(ports.dashboard),
    },
    rollups: network.rollups.map((rollup) => rollupDescriptor(network, rollup)),
  };
}

/** One rollup's part of it. */
export function rollupDescriptor(network: NetworkState, rollup: RollupState): RollupDescriptor {
  const ports = portsOfRollup(network.portOffset, rollup.index);
  return {
    name: rollup.name,
    chainId: rollup.chainId,
    rollupId: toHex(rollupIdOf(rollup.name)),
    rpcUrl: url(ports.front),
    wsUrl: `ws://127.0.0.1:${ports.front}`,
    sequencerStartHeight: rollup.sequencerStartHeight,
  };
}

/** Every admin API of a network. */
export function topologyOf(network: NetworkState): Topology {
  const ports = portsOfNetwork(network.portOffset);
  const descriptor = descriptorOf(network);
  const nodes = Array.from({ length: network.engines.validators }, (_, node) => node);
  return {
    schema: 1,
    network: descriptor.network,
    rollups: network.rollups.map((rollup) => ({ ...rollupDescriptor(network, rollup), index: rollup.index })),
    services: [
      { service: 'local-da', adminUrl: url(ports.daAdmin) },
      ...nodes.flatMap((node) => {
        const own = portsOfNode(network.portOffset, node);
        return [
          { service: ofNode('sequencer-app', node), adminUrl: url(own.appAdmin) },
          // CometBFT has no admin API: its app and its relayer tell how the chain is.
          ...(network.engines.consensus === 'solo'
            ? [{ service: 'solo-engine', adminUrl: url(own.consensusAdmin) }]
            : []),
          { service: ofNode('relayer', node), adminUrl: url(own.relayerAdmin) },
        ];
      }),
      { service: 'da-writer', adminUrl: url(ports.daWriterAdmin) },
      ...network.rollups.flatMap(({ name, index }) => {
        const own = portsOfRollup(network.portOffset, index);
        return [
          { service: 'evm-driver', rollup: name, adminUrl: url(own.driverAdmin) },
          { service: 'conductor', rollup: name, adminUrl: url(own.conductorAdmin) },
          { service: 'composer', rollup: name, adminUrl: url(own.composerAdmin) },
        ];
      }),
    ],
  };
}

/** Writes both files, as whole files at once. */
export async function writeDescriptor(layout: Layout, network: NetworkState): Promise<void> {
  await writeFileAtomic(layout.topologyFile, sealJson(topologyOf(network)), { mode: 0o644 });
  const descriptor = `${JSON.stringify(descriptorOf(network), undefined, 2)}\n`;
  await writeFileAtomic(layout.descriptorFile, descriptor, { mode: 0o644 });
}
