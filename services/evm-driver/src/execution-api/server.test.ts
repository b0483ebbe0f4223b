import { readFile } from 'node:fs/promises';
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { daHeight, rollupIdOf, rollupNumber } from '@switchyard/primitives';
import { formatU64, parseU64 } from '@switchyard/proto';
import {
  call,
  createGrpcClient,
  createLogger,
  createMetrics,
  credentialsOf,
  definition,
  parseEnvFile,
  type Rpc,
  serveGrpc,
} from '@switchyard/service-kit';
import { ManualClock } from '@switchyard/testing';
import { expect, it, onTestFinished } from 'vitest';
import { driverConfig } from '../config.ts';
import type { Commitments, ExecutedBlock } from '../domain/block.ts';
import { evmHash } from '../domain/names.ts';
import type { Execution } from '../execution.ts';
import { createDriverMetrics } from '../metrics.ts';
import { createAdmit } from './admit.ts';
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

const parameters = {
  rollupId: rollupIdOf('demo'),
  range: { start: rollupNumber(1), end: rollupNumber(0) },
  sequencerChainId: 'yard',
  sequencerStartHeight: 1n,
  daChainId: 'da',
  daLookAhead: 1n,
};

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
  const service = createExecutionService(execution as Execution, parameters, () => undefined);
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

it('serves no call of who does not know the secret, counts them, and says so now and then', async () => {
  const executed: string[] = [];
  const serves =
    <T>(name: string, answer: T) =>
    async () => {
      executed.push(name);
      return answer;
    };
  const execution: Partial<Execution> = {
    open: serves('open', commitments(4)),
    find: serves('find', block(4)),
    execute: serves('execute', block(5)),
    commit: serves('commit', commitments(4)),
    rewindToFirm: serves('rewind', commitments(2)),
  };
  const lines: string[] = [];
  const log = createLogger('evm-driver', 'warn', { write: (line) => lines.push(line) });
  const registry = createMetrics('evm-driver');
  const clock = new ManualClock();
  const secret = new Uint8Array(32).fill(1);
  const admit = createAdmit(secret, { log, clock, metrics: createDriverMetrics(registry) });
  const service = createExecutionService(execution as Execution, parameters, admit);
  await using server = await serveGrpc({ address: '127.0.0.1:0', services: [service] });
  const client = createGrpcClient(`127.0.0.1:${server.port}`);
  onTestFinished(() => client.close());
  const { signal } = new AbortController();
  const firm = new Metadata();
  firm.set(rollBackHeader, 'firm');
  const unknown = [new Metadata(), credentialsOf(new Uint8Array(32)), firm];
  for (const metadata of unknown) {
    for (const rpc of Object.values(rpcs)) {
      const refused = call(
        client,
        rpc as Rpc<object, object, object, object>,
        {},
        { deadlineMs: 5_000, signal, metadata },
      );
      await expect(refused).rejects.toMatchObject({
        code: 'EVM_DRIVER_UNAUTHENTICATED',
        grpcStatus: status.UNAUTHENTICATED,
      });
    }
  }
  expect(executed).toEqual([]);
  expect(lines).toHaveLength(1);
  await clock.advance(10_000);
  await call(client, rpcs.createExecutionSession, {}, { deadlineMs: 5_000, signal }).catch(() => undefined);
  expect(lines.map((line) => (JSON.parse(line) as { readonly calls: number }).calls)).toEqual([1, 12]);
  expect(await registry.registry.metrics()).toContain('evm_driver_execution_unauthenticated_total 13');
  const known = { deadlineMs: 5_000, signal, metadata: credentialsOf(secret) };
  await call(client, rpcs.createExecutionSession, {}, known);
  expect(executed).toEqual(['open']);
});

it('says at start that everybody is served when there is no secret', () => {
  const lines: string[] = [];
  const log = createLogger('evm-driver', 'warn', { write: (line) => lines.push(line) });
  const metrics = createDriverMetrics(createMetrics('evm-driver'));
  const admit = createAdmit(undefined, { log, clock: new ManualClock(), metrics });
  expect(lines.join()).toContain('SWITCHYARD_EVM_DRIVER_EXECUTION_SECRET_FILE');
  expect(() => admit(new Metadata(), 'anybody')).not.toThrow();
});

it.each(['0.0.0.0:9200', '10.0.0.1:9200', '[::]:9200', 'driver:9200'])(
  'listens on %s with a secret only',
  async (address) => {
    const example = parseEnvFile(await readFile(new URL('../../local.env.example', import.meta.url), 'utf8'));
    const environment = { ...example, SWITCHYARD_EVM_DRIVER_GRPC_ADDRESS: address };
    expect(() => driverConfig(environment)).toThrow('EXECUTION_SECRET_FILE');
    const secured = { ...environment, SWITCHYARD_EVM_DRIVER_EXECUTION_SECRET_FILE: '/keys/s' };
    expect(driverConfig(secured).grpcAddress).toBe(address);
    for (const local of ['127.0.0.1:9200', '[::1]:9200', 'localhost:9200', 'unix:/run/e.sock']) {
      const config = driverConfig({ ...example, SWITCHYARD_EVM_DRIVER_GRPC_ADDRESS: local });
      expect(config.grpcAddress).toBe(local);
    }
  },
);
