import { expect, it } from 'vitest';
import { gethPath } from '../../services/evm-driver/test/support/geth.ts';
import { measureGeth } from '../support/geth-throughput.ts';

it('brings blocks of transfers into Geth for less than 1.8 times the CPU of their import alone', async ({
  skip,
}) => {
  if (gethPath === undefined) skip('not run: geth is missing: npm run engines');
  const { transfersInBlock, built, imported } = await measureGeth({ senders: 2_000, blocks: 10 });
  process.stdout.write(
    `${transfersInBlock} transfers in a block: through the driver ${built.blockMs} ms, ${built.gethCpuMs} ms of Geth's CPU ` +
      `(${built.perSecond}/s); plain newPayload ${imported.blockMs} ms, ${imported.gethCpuMs} ms; ` +
      `CPU × ${(built.gethCpuMs / imported.gethCpuMs).toFixed(2)}\n`,
  );
  expect(built.gethCpuMs).toBeLessThan(1.8 * imported.gethCpuMs);
});
