import { join } from 'node:path';
import { describe, it } from 'vitest';
import { findEngine } from '../../cli/src/network/engines.ts';

/** A suite on the real CometBFT; without it it says so, which fails on CI. */
export function onCometbft(name: string, suite: () => void): void {
  const found = findEngine(join(import.meta.dirname, '../..'), 'cometbft', process.env);
  describe(name, () => {
    if ('missing' in found) it('runs', ({ skip }) => skip(`not run: ${found.missing}: npm run engines`));
    else suite();
  });
}
