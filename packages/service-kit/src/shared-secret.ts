import { timingSafeEqual } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { sha256, toHex, utf8 } from '@switchyard/primitives';

const header = 'authorization';

/** What a caller sends to show that it knows the secret: `authorization: Bearer <hex>`; nothing when there is none. */
export function credentialsOf(secret: Uint8Array | undefined): Metadata {
  const metadata = new Metadata();
  if (secret !== undefined) metadata.set(header, bearerOf(secret));
  return metadata;
}

/** Whether a caller sent the secret; how long it takes tells nothing of how much of it was right. */
export function knowsSecret(metadata: Metadata, secret: Uint8Array): boolean {
  const [sent] = metadata.get(header);
  return timingSafeEqual(digestOf(String(sent)), digestOf(bearerOf(secret)));
}

function bearerOf(secret: Uint8Array): string {
  return `Bearer ${toHex(secret)}`;
}

function digestOf(text: string): Uint8Array {
  return sha256(utf8(text));
}
