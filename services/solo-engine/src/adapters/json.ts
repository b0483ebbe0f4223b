/** Base64 of bytes as Go writes them: null for a slice that nobody made. */
export function base64OrNull(bytes: Uint8Array | null | undefined): string | null {
  if (bytes === undefined || bytes === null || bytes.length === 0) return null;
  return base64(bytes);
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

export function upperHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex').toUpperCase();
}
