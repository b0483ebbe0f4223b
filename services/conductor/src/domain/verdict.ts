/** What gossip does with a message: forward it, drop it, or drop it and hold it against its sender. */
export type Verdict = 'accept' | 'ignore' | 'reject';

/** What a message claims before anything is verified. */
export type Claim = {
  readonly chainId: string;
  readonly height: bigint;
};

/** Where the listener stands. */
export type View = {
  readonly chainId: string;
  readonly tip: bigint;
};

/** design §3: (tip−64, tip+64]. */
const gossipWindow = 64n;

/** The checks that cost nothing; undefined means: look closer. */
export function cheapVerdict(
  { chainId, height }: Claim,
  view: View,
  wasAccepted: boolean,
): Exclude<Verdict, 'accept'> | undefined {
  if (chainId !== view.chainId) return 'reject';
  if (wasAccepted) return 'ignore';
  if (height <= view.tip - gossipWindow || height > view.tip + gossipWindow) return 'ignore';
  return undefined;
}

/** The newest keys, each once, in bounded memory. */
export type Recent = { readonly has: (key: string) => boolean; readonly add: (key: string) => void };

/** Forgets the oldest beyond a capacity. */
export function createRecent(capacity: number): Recent {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add: (key) => {
      keys.delete(key);
      keys.add(key);
      for (const oldest of keys) {
        if (keys.size <= capacity) break;
        keys.delete(oldest);
      }
    },
  };
}
