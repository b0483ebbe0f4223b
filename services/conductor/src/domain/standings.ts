/** How peers have answered so far, and who is asked next. */
export type Standings = {
  /** Whom to ask in one pull: who answered well last, the longest unasked first, and one other who has a chance. */
  readonly toAsk: (peers: readonly string[], now: number) => readonly string[];
  /** Whom to ask when nobody may be asked and there is no other source: who failed least, the longest unasked first. */
  readonly lastResort: (peers: readonly string[], now: number) => string | undefined;
  /** It gave what holds. */
  readonly worked: (peer: string, now: number) => void;
  /** It said in time that it has nothing. Who answered well before is not at fault: it may be where we are. */
  readonly refused: (peer: string, now: number) => void;
  /** It was slow, or gave what does not hold: it waits for its next chance, each time twice as long. */
  readonly failed: (peer: string, now: number) => void;
};

/** A peer that failed once is asked again after this. */
export const firstPauseMs = 5_000;
/** Who is asked for want of anybody else is asked again after this. */
export const lastResortPauseMs = 1_000;
/** The longest that a peer waits for its next chance. */
export const lastPauseMs = 600_000;
/** Identities cost nothing: the oldest are forgotten. */
export const rememberedPeers = 1_024;

type Standing = { readonly askedAt: number; readonly failures: number };

/** Nobody is known yet. */
export function createStandings(): Standings {
  const standings = new Map<string, Standing>();

  const note = (peer: string, standing: Standing): void => {
    standings.delete(peer);
    standings.set(peer, standing);
    for (const oldest of standings.keys()) {
      if (standings.size <= rememberedPeers) return;
      standings.delete(oldest);
    }
  };

  const mayBeAsked = ({ askedAt, failures }: Standing, now: number): boolean =>
    now - askedAt >= Math.min(lastPauseMs, firstPauseMs * 2 ** (failures - 1));

  const fail = (peer: string, askedAt: number): void =>
    note(peer, { askedAt, failures: (standings.get(peer)?.failures ?? 0) + 1 });

  return {
    toAsk: (peers, now) => {
      const known = peers.flatMap((peer) => {
        const standing = standings.get(peer);
        return standing === undefined ? [] : [{ peer, ...standing }];
      });
      const proven = known.filter(({ failures }) => failures === 0);
      const failing = known.filter((each) => each.failures > 0 && mayBeAsked(each, now));
      const strangers = peers.filter((peer) => !standings.has(peer));
      const byTurn = (a: Standing, b: Standing): number => a.askedAt - b.askedAt;
      const [best] = proven.toSorted(byTurn);
      const [again] = failing.toSorted(byTurn);
      const chance = strangers[0] ?? again?.peer;
      return [best?.peer, chance].filter((peer) => peer !== undefined);
    },
    lastResort: (peers, now) =>
      peers
        .flatMap((peer) => ({ peer, ...(standings.get(peer) ?? { askedAt: -Infinity, failures: 0 }) }))
        .filter(({ askedAt }) => now - askedAt >= lastResortPauseMs)
        .toSorted((a, b) => a.failures - b.failures || a.askedAt - b.askedAt)[0]?.peer,
    worked: (peer, askedAt) => note(peer, { askedAt, failures: 0 }),
    refused: (peer, askedAt) => {
      if (standings.get(peer)?.failures === 0) note(peer, { askedAt, failures: 0 });
      else fail(peer, askedAt);
    },
    failed: fail,
  };
}
