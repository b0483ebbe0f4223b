// npm test: every suite that needs no Docker, one after the other. The sums on the last line are the runners' own.
//   node scripts/test.mjs [--quick] [--only <suite>] [--faults] [--engines]
//     --faults: the exhaustive kill sweeps too; --engines: networks run on CometBFT, Geth and NATS (SWITCHYARD_TEST_ENGINES has others)
//     --only hostile: attacked networks; --only canaries: bugs planted on purpose; --only engines: the whole way on real engines
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const quick = process.argv.includes('--quick');
if (process.argv.includes('--faults')) process.env.SWITCHYARD_TEST_FAULTS = '1';
if (process.argv.includes('--engines'))
  process.env.SWITCHYARD_TEST_ENGINES ??= '--consensus cometbft --evm geth --queue nats';
const only = process.argv[process.argv.indexOf('--only') + 1];
const suites = [
  { name: 'unit', quick: true, args: ['--config', 'vitest.config.ts', ...(quick ? [] : ['--coverage'])] },
  { name: 'local', quick: false, args: ['--config', 'test-e2e/local/vitest.config.ts'] },
  {
    name: 'hostile',
    quick: false,
    byNameOnly: true,
    args: ['--config', 'test-e2e/hostile/vitest.config.ts'],
  },
  {
    name: 'canaries',
    quick: false,
    byNameOnly: true,
    args: ['--config', 'test-e2e/canaries/vitest.config.ts'],
  },
  {
    name: 'engines',
    quick: false,
    byNameOnly: true,
    args: ['--config', 'test-e2e/engines/vitest.config.ts'],
  },
].filter((suite) =>
  process.argv.includes('--only') ? suite.name === only : !suite.byNameOnly && (quick ? suite.quick : true),
);

const folder = mkdtempSync(join(tmpdir(), 'sums-'));
const peaksFile = join(folder, 'peaks.jsonl');
/** @type {{ passed: number, failed: number, skipped: string[], failures: string[] }} */
const total = { passed: 0, failed: 0, skipped: [], failures: [] };

/** What each process held at most under each attack, as the tests recorded it. */
function printPeaks() {
  if (!existsSync(peaksFile)) return;
  const records = readFileSync(peaksFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  process.stdout.write('peak resident memory, MiB\n');
  const highest = {};
  for (const { attack, peaks } of records) {
    const held = Object.entries(peaks);
    process.stdout.write(`  ${attack}: ${held.map(([name, mib]) => `${name} ${mib}`).join(', ')}\n`);
    for (const [name, mib] of held) {
      if (mib > (highest[name]?.mib ?? 0)) highest[name] = { mib, attack };
    }
  }
  for (const [name, { mib, attack }] of Object.entries(highest).sort(([a], [b]) => a.localeCompare(b)))
    process.stdout.write(`  ${name.padEnd(24)} ${String(mib).padStart(5)}  at most, under: ${attack}\n`);
}

function run(program, args, env = process.env) {
  return spawnSync(program, args, { cwd: root, env, stdio: 'inherit' }).status;
}

const began = performance.now();
if (run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']) !== 0) {
  total.failed++;
  total.failures.push('build');
} else {
  for (const { name, args } of suites) {
    const at = performance.now();
    const file = join(folder, `${name}.json`);
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=./scripts/test-reporter.mjs'];
    const status = run(process.execPath, [vitest, 'run', ...args, ...reporters], {
      ...process.env,
      TEST_SUMS: file,
      TEST_PEAKS: peaksFile,
    });
    const sums = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    total.passed += sums?.passed ?? 0;
    total.failed += sums?.failed ?? 0;
    total.skipped.push(...(sums?.skipped ?? []));
    total.failures.push(...(sums?.failures ?? []));
    // A runner that failed without a failed test: coverage below its threshold, or a crash.
    if (status !== 0 && (sums?.failed ?? 0) === 0) {
      total.failed++;
      total.failures.push(`${name}: the runner ended with ${status}`);
    }
    if (sums !== undefined && sums.passed + sums.failed === 0) {
      total.failed++;
      total.failures.push(`${name}: no test ran`);
    }
    process.stdout.write(`suite ${name}: ${((performance.now() - at) / 1000).toFixed(1)} s\n`);
  }
}
printPeaks();
rmSync(folder, { recursive: true });

const reasons = [...new Set(total.skipped)];
// On CI everything that a test needs is there, so a skipped test is a lost one.
if (process.env.CI === 'true' && reasons.length > 0) {
  total.failed += total.skipped.length;
  total.failures.push(...reasons);
}
for (const failure of total.failures) process.stdout.write(`FAILED ${failure}\n`);
if (process.env.SWITCHYARD_TEST_FAULTS !== '1' && !process.argv.includes('--only'))
  process.stdout.write(
    'not run: fault sweeps run by npm run test:faults -- --unit; whole networks by npm run test:faults\n',
  );
process.stdout.write(`took ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
process.stdout.write(
  `${total.skipped.length} skipped: ${reasons.length === 0 ? 'none' : reasons.join('; ')}\n`,
);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
