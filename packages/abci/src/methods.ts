import type { tendermint } from '@switchyard/proto';

/** Every request of v0.38 but echo and flush, which the server answers itself, and the two that v0.40 adds. */
export const abciMethods = [
  'info',
  'initChain',
  'query',
  'checkTx',
  'commit',
  'listSnapshots',
  'offerSnapshot',
  'loadSnapshotChunk',
  'applySnapshotChunk',
  'prepareProposal',
  'processProposal',
  'extendVote',
  'verifyVoteExtension',
  'finalizeBlock',
  'insertTx',
  'reapTxs',
] as const;

/** The name of one ABCI request. */
export type AbciMethod = (typeof abciMethods)[number];

type Wire = typeof tendermint.abci;
type RequestClass<M extends AbciMethod> = Wire[`Request${Capitalize<M>}`];
type ResponseClass<M extends AbciMethod> = Wire[`Response${Capitalize<M>}`];

/** A request as it was decoded: every scalar is there, bytes are views of the frame (copy what is kept). */
export type AbciRequest<M extends AbciMethod> = InstanceType<RequestClass<M>>;

/** A response as it was decoded: every scalar is there, bytes are views of the frame (copy what is kept). */
export type AbciResponse<M extends AbciMethod> = InstanceType<ResponseClass<M>>;

/** What a caller gives to make a request; absent fields are zero. 64-bit fields take `formatI64`/`formatU64`. */
export type AbciRequestFields<M extends AbciMethod> = NonNullable<ConstructorParameters<RequestClass<M>>[0]>;

/** What a handler answers; absent fields are zero. 64-bit fields take `formatI64`/`formatU64`. */
export type AbciResponseFields<M extends AbciMethod> = NonNullable<
  ConstructorParameters<ResponseClass<M>>[0]
>;
