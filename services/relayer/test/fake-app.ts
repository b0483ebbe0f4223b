import { status } from '@grpc/grpc-js';
import { poolServiceRpcs, sequencerServiceRpcs } from '@switchyard/clients';
import { SwitchyardError, sha256, toHex } from '@switchyard/primitives';
import { parseU64, type switchyard } from '@switchyard/proto';
import { definition, serve, serveGrpc, serveStream, Watch } from '@switchyard/service-kit';
import type { TestChain } from '@switchyard/testing';

type V1 = typeof switchyard.sequencer.v1;
type Admitted = { readonly transactions: readonly Uint8Array[]; readonly control: boolean };

class RefusedError extends SwitchyardError {
  override readonly code: string;
  override readonly fault = 'rejected';
  readonly grpcStatus: status;

  constructor(code: string, grpcStatus: status) {
    super('refused');
    this.code = code;
    this.grpcStatus = grpcStatus;
  }
}

/** The gRPC of a sequencer-app over a test chain: its ring of blocks and its pool. */
export async function serveFakeApp(chain: TestChain, port = 0) {
  const offered: string[] = [];
  const refuse = new Map<string, string>();
  const knobs = { hasRing: true };
  const admitted = new Watch<readonly Admitted[]>([]);
  let ringReads = 0;
  const server = await serveGrpc({
    address: `127.0.0.1:${port}`,
    services: [
      {
        definition: {
          SubmitTransaction: definition(sequencerServiceRpcs.submitTransaction, 'unary'),
          GetBlockItems: definition(sequencerServiceRpcs.getBlockItems, 'unary'),
        },
        implementation: {
          SubmitTransaction: serve<
            InstanceType<V1['SubmitTransactionRequest']>,
            switchyard.sequencer.v1.SubmitTransactionResponse.$Properties
          >(async ({ transaction }) => {
            const id = sha256(transaction);
            offered.push(toHex(id));
            const code = refuse.get(toHex(id));
            if (code !== undefined) throw new RefusedError(code, status.INVALID_ARGUMENT);
            return { transactionId: id };
          }),
          GetBlockItems: serve<
            InstanceType<V1['GetBlockItemsRequest']>,
            switchyard.sequencer.v1.GetBlockItemsResponse.$Properties
          >(async ({ height }) => {
            if (!knobs.hasRing) throw new RefusedError('SEQUENCER_NOT_FOUND', status.NOT_FOUND);
            ringReads++;
            return { items: [...chain.items(parseU64(height))] };
          }),
        },
      },
      {
        definition: { Stream: definition(poolServiceRpcs.stream, 'stream') },
        implementation: {
          Stream: serveStream<
            InstanceType<V1['StreamPoolRequest']>,
            switchyard.sequencer.v1.StreamPoolResponse.$Properties
          >(async function* (_request, signal) {
            let sent = 0;
            for await (const all of admitted.changes(signal)) {
              for (; sent < all.length; sent++) {
                const batch = all[sent];
                if (batch !== undefined) yield { ...batch, transactions: [...batch.transactions] };
              }
            }
          }),
        },
      },
    ],
  });
  return {
    address: `127.0.0.1:${server.port}`,
    port: server.port,
    /** Ids of transactions that gossip offered. */
    offered,
    /** Codes by transaction id. */
    refuse,
    knobs,
    ringReads: () => ringReads,
    /** A client of this node submitted these. */
    admit: (batch: Admitted) => admitted.set([...admitted.value, batch]),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
