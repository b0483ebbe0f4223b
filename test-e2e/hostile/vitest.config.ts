import { networkSuite } from '../support/suite-config.ts';

export default networkSuite(import.meta.dirname, { testTimeout: 240_000, hookTimeout: 180_000 });
