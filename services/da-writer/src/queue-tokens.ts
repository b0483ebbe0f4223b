import type { QueueMessage } from './ports.ts';

/** By what each message is acknowledged, of heights that are not confirmed. */
export type Tokens = {
  add(height: bigint, message: QueueMessage): void;
  /** Those of a height and all below. */
  take(height: bigint): readonly string[];
  size(): number;
  clear(): void;
};

/** None yet. A message that is given again has its newest token. */
export function createTokens(): Tokens {
  const byHeight = new Map<bigint, Map<number, string>>();
  return {
    add: (height, { sequence, token }) => {
      const known = byHeight.get(height) ?? new Map<number, string>();
      known.set(sequence, token);
      byHeight.set(height, known);
    },
    take: (height) => {
      const done = [...byHeight].filter(([held]) => held <= height);
      for (const [held] of done) byHeight.delete(held);
      return done.flatMap(([, held]) => [...held.values()]);
    },
    size: () => [...byHeight.values()].reduce((sum, held) => sum + held.size, 0),
    clear: () => byHeight.clear(),
  };
}
