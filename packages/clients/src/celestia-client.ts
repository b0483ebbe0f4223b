import {
  type Blob,
  blobCommitment,
  type DataAvailabilityHeader,
  type NamespaceRow,
  parseAccount,
  parseDah,
  parseNamespaceRows,
} from '@switchyard/celestia';
import {
  type Commit,
  type Header,
  headerHash,
  parseCommitJson,
  parseHeaderJson,
  parseValidatorsJson,
  type ValidatorSet,
} from '@switchyard/light';
import {
  type DaHeight,
  daHeight,
  type Hash32,
  MalformedError,
  type Namespace,
  namespace,
} from '@switchyard/primitives';
import {
  CelestiaOutcomeUnknownError,
  CelestiaRefusedError,
  CelestiaUnavailableError,
} from './celestia-errors.ts';
import { type CelestiaRpcOptions, createCelestiaRpc } from './celestia-rpc.ts';
import { isObject, type JsonObject } from './json-rpc.ts';

/** A DA header with what proves it, as the node told it: parsed, its hash computed, nothing verified. */
export type DaHeader = {
  readonly height: DaHeight;
  readonly header: Header;
  readonly headerHash: Hash32;
  readonly commit: Commit;
  readonly validators: ValidatorSet;
  readonly dah: DataAvailabilityHeader;
};

/** How to pay for a submission; left out, the node estimates. */
export type SubmitOptions = {
  /** utia per gas. */
  readonly gasPrice?: number;
  readonly maxGasPrice?: number;
  /** How long until the outcome counts as unknown; two minutes unless told. */
  readonly deadlineMs?: number;
};

/** A celestia-node. Every call has a deadline; the errors carry faults. */
export type CelestiaClient = {
  /** The newest header that the node knows of. */
  networkHead(signal: AbortSignal): Promise<DaHeader>;
  /** @throws DaHeightNotYetError above the head. */
  headerByHeight(height: DaHeight, signal: AbortSignal): Promise<DaHeader>;
  /** Resolves when the height is there, however far it is; asks again after each minute. */
  waitForHeight(height: DaHeight, signal: AbortSignal): Promise<DaHeader>;
  /**
   * Resolves to the height at which all blobs landed. Not idempotent: each call may land.
   * @throws CelestiaRefusedError when nothing landed, CelestiaOutcomeUnknownError when that is not known.
   */
  submit(blobs: readonly Blob[], options: SubmitOptions, signal: AbortSignal): Promise<DaHeight>;
  /** The blobs of namespaces at a height, on the node's word alone. */
  getAll(height: DaHeight, namespaces: readonly Namespace[], signal: AbortSignal): Promise<readonly Blob[]>;
  /** The rows of a namespace with their proofs, not verified. */
  namespaceData(
    height: DaHeight,
    namespace: Namespace,
    signal: AbortSignal,
  ): Promise<readonly NamespaceRow[]>;
  /** In utia. */
  balance(signal: AbortSignal): Promise<bigint>;
  /** The account that pays, as bech32. */
  accountAddress(signal: AbortSignal): Promise<string>;
  /** The 20 bytes of the account that pays: the signer of its version 1 blobs. */
  signer(signal: AbortSignal): Promise<Uint8Array>;
};

const quickMs = 10_000;
const dataMs = 60_000;
const waitMs = 60_000;
const submitMs = 120_000;

/** A client of one celestia-node by JSON-RPC over HTTP. */
export function createCelestiaClient(options: CelestiaRpcOptions): CelestiaClient {
  const rpc = createCelestiaRpc(options);
  const read = async <T>(
    method: string,
    params: readonly unknown[],
    parse: (result: unknown) => T,
    signal: AbortSignal,
    deadlineMs: number = quickMs,
  ): Promise<T> => {
    const result = await rpc({ method, params, deadlineMs }, signal);
    try {
      return parse(result);
    } catch (error) {
      throw new CelestiaUnavailableError({ method, reason: 'malformed answer' }, { cause: error });
    }
  };
  const accountAddress = (signal: AbortSignal): Promise<string> =>
    read('state.AccountAddress', [], parseText, signal);

  return {
    networkHead: (signal) => read('header.NetworkHead', [], parseDaHeader, signal),
    headerByHeight: (height, signal) => read('header.GetByHeight', [Number(height)], parseDaHeader, signal),
    waitForHeight: async (height, signal) => {
      for (;;) {
        const asked = performance.now();
        try {
          return await read('header.WaitForHeight', [Number(height)], parseDaHeader, signal, waitMs);
        } catch (error) {
          if (!(error instanceof CelestiaUnavailableError) || performance.now() - asked < waitMs) throw error;
        }
      }
    },
    submit: async (blobs, { gasPrice, maxGasPrice, deadlineMs = submitMs }, signal) => {
      const params = [blobs.map(formatBlob), formatSubmitOptions(gasPrice, maxGasPrice)];
      try {
        return parseHeight(await rpc({ method: 'blob.Submit', params, deadlineMs }, signal));
      } catch (error) {
        if (error instanceof CelestiaRefusedError || signal.aborted) throw error;
        const reason =
          error instanceof CelestiaUnavailableError ? String(error.context['reason']) : 'no height';
        throw new CelestiaOutcomeUnknownError(reason, { cause: error });
      }
    },
    getAll: (height, namespaces, signal) =>
      read('blob.GetAll', [Number(height), namespaces.map(toBase64)], parseBlobs, signal, dataMs),
    namespaceData: (height, space, signal) =>
      read('share.GetNamespaceData', [Number(height), toBase64(space)], parseNamespaceRows, signal, dataMs),
    balance: (signal) => read('state.Balance', [], parseBalance, signal),
    accountAddress,
    signer: async (signal) => parseAccount(await accountAddress(signal)),
  };
}

/** The parts of an ExtendedHeader. @throws MalformedError */
export function parseDaHeader(json: unknown): DaHeader {
  const extended = objectOf(json);
  const header = parseHeaderJson(extended['header']);
  return {
    height: daHeight(header.height),
    header,
    headerHash: headerHash(header),
    commit: parseCommitJson(extended['commit']),
    validators: parseValidatorsJson(objectOf(extended['validator_set'])['validators']),
    dah: parseDah(extended['dah']),
  };
}

function formatBlob(blob: Blob): JsonObject {
  return {
    namespace: toBase64(blob.namespace),
    data: toBase64(blob.data),
    share_version: blob.shareVersion,
    commitment: toBase64(blobCommitment(blob)),
    ...(blob.signer === undefined ? {} : { signer: toBase64(blob.signer) }),
    index: -1,
  };
}

function formatSubmitOptions(gasPrice: number | undefined, maxGasPrice: number | undefined): JsonObject {
  return {
    ...(gasPrice === undefined ? {} : { gas_price: gasPrice, is_gas_price_set: true }),
    ...(maxGasPrice === undefined ? {} : { max_gas_price: maxGasPrice }),
  };
}

function parseBlobs(json: unknown): readonly Blob[] {
  if (json === null) return [];
  if (!Array.isArray(json)) throw new MalformedError('blobs are no list');
  return json.map((item): Blob => {
    const { namespace: space, data, share_version, signer } = objectOf(item);
    const common = { namespace: namespace(fromBase64(space)), data: fromBase64(data) };
    if (share_version === 0 || share_version === undefined) return { ...common, shareVersion: 0 };
    if (share_version !== 1) throw new MalformedError('unknown share version');
    return { ...common, shareVersion: 1, signer: fromBase64(signer) };
  });
}

function parseHeight(json: unknown): DaHeight {
  if (typeof json !== 'number') throw new MalformedError('a height is a number');
  return daHeight(json);
}

function parseBalance(json: unknown): bigint {
  const { amount } = objectOf(json);
  if (typeof amount !== 'string' || !/^\d{1,40}$/.test(amount)) throw new MalformedError('no balance');
  return BigInt(amount);
}

function parseText(json: unknown): string {
  if (typeof json !== 'string') throw new MalformedError('not a text');
  return json;
}

function objectOf(json: unknown): JsonObject {
  if (!isObject(json)) throw new MalformedError('not an object');
  return json;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function fromBase64(text: unknown): Uint8Array {
  return new Uint8Array(Buffer.from(parseText(text), 'base64'));
}
