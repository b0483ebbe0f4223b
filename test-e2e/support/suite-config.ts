import { defineConfig, type ViteUserConfig } from 'vitest/config';

const conditions = ['@switchyard/source'];

/** A suite of whole networks: they share the machine, so one file at a time, each test with a long deadline of its own. */
export function networkSuite(
  root: string,
  timeouts: { readonly testTimeout: number; readonly hookTimeout: number },
): ViteUserConfig {
  return defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      root,
      include: ['**/*.test.ts'],
      execArgv: conditions.map((condition) => `--conditions=${condition}`),
      fileParallelism: false,
      sequence: { concurrent: false },
      bail: 0,
      ...timeouts,
    },
  });
}
