import { tendermint } from '@switchyard/proto';
import type { AbciMethod, AbciRequest, AbciResponseFields } from './methods.ts';

/**
 * An ABCI application. Handlers of one connection run one after the other, `checkTx` and `insertTx` excepted: several of
 * those may be under way, and their answers leave in the order of the requests. Handlers of different connections
 * overlap. A handler that throws ends the process: bad input is an answer with a code, not an exception.
 */
export type AbciApp = {
  readonly [M in AbciMethod]: (request: AbciRequest<M>) => Promise<AbciResponseFields<M>>;
};

const { OfferSnapshot, ApplySnapshotChunk, Proposal, Verify } = {
  OfferSnapshot: tendermint.abci.ResponseOfferSnapshot.Result,
  ApplySnapshotChunk: tendermint.abci.ResponseApplySnapshotChunk.Result,
  Proposal: tendermint.abci.ResponseProcessProposal.ProposalStatus,
  Verify: tendermint.abci.ResponseVerifyVoteExtension.VerifyStatus,
};

/** An application that accepts everything and keeps nothing; a real one spreads it and replaces what it does. */
export const baseApplication: AbciApp = {
  info: async () => ({}),
  initChain: async () => ({}),
  query: async () => ({}),
  checkTx: async () => ({}),
  commit: async () => ({}),
  listSnapshots: async () => ({}),
  offerSnapshot: async () => ({ result: OfferSnapshot.REJECT }),
  loadSnapshotChunk: async () => ({}),
  applySnapshotChunk: async () => ({ result: ApplySnapshotChunk.ABORT }),
  prepareProposal: async ({ txs }) => ({ txs }),
  processProposal: async () => ({ status: Proposal.ACCEPT }),
  extendVote: async () => ({}),
  verifyVoteExtension: async () => ({ status: Verify.ACCEPT }),
  finalizeBlock: async ({ txs }) => ({ txResults: txs.map(() => ({})) }),
  insertTx: async () => ({}),
  reapTxs: async () => ({}),
};
