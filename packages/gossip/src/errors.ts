import { SwitchyardError } from '@switchyard/primitives';

/** The peer cannot answer now: not connected, lost on the way, too slow, or busy. Another peer or time may help. */
export class PeerUnavailableError extends SwitchyardError {
  override readonly code = 'GOSSIP_PEER_UNAVAILABLE';
  override readonly fault = 'transient';
  /** The peer itself said so, in time: it is busy, or does not have it yet. */
  readonly isOwnWord: boolean;

  constructor(peer: string, protocol: string, cause: unknown) {
    super('peer does not answer', { peer, protocol }, { cause });
    this.isOwnWord = cause instanceof TransientRefusal;
  }
}

/** A peer's own word that it cannot answer now. */
export class TransientRefusal extends Error {}

/** The peer understood the request and will not answer it. */
export class PeerRefusedError extends SwitchyardError {
  override readonly code = 'GOSSIP_PEER_REFUSED';
  override readonly fault = 'rejected';
  /** The peer's own code for it: untrusted text. */
  readonly reason: string;

  constructor(peer: string, protocol: string, reason: string) {
    super('peer refused the request', { peer, protocol, reason });
    this.reason = reason;
  }
}

/** The peer's answer breaks the protocol or is larger than asked for. */
export class PeerMisbehavedError extends SwitchyardError {
  override readonly code = 'GOSSIP_PEER_MISBEHAVED';
  override readonly fault = 'rejected';
}

/** The message is larger than its topic allows, so nobody would take it. */
export class MessageTooLargeError extends SwitchyardError {
  override readonly code = 'GOSSIP_MESSAGE_TOO_LARGE';
  override readonly fault = 'rejected';

  constructor(topic: string, bytes: number, maxBytes: number) {
    super('message is too large for its topic', { topic, bytes, maxBytes });
  }
}

/** Nobody took a step within the time allowed. */
export class StalledError extends SwitchyardError {
  override readonly code = 'GOSSIP_STALLED';
  override readonly fault = 'transient';

  constructor(what: string, ms: number) {
    super('no progress in time', { what, ms });
  }
}
