import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { daHeight, rollupIdOf, rollupNumber } from '@switchyard/primitives';
import { formatU64, parseU64 } from '@switchyard/proto';
import { call, createGrpcClient, definition, serveGrpc } from '@switchyard/service-kit';
import { expect, it, onTestFinished } from 'vitest';
import type { Commitments, ExecutedBlock } from '../domain/block.ts';
import { evmHash } from '../domain/names.ts';
import type { Execution } from '../execution.ts';
import { createExecutionService, rollBackHeader, rpcs } from './server.ts';

const hash = (byte: number) => evmHash(new Uint8Array(32).fill(byte));
const block = (number: number): ExecutedBlock => ({
  number: rollupNumber(number),
  hash: hash(number),
  parentHash: hash(number - 1),
  timestamp: BigInt(number),
  baseFee: 1n,
  gasUsed: 0n,
  sequencerHash: hash(number),
});
const commitments = (soft: number): Commitments => ({
  soft: block(soft),
  firm: block(2),
  searchHeight: daHeight(1),
});

it('goes back to firm by an update with the header only, and ends the session', async () => {
  const told: string[] = [];
  const execution: Pick<Execution, 'open' | 'commit' | 'rewindToFirm'> = {
    open: async () => commitments(4),
    commit: async ({ soft }) => {
      told.push(`commit ${soft.number}`);
      return commitments(Number(soft.number));
    },
    rewindToFirm: async () => {
      told.push('rewind');
      return commitments(2);
    },
  };
  const service = createExecutionService(execution as Execution, {
    rollupId: rollupIdOf('demo'),
    range: { start: rollupNumber(1), end: rollupNumber(0) },
    sequencerChainId: 'yard',
    sequencerStartHeight: 1n,
    daChainId: 'da',
    daLookAhead: 1n,
  });
  await using server = await serveGrpc({ address: '127.0.0.1:0', services: [service] });
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  onTestFinished(() => client.close());
  const limits = { deadlineMs: 5_000, signal: new AbortController().signal };
  const { sessionId } = await call(client, rpcs.createExecutionSession, {}, limits);
  const state = {
    softExecutedBlockMetadata: { number: formatU64(5n), hash: `0x${'05'.repeat(32)}` },
    firmExecutedBlockMetadata: { number: formatU64(2n), hash: `0x${'02'.repeat(32)}` },
    lowestCelestiaSearchHeight: formatU64(1n),
  };
  await call(client, rpcs.updateCommitmentState, { sessionId, commitmentState: state }, limits);

  const rollBack = (): Promise<bigint> => {
    const { path, requestSerialize, responseDeserialize } = definition(rpcs.updateCommitmentState, 'unary');
    const metadata = new Metadata();
    metadata.set(rollBackHeader, 'firm');
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { sessionId, commitmentState: state },
        metadata,
        (error: ServiceError | null, reply) =>
          error === null
            ? resolve(parseU64(reply?.softExecutedBlockMetadata?.number as never))
            : reject(error),
      );
    });
  };
  expect(await rollBack()).toBe(2n);
  expect(told).toEqual(['commit 5', 'rewind']);
  await expect(rollBack()).rejects.toThrow('PERMISSION_DENIED');
});
