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
export { type Flip, flips } from './flips.ts';
export { createKvApplication, type KvApplication } from './kv-application.ts';
export { ManualClock, settle } from './manual-clock.ts';
export {
  type SequencerGenesis,
  sequencerAppState,
  testParams,
  testPublicKey,
  testSeed,
} from './sequencer-genesis.ts';
