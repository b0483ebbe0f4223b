/** Ports of the network's own services, before the offset. */
const networkPorts = {
  dashboard: 8080,
  sequencerGrpc: 9090,
  relayerGrpc: 9091,
  sequencerHttp: 9094,
  relayerP2p: 4001,
  nats: 4222,
  consensusP2p: 26656,
  consensusRpc: 26657,
  da: 26658,
  appAdmin: 9100,
  consensusAdmin: 9101,
  relayerAdmin: 9102,
  daWriterAdmin: 9103,
  daAdmin: 9104,
  dashboardAdmin: 9105,
} as const;

/** Ports of rollup 0, before the offset, and how far the next rollup's are. */
const rollupPorts = {
  front: [8545, 10],
  node: [8547, 10],
  driver: [9200, 1],
  conductorP2p: [4010, 1],
  conductorAdmin: [9310, 10],
  driverAdmin: [9311, 10],
  composerAdmin: [9312, 10],
} as const;

/** Where each service of the network listens. */
export type NetworkPorts = { readonly [Name in keyof typeof networkPorts]: number };

/** Where each service of one rollup listens. */
export type RollupPorts = { readonly [Name in keyof typeof rollupPorts]: number };

/** The k-th rollup's ports must not reach the next service's. */
export const maxRollups = 50;

/** The network's ports with an offset. */
export function portsOfNetwork(offset: number): NetworkPorts {
  return mapValues(networkPorts, (port) => port + offset);
}

/** The ports of a sequencer node: the first node's are the network's, and only its own services are there for the others. */
export function portsOfNode(offset: number, node: number): NetworkPorts {
  return portsOfNetwork(offset + 1_000 * node);
}

/** What a sequencer node beyond the first listens on. */
export const nodePortNames = [
  'sequencerGrpc',
  'relayerGrpc',
  'sequencerHttp',
  'relayerP2p',
  'consensusP2p',
  'consensusRpc',
  'appAdmin',
  'relayerAdmin',
] as const satisfies readonly (keyof NetworkPorts)[];

/** The ports of the rollup with index k. */
export function portsOfRollup(offset: number, k: number): RollupPorts {
  return mapValues(rollupPorts, ([first, step]) => first + step * k + offset);
}

/** What listens, and where. */
export type NamedPort = readonly [string, number];

/** All ports of a network of this make. */
export function namedPorts(
  offset: number,
  {
    validators,
    queue,
    rollups,
  }: {
    readonly validators: number;
    readonly queue: 'direct' | 'nats';
    readonly rollups: readonly { readonly index: number }[];
  },
): readonly NamedPort[] {
  return [
    ...Object.entries(portsOfNetwork(offset)).filter(([name]) => name !== 'nats' || queue === 'nats'),
    ...Array.from({ length: validators - 1 }, (_, k) =>
      nodePortNames.map((name) => [`${name} of node ${k + 1}`, portsOfNode(offset, k + 1)[name]] as const),
    ).flat(),
    ...rollups.flatMap(({ index }) => namedPortsOfRollup(offset, index)),
  ];
}

/** The first port that outgoing connections are given: Linux's default; elsewhere it is higher. */
const firstOutgoing = 32_768;

/** What to say of an offset that puts ports where outgoing connections may take them; undefined when there is nothing. */
export function warningOfOffset(offset: number, validators: number): string | undefined {
  const highest = Math.max(networkPorts.da, portsOfNode(0, validators - 1).consensusRpc);
  const most = firstOutgoing - 1 - highest;
  if (offset <= most) return undefined;
  return (
    `warning: with --port-offset ${offset} some ports are above ${firstOutgoing - 1}, where an outgoing connection ` +
    `may take one while its service restarts; up to ${most} none is`
  );
}

/** Those of the rollup with index k alone. */
export function namedPortsOfRollup(offset: number, k: number): readonly NamedPort[] {
  return Object.entries(portsOfRollup(offset, k));
}

function mapValues<T, Name extends string, R>(
  record: Readonly<Record<Name, T>>,
  fn: (value: T) => R,
): Record<Name, R> {
  const names = Object.keys(record) as Name[];
  return Object.fromEntries(names.map((name) => [name, fn(record[name])])) as Record<Name, R>;
}
