import { exitDisk, exitRefused } from '@switchyard/service-kit';

/** A child that ends this often within this time is not started again by itself. */
export const crashLimit = { crashes: 5, withinMs: 60_000 } as const;

/** A disk that does not take writes is looked at again this often, and for as long as it takes. */
const diskRetryMs = 2_000;

/** What to do about a child that ended though nobody asked it to. */
export type Verdict =
  | { readonly kind: 'restart'; readonly delayMs: number; readonly crashes: readonly number[] }
  | { readonly kind: 'give-up'; readonly crashes: readonly number[] };

/** Decides from the times of its earlier crashes, in milliseconds, oldest first. */
export function afterCrash(earlier: readonly number[], now: number, exitCode: number | undefined): Verdict {
  if (exitCode === exitDisk) return { kind: 'restart', delayMs: diskRetryMs, crashes: earlier };
  const crashes = [...earlier.filter((at) => now - at < crashLimit.withinMs), now];
  if (exitCode === exitRefused || crashes.length >= crashLimit.crashes) return { kind: 'give-up', crashes };
  return { kind: 'restart', delayMs: Math.min(5_000, 250 * 2 ** (crashes.length - 1)), crashes };
}
