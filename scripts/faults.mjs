// npm run test:faults: kills whole networks in every way, then lets the canaries prove the checker that has judged them. The
// last line has the sums of both. With --unit it is the unit tests instead, with every failpoint of each service and not one.
//   node scripts/faults.mjs [--unit | options of test-e2e/faults/run.ts]      with --only <pattern>: without the canaries
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);

// Read by the networks of every test, and by the plan of faults, which has a part of its own for them.
if (args.includes('--engines')) {
  process.env.SWITCHYARD_TEST_ENGINES ??= '--consensus cometbft --evm geth --queue nats';
}

const tests = join(root, 'scripts/test.mjs');
const isPart = args.some((arg) => /^(--only\b|--help$|-h$)/.test(arg));
const canaries = { name: 'canaries', program: [tests, '--only', 'canaries'] };
const programs = args.includes('--unit')
  ? [{ name: 'unit', program: [tests, '--only', 'unit', '--faults'] }]
  : [
      { name: 'build', program: [join(root, 'node_modules/typescript/bin/tsc'), '-b'] },
      { name: 'faults', program: [join(root, 'test-e2e/faults/run.ts'), ...args] },
      ...(isPart ? [] : [canaries]),
    ];

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const testsFailed = 1;

/** @returns {Promise<{ code: number, passed: number, failed: number }>} */
function run(program) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, program, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });
    let tail = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      tail = `${tail}${chunk}`.slice(-200);
    });
    // Waits for the other to stop its networks, which hears the signal twice when a terminal sends it to all.
    for (const signal of forwarded) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (status, killedBy) => {
      for (const signal of forwarded) process.removeAllListeners(signal);
      const code = status ?? (killedBy === 'SIGINT' ? 130 : 70);
      const [, passed = 0, failed = code === 0 ? 0 : 1] = /(\d+) passed, (\d+) failed\s*$/.exec(tail) ?? [];
      resolve({ code, passed: Number(passed), failed: Number(failed) });
    });
  });
}

const began = performance.now();
const sums = [];
for (const { name, program } of programs) {
  const { code, passed, failed } = await run(program);
  process.exitCode ||= code;
  if (name !== 'build') sums.push({ name, passed, failed });
  // What failed its tests hides nothing of what follows; what did not build or was stopped does.
  if (code !== 0 && !(name === 'faults' && code === testsFailed)) break;
}
if (sums.length > 1) {
  const total = (of) => sums.reduce((sum, one) => sum + one[of], 0);
  const each = sums.map(({ name, passed, failed }) => `${name} ${passed} passed, ${failed} failed`);
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  process.stdout.write(`${each.join('; ')}; took ${minutes} min\n`);
  process.stdout.write(`${total('passed')} passed, ${total('failed')} failed\n`);
}
