/**
 * Why a server ends a connection, or a call that is still arriving: `no-seat` for a newcomer while all others are being
 * answered; `waited-longest` for who made room for a newcomer; `pipelined` for more requests in hand than are taken;
 * `late-reader` for an answer not read in time; `late-request` for one not sent in time; `crowded` for what was the oldest
 * when all together held too much.
 */
export type CutReason =
  | 'no-seat'
  | 'waited-longest'
  | 'pipelined'
  | 'late-reader'
  | 'late-request'
  | 'crowded';

/** Is told of each. */
export type OnCut = (why: CutReason) => void;
