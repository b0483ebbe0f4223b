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
/** Whoever has not sent the next message of its answer by then is passed over: others have it. */
const messageDeadlineMs = 1_000;

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

  constructor() {
    super('peer does not answer in time', { limitMs: messageDeadlineMs });
  }
}

/** What came of asking a peer. */
type Outcome = 'worked' | 'refused' | 'failed';

/** What asking needs. */
export type PeerSupplierDeps = {
  readonly chainId: string;
  readonly node: () => GossipNode | undefined;
  readonly standings: Standings;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly onAnswer: (outcome: Outcome) => void;
};

/** Blocks and sets of gossip peers. None is believed, and none is waited for while another may have it. */
export function createPeerSupplier(deps: PeerSupplierDeps): BlockSupplier {
  const { chainId, node, standings, clock, onAnswer } = deps;
  /** Who gave the block that was handed out last. */
  let giver: string | undefined;

  const note = (peer: string, outcome: Outcome): void => {
    standings[outcome](peer, clock.elapsed());
    onAnswer(outcome);
  };

  const toAsk = (): readonly string[] => {
    const able = (node()?.peers() ?? []).filter(({ protocols }) => protocols.includes(peerProtocol(chainId)));
    return standings.toAsk(
      able.map(({ id }) => id),
      clock.elapsed(),
    );
  };

  const blame = (peer: string, error: unknown): void => {
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
      for (const peer of toAsk()) {
        let given = 0;
        try {
          for await (const { filteredBlock } of ask(peer, request, signal)) {
            if (filteredBlock === undefined || filteredBlock === null)
              throw new MalformedAnswerError('not a block');
            const block = decodeFilteredBlock(plainBytes(filteredBlock));
            if (given === asked || block.header.height !== from + BigInt(given))
              throw new MalformedAnswerError('not the block that was asked for');
            given++;
            giver = peer;
            try {
              yield block;
            } finally {
              if (giver === peer) note(peer, 'worked');
            }
          }
          if (given === 0) note(peer, 'failed');
        } catch (error) {
          signal.throwIfAborted();
          if (faultOf(error) === 'fatal') throw error;
          blame(peer, error);
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
      for (const peer of toAsk()) {
        try {
          for await (const { validatorSet } of ask(peer, request, signal)) {
            const set = validatorsFromWire(validatorSet?.validators ?? []);
            if (set.length > 0 && equalBytes(validatorsHash(set), hash)) return set;
          }
          note(peer, 'failed');
        } catch (error) {
          signal.throwIfAborted();
          if (faultOf(error) === 'fatal') throw error;
          blame(peer, error);
        }
      }
      return undefined;
    },
  };

  async function* ask(
    peer: string,
    request: Uint8Array,
    signal: AbortSignal,
  ): AsyncGenerator<switchyard.relayer.v1.PeerResponse> {
    const running = node();
    if (running === undefined) return;
    const late = new AbortController();
    const start = (): NodeJS.Timeout => setTimeout(() => late.abort(new SlowPeerError()), messageDeadlineMs);
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
