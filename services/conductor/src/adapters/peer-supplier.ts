import { type GossipNode, PeerRefusedError, PeerUnavailableError } from '@switchyard/gossip';
import { validatorsHash } from '@switchyard/light';
import { equalBytes, faultOf, SwitchyardError } from '@switchyard/primitives';
import { formatU64, switchyard } from '@switchyard/proto';
import { decodeFilteredBlock, plainBytes, validatorsFromWire } from '@switchyard/protocol';
import { asError, type Clock } from '@switchyard/service-kit';
import type { Standings } from '../domain/standings.ts';
import type { BlockSupplier } from '../ports.ts';
import { peerProtocol } from './peer-protocol.ts';

const { PeerRequest, PeerResponse } = switchyard.relayer.v1;

/** design §3: 16 MiB in flight. */
const maxAnswerBytes = 16 * 1024 * 1024;
const blocksPerRequest = 32;
/** Whoever has not sent the next message of its answer by then is passed over: others may have it. */
const messageDeadlineMs = 1_000;
/** The same when nobody else gives anything: so long the gossip node itself waits for a step of its peer. */
const lastResortDeadlineMs = 10_000;

/** A peer's answer is not what the protocol says, or not what was asked for. */
class MalformedAnswerError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_MALFORMED_ANSWER';
  override readonly fault = 'rejected';

  constructor(message: string, options?: ErrorOptions) {
    super(message, {}, options);
  }
}

/** A peer keeps the conductor waiting. */
class SlowPeerError extends SwitchyardError {
  override readonly code = 'CONDUCTOR_SLOW_PEER';
  override readonly fault = 'transient';

  constructor(limitMs: number) {
    super('peer does not answer in time', { limitMs });
  }
}

/** What came of asking a peer. */
type Outcome = 'worked' | 'refused' | 'failed';

/** What asking needs. */
export type PeerSupplierDeps = {
  readonly chainId: string;
  readonly node: () => GossipNode | undefined;
  readonly standings: Standings;
  /** Whether blocks come from elsewhere, too, when no peer gives them. */
  readonly hasOther: boolean;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly onAnswer: (outcome: Outcome) => void;
};

/** One asking of a peer. */
type Attempt = { readonly peer: string; readonly deadlineMs: number };

/**
 * Blocks and sets of gossip peers. None is believed, and none is waited for while another may have it. Where peers are the
 * only source, a slow one is better than none: who was passed over is asked again, with patience, when nobody gave anything,
 * and the last peer is never shut out for long.
 */
export function createPeerSupplier(deps: PeerSupplierDeps): BlockSupplier {
  const { chainId, node, standings, hasOther, clock, onAnswer } = deps;
  /** Who gave the block that was handed out last. */
  let giver: string | undefined;

  const note = (peer: string, outcome: Outcome): void => {
    standings[outcome](peer, clock.elapsed());
    onAnswer(outcome);
  };

  /** Whom to ask, one after the other; the caller tells which of them were slow. */
  function* attempts(slow: ReadonlySet<string>): Generator<Attempt> {
    const able = (node()?.peers() ?? [])
      .filter(({ protocols }) => protocols.includes(peerProtocol(chainId)))
      .map(({ id }) => id);
    const peers = standings.toAsk(able, clock.elapsed());
    if (hasOther || peers.length > 1) {
      for (const peer of peers) yield { peer, deadlineMs: messageDeadlineMs };
    }
    if (hasOther) return;
    const last = peers.length === 0 ? standings.lastResort(able, clock.elapsed()) : undefined;
    const patiently = peers.length > 1 ? peers.filter((peer) => slow.has(peer)) : [...peers, last];
    for (const peer of patiently) if (peer !== undefined) yield { peer, deadlineMs: lastResortDeadlineMs };
  }

  /** Who was slow while another gave what was asked for. */
  const blameSlow = (slow: Set<string>): void => {
    for (const peer of slow) note(peer, 'failed');
    slow.clear();
  };

  /** A slow peer is not at fault before it was asked with all the patience that it gets. */
  const blame = ({ peer, deadlineMs }: Attempt, error: unknown, slow: Set<string>): void => {
    if (error instanceof SlowPeerError) slow.add(peer);
    if (slow.has(peer) && !hasOther && deadlineMs < lastResortDeadlineMs) return;
    slow.delete(peer);
    const isOwnWord = error instanceof PeerUnavailableError && error.isOwnWord;
    note(peer, isOwnWord || error instanceof PeerRefusedError ? 'refused' : 'failed');
  };

  return {
    via: 'request',
    async *blocks({ from, count, rollupId }, signal) {
      const asked = Math.min(count, blocksPerRequest);
      const request = PeerRequest.encode({
        block: { fromHeight: formatU64(from), count: asked, rollupId },
      }).finish();
      let failure: unknown;
      const slow = new Set<string>();
      for (const attempt of attempts(slow)) {
        const { peer } = attempt;
        let given = 0;
        try {
          for await (const { filteredBlock } of ask(attempt, request, signal)) {
            if (filteredBlock === undefined || filteredBlock === null)
              throw new MalformedAnswerError('not a block');
            const block = decodeFilteredBlock(plainBytes(filteredBlock));
            if (given === asked || block.header.height !== from + BigInt(given))
              throw new MalformedAnswerError('not the block that was asked for');
            given++;
            giver = peer;
            slow.delete(peer);
            try {
              yield block;
            } finally {
              if (giver === peer) {
                note(peer, 'worked');
                blameSlow(slow);
              }
            }
          }
          if (given === 0) note(peer, 'failed');
        } catch (error) {
          signal.throwIfAborted();
          if (faultOf(error) === 'fatal') throw error;
          blame(attempt, error, slow);
          failure = error;
        }
        if (given > 0) return;
      }
      if (failure !== undefined) throw asError(failure);
    },

    distrust: () => {
      if (giver !== undefined) note(giver, 'failed');
      giver = undefined;
    },

    validatorSet: async (hash, signal) => {
      const request = PeerRequest.encode({ validatorSet: { hash } }).finish();
      const slow = new Set<string>();
      for (const attempt of attempts(slow)) {
        const { peer } = attempt;
        try {
          for await (const { validatorSet } of ask(attempt, request, signal)) {
            const set = validatorsFromWire(validatorSet?.validators ?? []);
            if (set.length > 0 && equalBytes(validatorsHash(set), hash)) {
              slow.delete(peer);
              blameSlow(slow);
              return set;
            }
          }
          note(peer, 'failed');
        } catch (error) {
          signal.throwIfAborted();
          if (faultOf(error) === 'fatal') throw error;
          blame(attempt, error, slow);
        }
      }
      return undefined;
    },
  };

  async function* ask(
    { peer, deadlineMs }: Attempt,
    request: Uint8Array,
    signal: AbortSignal,
  ): AsyncGenerator<switchyard.relayer.v1.PeerResponse> {
    const running = node();
    if (running === undefined) return;
    const late = new AbortController();
    const start = (): NodeJS.Timeout =>
      setTimeout(() => late.abort(new SlowPeerError(deadlineMs)), deadlineMs);
    let timer = start();
    try {
      const options = { maxBytes: maxAnswerBytes, signal: AbortSignal.any([signal, late.signal]) };
      for await (const bytes of running.request(peer, peerProtocol(chainId), plainBytes(request), options)) {
        clearTimeout(timer);
        yield parseResponse(bytes);
        timer = start();
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

function parseResponse(bytes: Uint8Array): switchyard.relayer.v1.PeerResponse {
  try {
    return PeerResponse.decode(bytes);
  } catch (error) {
    throw new MalformedAnswerError('not a peer response', { cause: error });
  }
}
