import { defineConfig } from 'vitest/config';

const conditions = ['@switchyard/source'];

// Attacked networks share the machine: one file at a time, each test with a long deadline of its own.
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
    hookTimeout: 180_000,
  },
});
