import { compareBytes, MalformedError, type Namespace, namespace } from '@switchyard/primitives';

/** Version byte and id; go-square share/namespace.go. */
export const NAMESPACE_SIZE = 29;

/** What a user may choose of a version 0 id; the 18 bytes before are zero. */
const USER_ID_SIZE = 10;

/** Transactions without blobs. */
export const transactionNamespace: Namespace = reserved(0x00, 0x01);

/** Transactions that pay for blobs. */
export const payForBlobNamespace: Namespace = reserved(0x00, 0x04);

/** Between the transactions and the first blob; also the highest of the low reserved ones. */
export const reservedPaddingNamespace: Namespace = reserved(0x00, 0xff);

/** From the last blob to the end of the square. */
export const tailPaddingNamespace: Namespace = reserved(0xff, 0xfe);

/** The extended three quarters. */
export const parityNamespace: Namespace = reserved(0xff, 0xff);

const lowestSecondaryReserved = reserved(0xff, 0x00);

/** The version 0 namespace of up to ten bytes. @throws MalformedError when there are more. */
export function userNamespace(id: Uint8Array): Namespace {
  if (id.length > USER_ID_SIZE)
    throw new MalformedError('a namespace id has ten bytes', { length: id.length });
  const bytes = new Uint8Array(NAMESPACE_SIZE);
  bytes.set(id, NAMESPACE_SIZE - id.length);
  return namespace(bytes);
}

/** Why bytes are no namespace that a blob may have, in the order in which Celestia asks. */
export type NamespaceProblem = 'length' | 'version' | 'prefix' | 'padding' | 'reserved';

/** What is wrong with a blob's namespace, or undefined when a user may use it. */
export function namespaceProblem(bytes: Uint8Array): NamespaceProblem | undefined {
  if (bytes.length !== NAMESPACE_SIZE) return 'length';
  const version = bytes[0];
  if (version !== 0 && version !== 0xff) return 'version';
  if (version === 0 && bytes.subarray(1, NAMESPACE_SIZE - USER_ID_SIZE).some((byte) => byte !== 0))
    return 'prefix';
  if (compareBytes(bytes, tailPaddingNamespace) >= 0) return 'padding';
  if (version === 0xff) return compareBytes(bytes, lowestSecondaryReserved) >= 0 ? 'reserved' : 'version';
  return compareBytes(bytes, reservedPaddingNamespace) <= 0 ? 'reserved' : undefined;
}

function reserved(fill: number, last: number): Namespace {
  const bytes = new Uint8Array(NAMESPACE_SIZE).fill(fill);
  bytes[NAMESPACE_SIZE - 1] = last;
  return namespace(bytes);
}
