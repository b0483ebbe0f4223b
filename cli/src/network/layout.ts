import { join } from 'node:path';

/** The folder of data of this checkout's local network. */
export type Layout = {
  readonly root: string;
  readonly yard: string;
  readonly versionFile: string;
  readonly networkFile: string;
  readonly topologyFile: string;
  readonly descriptorFile: string;
  readonly supervisorFile: string;
  readonly childrenFile: string;
  /** The user's own: what children are started with beyond the plan. */
  readonly overridesFile: string;
  readonly keys: string;
  readonly data: string;
  readonly logs: string;
};

/** Everything that `--fresh` wipes: the toolchain and the installed marker are not among it. */
export const wipedByFresh: readonly string[] = [
  'version',
  'network.json',
  'topology.json',
  'descriptor.json',
  'supervisor.json',
  'children.json',
  'keys',
  'data',
  'logs',
];

/** The paths below `<root>/.switchyard`, or below another folder when the data is elsewhere. */
export function layoutOf(root: string, yard: string = join(root, '.switchyard')): Layout {
  return {
    root,
    yard,
    versionFile: join(yard, 'version'),
    networkFile: join(yard, 'network.json'),
    topologyFile: join(yard, 'topology.json'),
    descriptorFile: join(yard, 'descriptor.json'),
    supervisorFile: join(yard, 'supervisor.json'),
    childrenFile: join(yard, 'children.json'),
    overridesFile: join(yard, 'overrides.json'),
    keys: join(yard, 'keys'),
    data: join(yard, 'data'),
    logs: join(yard, 'logs'),
  };
}

/** The log of a child, by its name such as `relayer` or `conductor@demo`. */
export function logFile(layout: Layout, child: string): string {
  return join(layout.logs, `${child}.log`);
}

/** What driver and conductor of a rollup know, and nobody else. */
export function executionSecretPath(layout: Layout, rollup: string): string {
  return join(layout.keys, `execution-${rollup}.key`);
}

/** What the node of a rollup starts from. */
export function genesisPath(layout: Layout, rollup: string): string {
  return join(layout.data, `node@${rollup}`, 'genesis.json');
}

/** What belongs to a sequencer node: the first node's names have no number. */
export function ofNode(name: string, node: number): string {
  return node === 0 ? name : `${name}-${node}`;
}

/** The consensus home of a sequencer node. */
export function sequencerHome(layout: Layout, node: number): string {
  return join(layout.data, ofNode('sequencer', node));
}
