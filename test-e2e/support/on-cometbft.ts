import { join } from 'node:path';
import { describe, it } from 'vitest';
import { findEngine } from '../../cli/src/network/engines.ts';

/** A suite on a real CometBFT; without it it says so, which fails on CI. */
export function onCometbft(
  name: string,
  engine: 'cometbft' | 'cometbft-next',
  suite: (program: string) => void,
): void {
  const found = findEngine(join(import.meta.dirname, '../..'), engine, process.env);
  describe(name, () => {
    if ('missing' in found) {
      it('runs', ({ skip }) => skip(`not run: ${found.missing}: npm run engines -- ${engine}`));
    } else suite(found.program);
  });
}
