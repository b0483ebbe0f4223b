import type { ValidatorSet } from '@switchyard/light';
import { codeOf, hash32, rollupId, SwitchyardError, sequencerHeight } from '@switchyard/primitives';
import { formatU64, parseU64, switchyard } from '@switchyard/proto';
import { encodeFilteredBlock, filterBlock, plainBytes, validatorsToWire } from '@switchyard/protocol';
import { type BlockLookup, HeightNotRelayedError } from '../block-lookup.ts';
import type { FollowedChain } from '../chain.ts';
import { blockRun } from '../domain/peer-answer.ts';
import { BusyError } from '../gate.ts';
import type { RelayerMetrics } from '../metrics.ts';
import { UnknownValidatorSetError, type ValidatorSets } from '../validator-sets.ts';

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

/** At once, of all peers. */
const maxRequests = 8;

/** Answers one request of a gossip peer, message by message; it is pulled no faster than the peer reads. */
export type PeerServer = (request: Uint8Array) => AsyncIterable<Uint8Array>;

/** Serves head, runs of filtered blocks and validator sets. Errors refuse the request by their code. */
export function createPeerServer({
  chain,
  lookup,
  sets,
  p2pAddresses,
  metrics,
  signal,
}: PeerServerDeps): PeerServer {
  let open = 0;

  async function* blocks(
    asked: switchyard.relayer.v1.PeerBlockRequest.$Properties,
  ): AsyncGenerator<Uint8Array> {
    const id = rollupId(Uint8Array.from(asked.rollupId ?? []));
    const head = chain.head.value.height;
    const run = blockRun({ from: parseU64(asked.fromHeight), count: asked.count ?? 0 }, head);
    if (run === undefined) throw new HeightNotRelayedError(parseU64(asked.fromHeight), head);
    for (let height = run.from; height <= run.to; height++) {
      const signed = await lookup.get(sequencerHeight(height), signal);
      yield respond({ filteredBlock: encodeFilteredBlock(filterBlock(signed, id)) });
    }
  }

  async function* answer(request: Uint8Array): AsyncGenerator<Uint8Array> {
    const { head, block, validatorSet } = decode(request);
    if (head !== undefined && head !== null) {
      metrics.peerRequests.inc({ kind: 'head' });
      yield respond({ head: headOf(chain, p2pAddresses()) });
    } else if (validatorSet !== undefined && validatorSet !== null) {
      metrics.peerRequests.inc({ kind: 'validator-set' });
      const hash = hash32(plainBytes(validatorSet.hash ?? new Uint8Array()));
      const set = sets.get(hash);
      if (set === undefined) throw new UnknownValidatorSetError(hash);
      yield respond({ validatorSet: setOf(set) });
    } else if (block !== undefined && block !== null) {
      metrics.peerRequests.inc({ kind: 'blocks' });
      yield* blocks(block);
    } else {
      throw new MalformedRequestError('is of no known kind');
    }
  }

  return async function* (request) {
    if (open >= maxRequests) throw new BusyError();
    open++;
    try {
      yield* answer(request);
    } catch (error) {
      metrics.refusals.inc({ code: codeOf(error) });
      throw error;
    } finally {
      open--;
    }
  };
}

function decode(request: Uint8Array): switchyard.relayer.v1.PeerRequest.$Properties {
  try {
    return PeerRequest.decode(plainBytes(request));
  } catch (error) {
    throw new MalformedRequestError('does not decode', { cause: error });
  }
}

function respond(response: switchyard.relayer.v1.PeerResponse.$Properties): Uint8Array {
  return plainBytes(PeerResponse.encode(response).finish());
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

/** A peer asks for nothing that this relayer knows. */
export class MalformedRequestError extends SwitchyardError {
  override readonly code = 'RELAYER_MALFORMED_REQUEST';
  override readonly fault = 'rejected';

  constructor(problem: string, options?: ErrorOptions) {
    super('request is malformed', { problem }, options);
  }
}
