import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SequencedBlock, sequencedBlock } from './consensus.ts';
import { type DaContents, readDaLayer } from './da-layer.ts';
import { askAll, get, patiently } from './json-rpc.ts';
import { hex, sha256 } from './merkle.ts';
import { head, type RollupBlock, range, rollupBlocks, type Watched } from './rollup.ts';
import { type Skipped, skippedIn } from './skipped.ts';
import { type Unexecuted, whereIs } from './unexecuted.ts';

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
  readonly evmChainId: number;
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
  /** Accepted transactions that no block of `blocks` holds, by hash. */
  readonly unexecuted: ReadonlyMap<string, Unexecuted>;
  /** What the rollup left out of its sections. */
  readonly skipped: readonly Skipped[];
  /** Block hashes of the sequencer as they were seen at each height over time, where somebody watched. */
  readonly sequencerHashes: ReadonlyMap<number, ReadonlySet<string>>;
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
    readonly chainId: number;
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
    evmChainId: Number(rollup.chainId),
  };
}

/** The height up to which the network says that all data is on the DA layer. */
export async function reportedHeight({ dashboardUrl }: Target): Promise<number> {
  type Status = { readonly network: { readonly confirmedHeight: string | null } };
  return Number((await get<Status>(`${dashboardUrl}/api/status`)).network.confirmedHeight ?? 0);
}

/** What somebody saw of a rollup while it ran. */
export type Seen = {
  readonly accepted: readonly Accepted[];
  readonly watched: Watched;
  /** Of `watchSequencer`. */
  readonly sequencerHashes?: ReadonlyMap<number, ReadonlySet<string>>;
};

/** Reads everything of a running network. The report is read before the DA layer, which must already hold it. */
export async function gather(target: Target, seen: Seen): Promise<Evidence> {
  const began = performance.now();
  const reported = await patiently(() => reportedHeight(target));
  const finalized = await patiently(() => head(target.frontUrl, 'finalized'));
  const blocks = await patiently(() => rollupBlocks(target.frontUrl, 1, finalized));
  const heights = range(1, Math.max(reported, target.startHeight + finalized - 1));
  const sequenced = new Map(
    (await askAll(heights, (height) => sequencedBlock(target.consensusUrl, height))).map((block) => [
      block.height,
      block,
    ]),
  );
  const rollupIds = [...new Set([...sequenced.values()].flatMap(({ data }) => [...data.keys()]))];
  const da = await readDaLayer({ url: target.daUrl, chainId: target.chainId, rollupIds });
  const executed = new Set(blocks.flatMap(({ transactions }) => transactions.map(({ hash }) => hash)));
  const missing = seen.accepted.filter(({ hash }) => !executed.has(hash));
  const places = await askAll(missing, (one) => whereIs(target, one));
  const section = (height: number): readonly Uint8Array[] =>
    sequenced.get(height)?.data.get(target.rollupId) ?? [];
  return {
    target,
    accepted: seen.accepted,
    watched: seen.watched,
    sequencerHashes: seen.sequencerHashes ?? new Map(),
    reported,
    blocks,
    sequenced,
    da,
    unexecuted: new Map(missing.flatMap(({ hash }, index) => pair(hash, places[index]))),
    skipped: await skippedIn(target, blocks, section),
    gatheringMs: performance.now() - began,
  };
}

function pair<T>(name: string, value: T | undefined): readonly [string, T][] {
  return value === undefined ? [] : [[name, value]];
}
