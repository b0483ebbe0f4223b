import { switchyard } from '@switchyard/proto';
import { type Codec, type Rpc, rpc } from '@switchyard/service-kit';

type V1 = typeof switchyard.sequencer.v1;

const v1: V1 = switchyard.sequencer.v1;

type RpcOf<Req, Res> =
  Req extends Codec<infer ReqIn, infer ReqOut>
    ? Res extends Codec<infer ResIn, infer ResOut>
      ? Rpc<ReqIn, ReqOut, ResIn, ResOut>
      : never
    : never;

const at = '/switchyard.sequencer.v1.SequencerService';

/** The rpcs of switchyard.sequencer.v1.SequencerService. */
export const sequencerServiceRpcs: {
  readonly submitTransaction: RpcOf<V1['SubmitTransactionRequest'], V1['SubmitTransactionResponse']>;
  readonly getTransactionStatus: RpcOf<V1['GetTransactionStatusRequest'], V1['GetTransactionStatusResponse']>;
  readonly getAccount: RpcOf<V1['GetAccountRequest'], V1['GetAccountResponse']>;
  readonly getParams: RpcOf<V1['GetParamsRequest'], V1['GetParamsResponse']>;
  readonly listRollups: RpcOf<V1['ListRollupsRequest'], V1['ListRollupsResponse']>;
  readonly getDaProgress: RpcOf<V1['GetDaProgressRequest'], V1['GetDaProgressResponse']>;
  readonly getStateProof: RpcOf<V1['GetStateProofRequest'], V1['GetStateProofResponse']>;
  readonly getBlockItems: RpcOf<V1['GetBlockItemsRequest'], V1['GetBlockItemsResponse']>;
} = {
  submitTransaction: rpc(
    `${at}/SubmitTransaction`,
    v1.SubmitTransactionRequest,
    v1.SubmitTransactionResponse,
  ),
  getTransactionStatus: rpc(
    `${at}/GetTransactionStatus`,
    v1.GetTransactionStatusRequest,
    v1.GetTransactionStatusResponse,
  ),
  getAccount: rpc(`${at}/GetAccount`, v1.GetAccountRequest, v1.GetAccountResponse),
  getParams: rpc(`${at}/GetParams`, v1.GetParamsRequest, v1.GetParamsResponse),
  listRollups: rpc(`${at}/ListRollups`, v1.ListRollupsRequest, v1.ListRollupsResponse),
  getDaProgress: rpc(`${at}/GetDaProgress`, v1.GetDaProgressRequest, v1.GetDaProgressResponse),
  getStateProof: rpc(`${at}/GetStateProof`, v1.GetStateProofRequest, v1.GetStateProofResponse),
  getBlockItems: rpc(`${at}/GetBlockItems`, v1.GetBlockItemsRequest, v1.GetBlockItemsResponse),
};

/** The rpc of switchyard.sequencer.v1.PoolService. */
export const poolServiceRpcs: {
  readonly stream: RpcOf<V1['StreamPoolRequest'], V1['StreamPoolResponse']>;
} = {
  stream: rpc('/switchyard.sequencer.v1.PoolService/Stream', v1.StreamPoolRequest, v1.StreamPoolResponse),
};
