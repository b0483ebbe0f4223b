import { hasEngine } from '../support/engines.ts';
import { networkSuite } from '../support/suite-config.ts';

/** Files whose attacks aim at a part that a network on these engines does not have. Every other runs on every engine. */
const leftOut: readonly { readonly file: string; readonly runs: boolean; readonly reason: string }[] = [
  { file: 'queue.test.ts', runs: hasEngine('nats'), reason: 'no queue is between relayer and da-writer' },
];

const notHere = leftOut.filter(({ runs }) => !runs);
for (const { file, reason } of notHere) process.stdout.write(`left out: ${file}: ${reason}\n`);

const suite = networkSuite(import.meta.dirname, { testTimeout: 240_000, hookTimeout: 180_000 });

export default { ...suite, test: { ...suite.test, exclude: notHere.map(({ file }) => file) } };
