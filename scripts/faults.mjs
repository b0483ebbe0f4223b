// npm run test:faults: kills whole networks in every way. With --unit it is the unit tests instead, with every failpoint
// of each service and not one.
//   node scripts/faults.mjs [--unit | options of test-e2e/faults/run.ts]
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);

const programs = args.includes('--unit')
  ? [[join(root, 'scripts/test.mjs'), '--only', 'unit', '--faults']]
  : [
      [join(root, 'node_modules/typescript/bin/tsc'), '-b'],
      [join(root, 'test-e2e/faults/run.ts'), ...args],
    ];

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** @returns {Promise<number>} */
function run(program) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, program, { cwd: root, stdio: 'inherit' });
    // Waits for the other to stop its networks, which hears the signal twice when a terminal sends it to all.
    for (const signal of forwarded) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      for (const signal of forwarded) process.removeAllListeners(signal);
      resolve(code ?? (killedBy === 'SIGINT' ? 130 : 70));
    });
  });
}

for (const program of programs) {
  process.exitCode = await run(program);
  if (process.exitCode !== 0) break;
}
