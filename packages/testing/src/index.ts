export {
  aValidator,
  type BlockContent,
  createTestChain,
  setOf,
  signHeader,
  type TestChain,
  type TestChainOptions,
  type TestValidator,
} from './chain-builder.ts';
export { type FakeCometbft, type FakeCometbftKnobs, serveFakeCometbft } from './fake-cometbft.ts';
export { ManualClock, settle } from './manual-clock.ts';
