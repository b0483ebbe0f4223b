import { join } from 'node:path';
import { networkSuite } from '../support/suite-config.ts';

/** What of the local suite is told apart by its engines. */
const localFiles = ['whole-way', 'kills', 'rederive', 'invariants'];

const suite = networkSuite(join(import.meta.dirname, '..'), { testTimeout: 180_000, hookTimeout: 180_000 });

// Not mergeConfig: it would add these files to those of the suite, which are all.
export default {
  ...suite,
  test: {
    ...suite.test,
    include: ['engines/*.test.ts', ...localFiles.map((name) => `local/${name}.test.ts`)],
    env: {
      SWITCHYARD_TEST_ENGINES:
        process.env['SWITCHYARD_TEST_ENGINES'] ?? '--consensus cometbft --evm geth --queue nats',
    },
  },
};
