import { setTimeout as sleep } from 'node:timers/promises';
import { blockServiceRpcs, sequencerServiceRpcs } from '@switchyard/clients';
import { MalformedError, sha256 } from '@switchyard/primitives';
import { formatU64, parseU64, type switchyard } from '@switchyard/proto';
import { decodeTransaction, encodeSignedBlock, validatorsToWire } from '@switchyard/protocol';
import { definition, serve, serveGrpc, serveStream } from '@switchyard/service-kit';
import type { TestChain } from '@switchyard/testing';

/** A relayer and a sequencer node in this process, by gRPC, over a test chain. */
export type FakeNeighbours = AsyncDisposable & {
  readonly address: string;
  /** In the order of their arrival; each is taken into the chain's state at once. */
  readonly reports: readonly { readonly sequencerHeight: bigint; readonly daHeight: bigint }[];
};

type V1 = typeof switchyard.relayer.v1;

/** Serves at a free port, or where it did before. */
export async function startNeighbours(chain: TestChain, address = '127.0.0.1:0'): Promise<FakeNeighbours> {
  const reports: { sequencerHeight: bigint; daHeight: bigint }[] = [];
  let reporter: Uint8Array = new Uint8Array(20);
  const grpc = await serveGrpc({
    address,
    services: [
      {
        definition: {
          getValidatorSet: definition(blockServiceRpcs.getValidatorSet, 'unary'),
          streamSignedBlocks: definition(blockServiceRpcs.streamSignedBlocks, 'stream'),
        },
        implementation: {
          getValidatorSet: serve(async ({ hash }: InstanceType<V1['GetValidatorSetRequest']>) => {
            const set = chain.validatorSet(hash);
            if (set === undefined) throw new MalformedError('unknown set');
            return { validators: validatorsToWire(set) };
          }),
          streamSignedBlocks: serveStream(async function* (
            { fromHeight }: InstanceType<V1['StreamSignedBlocksRequest']>,
            signal,
          ) {
            for (let next = Number(parseU64(fromHeight)) - 1; !signal.aborted; ) {
              const block = chain.blocks[next];
              if (block === undefined) await sleep(20);
              else {
                yield encodeSignedBlock(block);
                next++;
              }
            }
          }),
        },
      },
      {
        definition: {
          getAccount: definition(sequencerServiceRpcs.getAccount, 'unary'),
          getDaProgress: definition(sequencerServiceRpcs.getDaProgress, 'unary'),
          submitTransaction: definition(sequencerServiceRpcs.submitTransaction, 'unary'),
        },
        implementation: {
          getAccount: serve(async ({ address }: { readonly address: Uint8Array }) => {
            reporter = Uint8Array.from(address);
            const nonce = formatU64(BigInt(reports.length));
            return { nonce, pendingNonce: nonce, stateHeight: formatU64(BigInt(chain.blocks.length)) };
          }),
          getDaProgress: serve(async () => {
            const last = reports.at(-1);
            return {
              chainId: chain.chainId,
              reports:
                last === undefined
                  ? []
                  : [
                      {
                        reporter,
                        sequencerHeight: formatU64(last.sequencerHeight),
                        daHeight: formatU64(last.daHeight),
                      },
                    ],
            };
          }),
          submitTransaction: serve(async ({ transaction }: { readonly transaction: Uint8Array }) => {
            const { body } = decodeTransaction(Uint8Array.from(transaction));
            const [action] = body.actions;
            if (action?.kind !== 'reportDaProgress' || body.nonce !== BigInt(reports.length)) {
              throw new MalformedError('not the next report');
            }
            reports.push(action);
            return { transactionId: sha256(transaction) };
          }),
        },
      },
    ],
  });
  return {
    address: `127.0.0.1:${grpc.port}`,
    reports,
    [Symbol.asyncDispose]: () => grpc[Symbol.asyncDispose](),
  };
}
