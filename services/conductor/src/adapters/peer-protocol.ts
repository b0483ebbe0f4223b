/** The request protocol of relayers for blocks and validator sets; specs/07-gossip.md. */
export function peerProtocol(chainId: string): string {
  return `/switchyard/1/${chainId}/blocks`;
}
