import type { ValidatorSet } from '@switchyard/light';
import { faultOf, hash32, rollupId, sequencerHeight } from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import { encodeFilteredBlock, filterBlock, plainBytes, validatorsToWire } from '@switchyard/protocol';
import type { BlockLookup } from '../block-lookup.ts';
import type { FollowedChain } from '../chain.ts';
import { blockRun } from '../domain/peer-answer.ts';
import type { RelayerMetrics } from '../metrics.ts';
import type { ValidatorSets } from '../validator-sets.ts';

const { PeerRequest, PeerResponse } = switchyard.relayer.v1;

/** What it answers from. */
export type PeerServerDeps = {
  readonly chain: FollowedChain;
  readonly lookup: BlockLookup;
  readonly sets: ValidatorSets;
  readonly p2pAddresses: () => readonly string[];
  readonly metrics: RelayerMetrics;
  readonly signal: AbortSignal;
};

/** At once, of all peers; one of them may have 16 MiB on the way. */
const maxRequests = 8;

/** Answers one request of a gossip peer, message by message; it is pulled no faster than the peer reads. */
export type PeerServer = (request: Uint8Array) => AsyncIterable<Uint8Array>;

/** Serves head, runs of filtered blocks and validator sets to gossip peers. */
export function createPeerServer(deps: PeerServerDeps): PeerServer {
  const { chain, lookup, sets, p2pAddresses, metrics, signal } = deps;
  let open = 0;

  async function* answers(request: Uint8Array): AsyncGenerator<Uint8Array> {
    const { head, block, validatorSet } = PeerRequest.decode(plainBytes(request));
    if (head !== undefined && head !== null) {
      metrics.peerRequests.inc({ kind: 'head' });
      yield respond({ head: headOf(chain, p2pAddresses()) });
    } else if (validatorSet !== undefined && validatorSet !== null) {
      metrics.peerRequests.inc({ kind: 'validator-set' });
      const set = sets.get(hash32(plainBytes(validatorSet.hash ?? new Uint8Array())));
      yield set === undefined ? refuse('unknown validator set') : respond({ validatorSet: setOf(set) });
    } else if (block !== undefined && block !== null) {
      metrics.peerRequests.inc({ kind: 'blocks' });
      const id = rollupId(Uint8Array.from(block.rollupId ?? []));
      const asked = { from: parseU64(block.fromHeight), count: block.count ?? 0 };
      const run = blockRun(asked, chain.head.value.height);
      if (run === undefined) yield refuse('no such heights');
      else {
        for (let height = run.from; height <= run.to; height++) {
          const signed = await lookup.get(sequencerHeight(height), signal);
          yield respond({ filteredBlock: encodeFilteredBlock(filterBlock(signed, id)) });
        }
      }
    } else {
      yield refuse('unknown request');
    }
  }

  return async function* (request) {
    if (open >= maxRequests) {
      metrics.peerRequests.inc({ kind: 'refused' });
      yield refuse('busy');
      return;
    }
    open++;
    try {
      yield* answers(request);
    } catch (error) {
      signal.throwIfAborted();
      metrics.peerRequests.inc({ kind: 'failed' });
      yield refuse(faultOf(error) === 'transient' ? 'not available now' : 'malformed request');
    } finally {
      open--;
    }
  };
}

function respond(response: switchyard.relayer.v1.PeerResponse.$Properties): Uint8Array {
  return plainBytes(PeerResponse.encode(response).finish());
}

function refuse(reason: string): Uint8Array {
  return respond({ refusal: { reason } });
}

function headOf(
  { head }: FollowedChain,
  p2pAddresses: readonly string[],
): switchyard.relayer.v1.GetHeadResponse.$Properties {
  const { chainId, height, headerHash } = head.value;
  return { chainId, height: formatU64(height), hash: headerHash, p2pAddresses: [...p2pAddresses] };
}

function setOf(set: ValidatorSet): switchyard.relayer.v1.GetValidatorSetResponse.$Properties {
  return { validators: validatorsToWire(set) };
}
