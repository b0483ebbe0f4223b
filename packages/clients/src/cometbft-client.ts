import {
  type Commit,
  type Header,
  parseCommitJson,
  parseHeaderJson,
  parseValidatorsJson,
  type ValidatorSet,
} from '@switchyard/light';
import {
  faultOf,
  MalformedError,
  type SequencerHeight,
  type SwitchyardError,
  sequencerHeight,
} from '@switchyard/primitives';
import { type Clock, systemClock, withDeadline } from '@switchyard/service-kit';
import {
  CometbftRefusedError,
  CometbftUnavailableError,
  HeightNotYetError,
  HeightPrunedError,
} from './cometbft-errors.ts';
import { openHeaderEvents } from './cometbft-events.ts';
import {
  arrayField,
  integerField,
  isObject,
  type JsonObject,
  type JsonRpcAnswer,
  JsonRpcAnswerError,
  jsonRpc,
  objectField,
  textField,
} from './json-rpc.ts';

/** What a consensus node says of itself. */
export type CometbftStatus = {
  readonly chainId: string;
  readonly earliestHeight: SequencerHeight;
  /** 0 before the first block. */
  readonly height: SequencerHeight;
  readonly catchingUp: boolean;
};

/** A header with the signatures for it. */
export type SignedHeader = {
  readonly header: Header;
  readonly commit: Commit;
  /** False at the tip, where it is the commit that this node has seen; both kinds verify. */
  readonly canonical: boolean;
};

/** A block as ordered. */
export type CometbftBlock = {
  readonly header: Header;
  /** The block's transactions, the first one BlockRoots. */
  readonly items: readonly Uint8Array[];
};

/** The genesis file of the chain. */
export type CometbftGenesis = { readonly chainId: string; readonly document: JsonObject };

/**
 * The RPC of CometBFT or solo-engine. Nothing it answers is verified here. Every call has a deadline.
 *
 * @throws CometbftUnavailableError, HeightNotYetError (transient), HeightPrunedError, CometbftRefusedError (rejected),
 * the signal's reason.
 */
export type CometbftClient = {
  status(signal: AbortSignal): Promise<CometbftStatus>;
  header(height: SequencerHeight, signal: AbortSignal): Promise<Header>;
  commit(height: SequencerHeight, signal: AbortSignal): Promise<SignedHeader>;
  block(height: SequencerHeight, signal: AbortSignal): Promise<CometbftBlock>;
  /** The set that signs this height; known up to one height above the head. */
  validators(height: SequencerHeight, signal: AbortSignal): Promise<ValidatorSet>;
  genesis(signal: AbortSignal): Promise<CometbftGenesis>;
  /**
   * The head's height, at once and whenever it has grown, for as long as the signal allows: events of the node's
   * WebSocket, and polling while it is silent. Heights may be skipped: they are wake-ups, not a list.
   */
  newHeaders(signal: AbortSignal): AsyncIterable<SequencerHeight>;
};

/** How to wait. */
export type CometbftClientOptions = {
  readonly clock?: Clock;
  /** Of one call. */
  readonly deadlineMs?: number;
  /** Between looks at the head while the WebSocket is down. */
  readonly pollIntervalMs?: number;
  /** A WebSocket that says nothing for so long is doubted. */
  readonly silenceMs?: number;
};

const maxAnswerBytes = 48 * 1024 * 1024;
const validatorsPerPage = 100;
const maxValidators = 10_000;

/** A client of the consensus RPC at `http://host:port`. */
export function createCometbftClient(
  url: string,
  {
    clock = systemClock,
    deadlineMs = 5_000,
    pollIntervalMs = 250,
    silenceMs = 3_000,
  }: CometbftClientOptions = {},
): CometbftClient {
  const reached = async (method: string, params: JsonObject, signal: AbortSignal): Promise<JsonRpcAnswer> => {
    try {
      return await withDeadline(
        { ms: deadlineMs, what: `consensus rpc ${method}` },
        (deadline) => jsonRpc({ url, method, params, maxBytes: maxAnswerBytes }, deadline),
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      throw new CometbftUnavailableError(method, { cause: error });
    }
  };

  const ask = async <T>(
    method: string,
    params: JsonObject,
    parse: (result: unknown) => T,
    signal: AbortSignal,
  ): Promise<T> => {
    const answer = await reached(method, params, signal);
    if (answer.kind === 'error') throw refusal(method, params, answer);
    try {
      return parse(answer.result);
    } catch (error) {
      // A node that talks nonsense may be healed: nothing is given up.
      throw error instanceof MalformedError || error instanceof JsonRpcAnswerError
        ? new CometbftUnavailableError(method, { cause: error })
        : error;
    }
  };

  const commit = (height: SequencerHeight, signal: AbortSignal): Promise<SignedHeader> =>
    ask(
      'commit',
      { height: String(height) },
      (result) => {
        if (result === null) throw new HeightNotYetError(height);
        const signed = objectField(result, 'signed_header');
        return {
          header: parseHeaderJson(objectField(signed, 'header')),
          commit: parseCommitJson(objectField(signed, 'commit')),
          canonical: isObject(result) && result['canonical'] === true,
        };
      },
      signal,
    );

  const status = (signal: AbortSignal): Promise<CometbftStatus> => ask('status', {}, parseStatus, signal);

  return {
    status,
    commit,
    header: async (height, signal) => (await commit(height, signal)).header,
    block: (height, signal) =>
      ask('block', { height: String(height) }, (result) => parseBlock(result, height), signal),
    validators: async (height, signal) => {
      const set: ValidatorSet[number][] = [];
      for (let page = 1; ; page++) {
        const params = { height: String(height), page: String(page), per_page: String(validatorsPerPage) };
        const { validators, total } = await ask('validators', params, parseValidators, signal);
        set.push(...validators);
        if (set.length >= total || validators.length === 0) return set;
      }
    },
    genesis: (signal) =>
      ask(
        'genesis',
        {},
        (result) => {
          const document = objectField(result, 'genesis');
          return { chainId: textField(document, 'chain_id'), document };
        },
        signal,
      ),
    async *newHeaders(signal) {
      using events = openHeaderEvents({ url, clock });
      let seen = -1n;
      for (let first = true; ; first = false) {
        signal.throwIfAborted();
        let height = first
          ? undefined
          : await events.next(events.isOpen ? silenceMs : pollIntervalMs, signal);
        if (height === undefined) {
          height = await headOrNothing(status, signal);
          // The node moved on while its WebSocket said nothing: that connection is dead.
          if (height !== undefined && height > seen && events.isOpen && !first) events.renew();
        }
        if (height === undefined || height <= seen) continue;
        seen = height;
        yield sequencerHeight(height);
      }
    },
  };
}

async function headOrNothing(
  status: (signal: AbortSignal) => Promise<CometbftStatus>,
  signal: AbortSignal,
): Promise<bigint | undefined> {
  try {
    return (await status(signal)).height;
  } catch (error) {
    signal.throwIfAborted();
    if (faultOf(error) === 'transient') return undefined;
    throw error;
  }
}

function parseStatus(result: unknown): CometbftStatus {
  const sync = objectField(result, 'sync_info');
  return {
    chainId: textField(objectField(result, 'node_info'), 'network'),
    earliestHeight: sequencerHeight(integerField(sync, 'earliest_block_height')),
    height: sequencerHeight(integerField(sync, 'latest_block_height')),
    catchingUp: sync['catching_up'] === true,
  };
}

function parseBlock(result: unknown, height: bigint): CometbftBlock {
  if (!isObject(result) || result['block'] === null) throw new HeightNotYetError(height);
  const block = objectField(result, 'block');
  const data = objectField(block, 'data');
  const items = data['txs'] === null || data['txs'] === undefined ? [] : arrayField(data, 'txs');
  return { header: parseHeaderJson(objectField(block, 'header')), items: items.map(parseItem) };
}

function parseItem(item: unknown): Uint8Array {
  if (typeof item !== 'string') throw new JsonRpcAnswerError('a transaction is no text');
  return new Uint8Array(Buffer.from(item, 'base64'));
}

function parseValidators(result: unknown): { readonly validators: ValidatorSet; readonly total: number } {
  const total = Number(integerField(result, 'total'));
  if (total > maxValidators) throw new JsonRpcAnswerError('too many validators');
  return { validators: parseValidatorsJson(arrayField(result, 'validators')), total };
}

type Refusal = { readonly code: number; readonly message: string; readonly data: string };

const invalidRequestCodes = new Set([-32_600, -32_601, -32_602]);

/** CometBFT says "no such height" in words only (rpc/core/env.go). */
function refusal(method: string, params: JsonObject, { code, message, data }: Refusal): SwitchyardError {
  const height = typeof params['height'] === 'string' ? BigInt(params['height']) : 0n;
  if (/must be less than or equal to|could not find/.test(data)) return new HeightNotYetError(height);
  if (/is not available, lowest height is/.test(data)) return new HeightPrunedError(height);
  const refused = new CometbftRefusedError(method, code, data === '' ? message : data);
  if (invalidRequestCodes.has(code)) return refused;
  return new CometbftUnavailableError(method, { cause: refused });
}
