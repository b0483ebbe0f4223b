import { defineConfig } from 'vitest/config';

const conditions = ['@switchyard/source'];

// Whole networks, one file at a time; each with and without its bug.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    execArgv: conditions.map((condition) => `--conditions=${condition}`),
    fileParallelism: false,
    sequence: { concurrent: false },
    bail: 0,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
