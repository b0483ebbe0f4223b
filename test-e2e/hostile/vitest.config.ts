import { hasEngine } from '../support/engines.ts';
import { networkSuite } from '../support/suite-config.ts';

/**
 * Files all of whose attacks aim at a part that an engine takes the place of: they are left out on it. Of a file that has others
 * too, `leftOutOn` leaves out single attacks. Everything else runs on every engine.
 */
const leftOut: readonly { readonly file: string; readonly engine: 'cometbft'; readonly reason: string }[] = [
  {
    file: 'consensus-rpc.test.ts',
    engine: 'cometbft',
    reason: "the RPC is CometBFT's own, whose bounds and counters are not ours",
  },
];

const notHere = leftOut.filter(({ engine }) => hasEngine(engine));
for (const { file, engine, reason } of notHere)
  process.stdout.write(`left out on ${engine}: ${file}: ${reason}\n`);

const suite = networkSuite(import.meta.dirname, { testTimeout: 240_000, hookTimeout: 180_000 });

export default { ...suite, test: { ...suite.test, exclude: notHere.map(({ file }) => file) } };
