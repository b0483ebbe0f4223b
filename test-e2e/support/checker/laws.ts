import { sectionItem } from './consensus.ts';
import { sectionDigest } from './da-layer.ts';
import type { Accepted, Evidence } from './gather.ts';
import { range } from './rollup.ts';
import { nameOf } from './skipped.ts';

/** A law of design.md §7 that the evidence breaks. */
export type Violation = { readonly law: string; readonly what: string };

const laws: Readonly<Record<string, (evidence: Evidence) => Iterable<string>>> = {
  'each accepted transaction in exactly one block': acceptedOnce,
  'each account and nonce at most once in the sequence': noncesOnce,
  'sequencer blocks form one chain': oneSequencerChain,
  'one sequencer hash at each height': oneSequencerHash,
  'heads in order and never back': headsMonotone,
  'a block keeps its hash': hashesKept,
  'soft hash is firm hash': softIsFirm,
  'blocks form one chain': oneChain,
  'rollup order is sequencer order': sameOrder,
  'what is skipped has a reason': skippedForReason,
  'block roots are those of the data': rootsOfData,
  'all reported data is on the DA layer': reportedOnDa,
};

/** Every law, so that those that hold can be counted. */
export const lawNames: readonly string[] = Object.keys(laws);

/** What is wrong, nothing when all laws hold. */
export function violations(evidence: Evidence): readonly Violation[] {
  return Object.entries(laws).flatMap(([law, check]) => [...check(evidence)].map((what) => ({ law, what })));
}

/** What became of an accepted transaction. Only `lost` and `stuck` break the law. */
export type Outcome = 'executed' | 'replaced' | 'parked' | 'behind a gap' | 'stuck' | 'lost';

/** What became of each accepted transaction, by hash. */
export function outcomes({ accepted, blocks, unexecuted }: Evidence): ReadonlyMap<string, Outcome> {
  const { places, holders } = placesOf(blocks);
  const promised = new Map(accepted.map((one) => [keyOf(one), one.hash]));
  const outcomeOf = ({ hash, from, nonce }: Accepted): Outcome => {
    if (places.has(hash)) return 'executed';
    const key = keyOf({ from, nonce });
    if (holders.has(key)) return 'replaced';
    const where = unexecuted.get(hash);
    if (where?.isParked === true) return 'parked';
    if (where?.isKnown !== true) return 'lost';
    for (let before = where.nextNonce; before < nonce; before++) {
      const named = promised.get(keyOf({ from, nonce: before }));
      if (named === undefined || unexecuted.get(named)?.isKnown !== true) return 'behind a gap';
    }
    return 'stuck';
  };
  return new Map(accepted.map((one) => [one.hash, outcomeOf(one)]));
}

function keyOf({ from, nonce }: Pick<Accepted, 'from' | 'nonce'>): string {
  return `${from.toLowerCase()}/${nonce}`;
}

function placesOf(blocks: Evidence['blocks']) {
  const places = new Map<string, number[]>();
  const holders = new Map<string, string[]>();
  for (const { number, transactions } of blocks) {
    for (const { hash, from, nonce } of transactions) {
      places.set(hash, [...(places.get(hash) ?? []), number]);
      const key = keyOf({ from, nonce });
      holders.set(key, [...(holders.get(key) ?? []), hash]);
    }
  }
  return { places, holders };
}

/** A replaced transaction is the one exception: then another accepted one has its nonce. */
function* acceptedOnce(evidence: Evidence): Iterable<string> {
  const { accepted, blocks } = evidence;
  const { places, holders } = placesOf(blocks);
  for (const [hash, at] of places) {
    if (at.length > 1) yield `${hash} is in blocks ${at.join(', ')}`;
  }
  for (const [holder, hashes] of holders) {
    if (hashes.length > 1) yield `nonce ${holder} is used by ${hashes.join(', ')}`;
  }
  const acceptedHashes = new Set(accepted.map(({ hash }) => hash));
  const became = outcomes(evidence);
  for (const one of accepted) {
    const { hash, nonce } = one;
    const outcome = became.get(hash);
    const holder = holders.get(keyOf(one))?.[0];
    if (outcome === 'lost')
      yield `${hash} (nonce ${nonce}) is in no block, and the front knows nothing of it`;
    else if (outcome === 'stuck') yield `${hash} (nonce ${nonce}) is in no block, and nothing is before it`;
    else if (outcome === 'replaced' && holder !== undefined && !acceptedHashes.has(holder)) {
      yield `${hash} gave way to ${holder}, which nobody was promised`;
    }
  }
}

function* noncesOnce({ sequenced }: Evidence): Iterable<string> {
  const used = new Map<string, number>();
  for (const { height, nonces } of sequenced.values()) {
    for (const nonce of nonces) {
      const before = used.get(nonce);
      if (before !== undefined) yield `${nonce} is at heights ${before} and ${height}`;
      used.set(nonce, height);
    }
  }
}

function* headsMonotone({ watched: { samples } }: Evidence): Iterable<string> {
  for (const [index, { life, finalized, safe, latest }] of samples.entries()) {
    if (!(finalized <= safe && safe <= latest)) {
      yield `finalized ${finalized}, safe ${safe}, latest ${latest} at once`;
    }
    const before = samples[index - 1];
    if (before === undefined || before.life !== life) continue;
    if (latest < before.latest) yield `latest went from ${before.latest} to ${latest}`;
    if (safe < before.safe) yield `safe went from ${before.safe} to ${safe}`;
    if (finalized < before.finalized) yield `finalized went from ${before.finalized} to ${finalized}`;
  }
}

/** Every header names the block before it. */
function* oneSequencerChain({ sequenced }: Evidence): Iterable<string> {
  for (const { height, previousHash } of sequenced.values()) {
    const before = sequenced.get(height - 1);
    if (before !== undefined && before.hash !== previousHash) yield `height ${height} has another parent`;
  }
}

function* oneSequencerHash({ sequenced, sequencerHashes }: Evidence): Iterable<string> {
  for (const [height, hashes] of sequencerHashes) {
    const all = new Set([...hashes, ...(sequenced.has(height) ? [sequenced.get(height)?.hash] : [])]);
    if (all.size > 1) yield `height ${height} had ${[...all].join(' and ')}`;
  }
}

function* hashesKept({ watched: { changedHashes } }: Evidence): Iterable<string> {
  for (const change of changedHashes) yield `block, first and later hash: ${change}`;
}

function* skippedForReason({ skipped }: Evidence): Iterable<string> {
  for (const { height, hash, reason } of skipped) {
    if (reason === undefined) yield `${hash} at height ${height} was in order and was not executed`;
  }
}

function* softIsFirm({ watched: { softHashes }, blocks }: Evidence): Iterable<string> {
  for (const { number, hash } of blocks) {
    const soft = softHashes.get(number);
    if (soft !== undefined && soft !== hash) yield `block ${number} was ${soft} and became ${hash}`;
  }
}

function* oneChain({ blocks }: Evidence): Iterable<string> {
  for (const [index, { number, parentHash }] of blocks.entries()) {
    const before = blocks[index - 1];
    if (number !== index + 1) yield `block ${number} stands in place ${index + 1}`;
    if (before !== undefined && before.hash !== parentHash) yield `block ${number} has another parent`;
  }
}

/** Each block holds what it executes of its own height, in that height's order. */
function* sameOrder({ target, blocks, sequenced }: Evidence): Iterable<string> {
  for (const { number, transactions } of blocks) {
    const height = target.startHeight + number - 1;
    const ordered = (sequenced.get(height)?.data.get(target.rollupId) ?? []).map(nameOf);
    let at = -1;
    for (const { hash } of transactions) {
      const next = ordered.indexOf(hash, at + 1);
      if (next < 0) {
        yield `block ${number} executes ${hash}, which is not next at height ${height}`;
        break;
      }
      at = next;
    }
  }
}

function* rootsOfData({ sequenced }: Evidence): Iterable<string> {
  for (const { height, roots, expectedRoots } of sequenced.values()) {
    if (roots !== expectedRoots) yield `height ${height} has ${roots}, its data ${expectedRoots}`;
  }
}

function* reportedOnDa({ reported, sequenced, da }: Evidence): Iterable<string> {
  for (const height of range(1, reported)) {
    const block = sequenced.get(height);
    if (block === undefined) {
      yield `height ${height} is reported and not known to consensus`;
      continue;
    }
    if (da.roots.get(height)?.has(block.roots) !== true) yield `height ${height} is not on the DA layer`;
    for (const [rollupId, data] of block.data) {
      const digest = sectionDigest(data.map(sectionItem));
      if (da.sections.get(`${height}/${rollupId}`)?.has(digest) !== true) {
        yield `the data of rollup ${rollupId} at height ${height} is not on the DA layer`;
      }
    }
  }
}
