import {
  type Blob,
  type NmtProof,
  namespaceProblem,
  parseProof,
  type ShareVersion,
  SIGNER_SIZE,
} from '@switchyard/celestia';
import { type Namespace, namespace, toHex } from '@switchyard/primitives';
import type { PaymentOptions } from '../domain/submission.ts';
import { DecodeError } from './errors.ts';

/** Decodes one parameter as Go does, and says which Go type it is of. */
export type Decoder<T> = { readonly type: string; decode(json: unknown): T };

/** `uint64`. */
export const height: Decoder<bigint> = {
  type: '*uint64',
  decode: (json) => {
    if (json === null) return 0n;
    if (typeof json !== 'number' || !Number.isInteger(json) || json < 0 || json >= 2 ** 64) {
      throw cannot(json, 'uint64');
    }
    return BigInt(json);
  },
};

/** `int`. */
export const int: Decoder<number> = {
  type: '*int',
  decode: (json) => {
    if (json === null) return 0;
    if (typeof json !== 'number' || !Number.isSafeInteger(json)) throw cannot(json, 'int');
    return json;
  },
};

/** `string`, and types that are one. */
export const text: Decoder<string> = {
  type: '*string',
  decode: (json) => {
    if (typeof json !== 'string') throw cannot(json, 'string');
    return json;
  },
};

/** An account, whose text is checked when it is used. */
export const address: Decoder<string> = { ...text, type: '*state.Address' };

/** A namespace of any kind. */
export const anyNamespace: Decoder<Namespace> = { type: '*share.Namespace', decode: decodeNamespace };

/** Namespaces of any kind. */
export const namespaces: Decoder<readonly Namespace[]> = {
  type: '*[]share.Namespace',
  decode: (json) => listOf(json, '[]share.Namespace').map(decodeNamespace),
};

/** A blob commitment of any length. */
export const commitment: Decoder<Uint8Array> = {
  type: '*blob.Commitment',
  decode: (json) => decodeBytes(json),
};

/** The rows of a blob's proof; nothing of it is checked yet. */
export const proofs: Decoder<readonly NmtProof[]> = {
  type: '**blob.Proof',
  decode: (json) =>
    listOf(json, 'blob.Proof').map((item) => {
      try {
        return parseProof(item);
      } catch (error) {
        throw new DecodeError(cannot(item, 'nmt.Proof').message, { cause: error });
      }
    }),
};

/** The height in a whole ExtendedHeader. */
export const extendedHeader: Decoder<bigint> = {
  type: '**header.ExtendedHeader',
  decode: (json) => {
    const { header } = objectOf(json, 'header.ExtendedHeader');
    const { height: at } = objectOf(header, 'header.RawHeader');
    if (typeof at !== 'string' || !/^\d{1,19}$/.test(at)) throw cannot(at, 'header.RawHeader');
    return BigInt(at);
  },
};

/** How a submission is paid, and from which key. */
export type TxConfig = PaymentOptions & { readonly keyName: string; readonly signerAddress: string };

/** `state.TxConfig`; null is Go's nil pointer, on which the real node panics. */
export const txConfig: Decoder<TxConfig | undefined> = {
  type: '**state.TxConfig',
  decode: (json) => {
    if (json === null) return undefined;
    const fields = objectOf(json, 'state.jsonTxConfig');
    const number = (name: string): number => {
      const value = fields[name] ?? 0;
      if (typeof value !== 'number') throw cannotField(value, `jsonTxConfig.${name}`, 'float64');
      return value;
    };
    const string = (name: string): string => {
      const value = fields[name] ?? '';
      if (typeof value !== 'string') throw cannotField(value, `jsonTxConfig.${name}`, 'string');
      return value;
    };
    return {
      gasPrice: fields['is_gas_price_set'] === true ? number('gas_price') : undefined,
      maxGasPrice: number('max_gas_price') === 0 ? undefined : number('max_gas_price'),
      gas: number('gas') === 0 ? undefined : number('gas'),
      keyName: string('key_name'),
      signerAddress: string('signer_address'),
    };
  },
};

/** Blobs of a submission: their namespaces and share versions are checked here, their commitments never. */
export const blobs: Decoder<readonly Blob[]> = {
  type: '*[]*blob.Blob',
  decode: (json) => listOf(json, '[]*blob.Blob').map(decodeBlob),
};

function decodeBlob(json: unknown): Blob {
  const fields = objectOf(json, 'blob.jsonBlob');
  const space = decodeBytes(fields['namespace']);
  const data = decodeBytes(fields['data']);
  const signer =
    fields['signer'] === undefined || fields['signer'] === null ? undefined : decodeBytes(fields['signer']);
  const version = fields['share_version'] ?? 0;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0 || version > 255) {
    throw cannotField(version, 'jsonBlob.share_version', 'uint8');
  }
  assertUserNamespace(space);
  if (data.length === 0) throw new DecodeError('data can not be empty');
  return { namespace: namespace(space), data, ...versionOf(version, signer) };
}

function versionOf(
  version: number,
  signer: Uint8Array | undefined,
): { readonly shareVersion: ShareVersion; readonly signer?: Uint8Array } {
  if (version === 0) {
    if (signer !== undefined) throw new DecodeError('share version 0 does not support signer');
    return { shareVersion: 0 };
  }
  if (version > 2) throw new DecodeError(`share version ${version} not supported. Please use 0, 1, or 2`);
  if (signer?.length !== SIGNER_SIZE) {
    throw new DecodeError(`share version ${version} requires signer of size ${SIGNER_SIZE} bytes`);
  }
  if (version === 2) throw new DecodeError('share version 2 is not served here');
  return { shareVersion: 1, signer };
}

function assertUserNamespace(bytes: Uint8Array): void {
  const problem = namespaceProblem(bytes);
  if (problem === undefined) return;
  assertNamespace(bytes);
  const why =
    problem === 'padding' ? 'parity and tail padding namespace are forbidden' : 'reserved data is forbidden';
  throw new DecodeError(`invalid user namespace: invalid data namespace(${toHex(bytes)}): ${why}`);
}

function decodeNamespace(json: unknown): Namespace {
  const bytes = decodeBytes(json);
  assertNamespace(bytes);
  return namespace(bytes);
}

/** What go-square's NewNamespaceFromBytes refuses. */
function assertNamespace(bytes: Uint8Array): void {
  const problem = namespaceProblem(bytes);
  if (problem === 'length') {
    throw new DecodeError(`invalid namespace length: ${bytes.length}. Must be 29 bytes`);
  }
  if (problem === 'version' && bytes[0] !== 0xff) {
    throw new DecodeError(`unsupported namespace version ${bytes[0]}`);
  }
  if (problem === 'prefix') {
    const id = [...bytes.subarray(1)].join(' ');
    throw new DecodeError(
      `unsupported namespace id with version 0. ID [${id}] must start with 18 leading zeros`,
    );
  }
}

/** Go's []byte: base64 with padding; null is empty. */
function decodeBytes(json: unknown): Uint8Array {
  if (json === null || json === undefined) return new Uint8Array();
  if (typeof json !== 'string') throw cannot(json, '[]uint8');
  const bytes = Buffer.from(json, 'base64');
  if (json.length % 4 !== 0 || bytes.length !== (json.length / 4) * 3 - padding(json)) {
    throw new DecodeError(`illegal base64 data at input byte ${illegalAt(json)}`);
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function padding(base64: string): number {
  return base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
}

function illegalAt(base64: string): number {
  const at = base64.search(/[^A-Za-z0-9+/]/);
  return at < 0 ? base64.length : at;
}

function listOf(json: unknown, type: string): readonly unknown[] {
  if (json === null) return [];
  if (!Array.isArray(json)) throw cannot(json, type);
  return json;
}

function objectOf(json: unknown, type: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw cannot(json, type);
  return json as Readonly<Record<string, unknown>>;
}

function cannot(json: unknown, type: string): DecodeError {
  return new DecodeError(`json: cannot unmarshal ${kindOf(json)} into Go value of type ${type}`);
}

function cannotField(json: unknown, field: string, type: string): DecodeError {
  return new DecodeError(
    `json: cannot unmarshal ${kindOf(json)} into Go struct field ${field} of type ${type}`,
  );
}

function kindOf(json: unknown): string {
  if (typeof json === 'number') return `number ${json}`;
  if (typeof json === 'boolean') return 'bool';
  if (Array.isArray(json)) return 'array';
  return typeof json === 'string' ? 'string' : 'object';
}
