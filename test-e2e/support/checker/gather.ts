import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SequencedBlock, sequencedBlock } from './consensus.ts';
import { type DaContents, readDaLayer } from './da-layer.ts';
import { get } from './json-rpc.ts';
import { hex, sha256 } from './merkle.ts';
import { head, type RollupBlock, range, rollupBlocks, type Watched } from './rollup.ts';

/** A hash that eth_sendRawTransaction returned, and what the wallet had signed. */
export type Accepted = { readonly hash: string; readonly from: string; readonly nonce: number };

/** Where a network and one of its rollups are; from `descriptor.json`. */
export type Target = {
  readonly chainId: string;
  readonly consensusUrl: string;
  readonly daUrl: string;
  readonly dashboardUrl: string;
  readonly rollupId: string;
  readonly frontUrl: string;
  readonly startHeight: number;
};

/** All that the laws are judged by. */
export type Evidence = {
  readonly target: Target;
  readonly accepted: readonly Accepted[];
  readonly watched: Watched;
  /** The height up to which all data is said to be on the DA layer. */
  readonly reported: number;
  /** Rollup blocks 1..finalized. */
  readonly blocks: readonly RollupBlock[];
  /** Sequencer blocks 1..the later of the reported height and that of the last rollup block. */
  readonly sequenced: ReadonlyMap<number, SequencedBlock>;
  readonly da: DaContents;
  /** How long the reading took. */
  readonly gatheringMs: number;
};

type Descriptor = {
  readonly network: {
    readonly chainId: string;
    readonly sequencerRpc: string;
    readonly daUrl: string;
    readonly dashboardUrl: string;
  };
  readonly rollups: readonly {
    readonly name: string;
    readonly rpcUrl: string;
    readonly sequencerStartHeight: string;
  }[];
};

/** A rollup of the network that runs in this folder. */
export function targetIn(folder: string, name: string): Target {
  const { network, rollups } = JSON.parse(
    readFileSync(join(folder, 'descriptor.json'), 'utf8'),
  ) as Descriptor;
  const rollup = rollups.find((one) => one.name === name);
  if (rollup === undefined) throw new Error(`no rollup ${name} in descriptor.json`);
  return {
    chainId: network.chainId,
    consensusUrl: network.sequencerRpc,
    daUrl: network.daUrl,
    dashboardUrl: network.dashboardUrl,
    rollupId: hex(sha256(name)),
    frontUrl: rollup.rpcUrl,
    startHeight: Number(rollup.sequencerStartHeight),
  };
}

/** The height up to which the network says that all data is on the DA layer. */
export async function reportedHeight({ dashboardUrl }: Target): Promise<number> {
  type Status = { readonly network: { readonly confirmedHeight: string | null } };
  return Number((await get<Status>(`${dashboardUrl}/api/status`)).network.confirmedHeight ?? 0);
}

/** Reads everything of a running network. The report is read before the DA layer, which must already hold it. */
export async function gather(
  target: Target,
  seen: { readonly accepted: readonly Accepted[]; readonly watched: Watched },
): Promise<Evidence> {
  const began = performance.now();
  const reported = await reportedHeight(target);
  const finalized = await head(target.frontUrl, 'finalized');
  const blocks = await rollupBlocks(target.frontUrl, 1, finalized);
  const sequenced = new Map<number, SequencedBlock>();
  for (const height of range(1, Math.max(reported, target.startHeight + finalized - 1))) {
    sequenced.set(height, await sequencedBlock(target.consensusUrl, height));
  }
  const rollupIds = [...new Set([...sequenced.values()].flatMap(({ data }) => [...data.keys()]))];
  const da = await readDaLayer({ url: target.daUrl, chainId: target.chainId, rollupIds });
  return { target, ...seen, reported, blocks, sequenced, da, gatheringMs: performance.now() - began };
}
