import { createHash } from 'node:crypto';

/** SHA-256 of the parts, one after the other. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The RFC 6962 tree hash. */
export function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), first);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Uint8Array.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

/** Lower-case hex. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** design.md §3: where the chain itself (no rollup) or one of its rollups is on the DA layer. */
export function namespaceOf(chainId: string, rollupId: string): Uint8Array {
  const digest = sha256('switchyard/ns/v1', '\0', chainId, '\0', Buffer.from(rollupId, 'hex'));
  return Buffer.concat([new Uint8Array(19), digest.subarray(0, 10)]);
}
