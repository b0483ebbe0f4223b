// A vitest reporter that writes the true sums, and why tests failed or were skipped, to the file named by TEST_SUMS.
import { writeFileSync } from 'node:fs';

export default class SumsReporter {
  onTestRunEnd(modules, unhandled) {
    const sums = { passed: 0, failed: 0, skipped: [], failures: [] };
    for (const module of modules) {
      const errors = module.errors();
      if (errors.length > 0) {
        sums.failed++;
        sums.failures.push(`${module.moduleId}: does not load`);
      }
      for (const test of module.children.allTests()) {
        const { state, note, errors } = test.result();
        if (state === 'passed') sums.passed++;
        else if (state === 'failed') {
          sums.failed++;
          const why = errors?.[0]?.message.split('\n', 1)[0] ?? 'no reason given';
          sums.failures.push(`${module.relativeModuleId ?? module.moduleId} > ${test.fullName}: ${why}`);
        } else sums.skipped.push(note ?? `no reason given: ${test.fullName}`);
      }
    }
    for (const error of unhandled) {
      sums.failed++;
      sums.failures.push(`unhandled: ${error.message}`);
    }
    writeFileSync(process.env.TEST_SUMS, JSON.stringify(sums));
  }
}
