import { hasEngine } from '../support/engines.ts';
import { equivocations, type Scenario, scenarios } from './scenarios.ts';

/** What of a network is no embedded part. */
export type Engines = Readonly<Record<'cometbft' | 'geth' | 'nats', boolean>>;

/** Networks without engines, and with all of them. */
export const embedded: Engines = { cometbft: false, geth: false, nats: false };
export const allEngines: Engines = { cometbft: true, geth: true, nats: true };

const ofThisRun: Engines = {
  cometbft: hasEngine('cometbft'),
  geth: hasEngine('geth'),
  nats: hasEngine('nats'),
};

/** Why a place is reached by no network; `test` is the unit test that does when one on other engines does not either. */
export type Unreachable = { readonly why: string; readonly test?: string };

/** Around the queue between relayer and da-writer. */
const ofQueue = [
  'relayer/feed',
  'relayer/feed-cursor',
  'relayer/stream',
  'da-writer/consumer',
  'da-writer/ack',
];

/** On the way of a block into Geth. */
const ofGeth = ['evm-driver/payload', 'evm-driver/choose'];
/** The same names in the adapter of each node: what is behind them is another call. */
const ofEachNode = ['evm-driver/mine', 'evm-driver/rollback'];
/** The state of anvil is in memory; the journal gives up bytes that a dump covers, on Geth those below its newest 4,096 blocks. */
const ofAnvil = ['evm-driver/dump', 'evm-driver/load', 'evm-driver/compact'];
/** Only CometBFT has state sync. */
const ofSnapshots = ['sequencer-app/snapshot-chunk', 'sequencer-app/snapshot-publish'];
const ofJoining = ['begin', 'chunk', 'finish'].map((step) => `sequencer-app/restore-${step}`);

/** Places that only the first start of a chain reaches. */
const ofFirstStart: readonly string[] = ['sequencer-app/init-chain', 'solo-engine/init-chain'];

/** Why no network with these engines reaches a place, undefined when one does. */
export function unreachable(place: string, engines: Engines = ofThisRun): Unreachable | undefined {
  const effect = effectOf(place);
  if (effect === 'solo-engine/prune') {
    const why = 'sequencer-app keeps all blocks: it never asks for pruning';
    return { why, test: 'services/solo-engine/test/engine.test.ts' };
  }
  if (!engines.nats && ofQueue.includes(effect)) return { why: 'this network has no queue' };
  if (!engines.geth && ofGeth.includes(effect))
    return { why: 'anvil mines on its head: only Geth is handed payloads and told its head' };
  if (engines.geth && ofAnvil.includes(effect))
    return { why: 'Geth has its state on disk, and the journal keeps its newest blocks' };
  if (!engines.cometbft && [...ofSnapshots, ...ofJoining].includes(effect))
    return { why: 'only CometBFT has state sync' };
  if (engines.cometbft && effect.startsWith('solo-engine/')) return { why: 'CometBFT is in its place' };
  return undefined;
}

/** Where a place belongs: which kind of campaign reaches it, and how; without a scenario it is reached by traffic. */
export type Way = {
  readonly kind: 'running' | 'equivocation' | 'first-start' | 'joining' | 'unreachable';
  readonly scenario: Scenario | undefined;
};

/** The way to a place. One that nobody has thought of yet is looked for under traffic. */
export function wayTo(place: string, engines: Engines = ofThisRun): Way {
  const effect = effectOf(place);
  if (unreachable(place, engines) !== undefined) return { kind: 'unreachable', scenario: undefined };
  if (ofFirstStart.includes(effect)) return { kind: 'first-start', scenario: undefined };
  if (ofJoining.includes(effect)) return { kind: 'joining', scenario: undefined };
  const equivocation = equivocations[effect];
  if (equivocation !== undefined) return { kind: 'equivocation', scenario: equivocation };
  return { kind: 'running', scenario: scenarios[effect] };
}

/** Whether only a network with these engines shows what a death at this place does. */
export function isOfEngines(place: string, engines: Engines = ofThisRun): boolean {
  if (wayTo(place, engines).kind !== 'running') return false;
  if (unreachable(place, embedded) !== undefined) return true;
  return engines.geth && ofEachNode.includes(effectOf(place));
}

/** Whether a command on these engines dies there once, whatever the seed is. */
export function isSwept(place: string, engines: Engines): boolean {
  if (wayTo(place, engines).kind === 'unreachable') return false;
  return !engines.cometbft || isOfEngines(place, engines) || wayTo(place, engines).kind === 'joining';
}

function effectOf(place: string): string {
  return place.replace(/\.[^.]*$/, '');
}
