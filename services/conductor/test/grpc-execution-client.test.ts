import { status } from '@grpc/grpc-js';
import { codeOf, daHeight, faultOf, rollupIdOf, rollupNumber, utf8 } from '@switchyard/primitives';
import { formatI64, formatU64, parseU64 } from '@switchyard/proto';
import { encodeRollupData } from '@switchyard/protocol';
import { refusalOf } from '@switchyard/service-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGrpcExecutionClient, rollBackHeader } from '../src/adapters/grpc-execution-client.ts';
import type { Executed } from '../src/domain/commitments.ts';
import type { ExecutionClient } from '../src/ports.ts';
import { type QuirkyServer, startQuirkyServer } from './quirky-server.ts';

const never = new AbortController().signal;
const sequencerHash = 'ab'.repeat(32);
const genesis: Executed = {
  number: rollupNumber(0),
  hash: 'opaque / 0',
  parentHash: '',
  timestamp: 0n,
  sequencerHash: '',
};
const first: Executed = {
  number: rollupNumber(1),
  hash: 'opaque / 1',
  parentHash: 'opaque / 0',
  timestamp: 1_900_000_000n,
  sequencerHash,
};
const wire = ({ number, hash, parentHash, timestamp, sequencerHash: sequencerBlockHash }: Executed) => ({
  number: formatU64(number),
  hash,
  parentHash,
  timestamp: { seconds: formatI64(timestamp), nanos: 0 },
  sequencerBlockHash,
});

async function connected(
  maxMessageBytes?: number,
): Promise<{ readonly server: QuirkyServer; readonly client: ExecutionClient }> {
  const server = await startQuirkyServer(maxMessageBytes);
  const client = createGrpcExecutionClient(server.address);
  onTestFinished(async () => {
    client[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  server.session = {
    sessionId: 's',
    executionSessionParameters: {
      rollupId: { inner: rollupIdOf('demo') },
      rollupStartBlockNumber: formatU64(1n),
      rollupEndBlockNumber: formatU64(0n),
      sequencerChainId: 'yard',
      sequencerStartBlockHeight: formatU64(5n),
      celestiaChainId: 'da',
      celestiaSearchHeightMaxLookAhead: formatU64(256n),
    },
    commitmentState: {
      softExecutedBlockMetadata: { ...wire(first), sequencerBlockHash: `0x${sequencerHash.toUpperCase()}` },
      firmExecutedBlockMetadata: { ...wire(genesis), sequencerBlockHash: `0x${'00'.repeat(32)}` },
      lowestCelestiaSearchHeight: formatU64(77n),
    },
  };
  server.block = wire(first);
  return { server, client };
}

describe('the execution client', () => {
  it('reads a session: hashes as they are, sequencer hashes in one form, the zero hash as none', async () => {
    const { client } = await connected();
    const session = await client.openSession(never);
    expect(session).toMatchObject({
      id: 's',
      startNumber: 1n,
      endNumber: undefined,
      startHeight: 5n,
      searchHeight: 77n,
    });
    expect(session.commitments).toEqual({ soft: first, firm: genesis });
  });

  it('sends every byte of a section and a hash that every server takes', async () => {
    const { server, client } = await connected();
    const items = [utf8('raw'), new Uint8Array([0, 255])].map(encodeRollupData);
    const asked = {
      sessionId: 's',
      parentHash: 'opaque / 0',
      items,
      timestamp: first.timestamp,
      sequencerHash,
    };
    expect(await client.execute(asked, never)).toEqual(first);
    const [request] = server.executed;
    expect(request?.sequencerBlockHash).toBe(`0x${sequencerHash}`);
    expect(request?.parentHash).toBe('opaque / 0');
    expect(request?.transactions.map(({ sequencedData }) => Uint8Array.from(sequencedData ?? []))).toEqual([
      utf8('raw'),
      new Uint8Array([0, 255]),
    ]);
  });

  it('always sends a commitment state, and a rollback only with its header', async () => {
    const { server, client } = await connected();
    const update = {
      sessionId: 's',
      commitments: { soft: first, firm: genesis },
      searchHeight: daHeight(78),
    };
    await client.commit(update, never);
    await client.rollBack(update, never);
    expect(server.updates.map(({ metadata }) => metadata.get(rollBackHeader))).toEqual([[], ['firm']]);
    const state = server.updates[0]?.request.commitmentState;
    expect(parseU64(state?.lowestCelestiaSearchHeight)).toBe(78n);
    expect(state?.firmExecutedBlockMetadata?.sequencerBlockHash).toBe('');
  });

  it('sends the secret with each call, and none without', async () => {
    const { server, client } = await connected();
    const bytes = new Uint8Array(32).fill(0xab);
    const knowing = createGrpcExecutionClient(server.address, { file: '/keys/s', bytes });
    onTestFinished(() => knowing[Symbol.dispose]());
    const update = {
      sessionId: 's',
      commitments: { soft: first, firm: genesis },
      searchHeight: daHeight(78),
    };
    for (const one of [client, knowing]) {
      await one.commit(update, never);
      await one.rollBack(update, never);
    }
    const bearer = `Bearer ${'ab'.repeat(32)}`;
    expect(server.updates.map(({ metadata }) => metadata.get('authorization'))).toEqual([
      [],
      [],
      [bearer],
      [bearer],
    ]);
    server.next = status.UNAUTHENTICATED;
    const error = await knowing.openSession(never).catch(refusalOf);
    expect(error).toMatchObject({
      file: '/keys/s',
      problem: "it is not the secret of the rollup's execution API",
    });
    server.next = status.UNAUTHENTICATED;
    const without = await client.openSession(never).catch(refusalOf);
    expect(without).toMatchObject({ file: 'SWITCHYARD_CONDUCTOR_EXECUTION_SECRET_FILE' });
  });

  it('takes an unknown block for an answer', async () => {
    const { server, client } = await connected();
    server.next = status.NOT_FOUND;
    expect(await client.executedAt(rollupNumber(9), never)).toBeUndefined();
    expect(await client.executedAt(rollupNumber(1), never)).toEqual(first);
  });

  it.each([
    [status.PERMISSION_DENIED, 'CONDUCTOR_SESSION_LOST', 'rejected'],
    [status.UNAUTHENTICATED, 'CONDUCTOR_UNAUTHENTICATED', 'fatal'],
    [status.OUT_OF_RANGE, 'CONDUCTOR_OUT_OF_RANGE', 'rejected'],
    [status.INVALID_ARGUMENT, 'CONDUCTOR_EXECUTION_REFUSED', 'rejected'],
    [status.FAILED_PRECONDITION, 'CONDUCTOR_EXECUTION_REFUSED', 'rejected'],
    [status.UNIMPLEMENTED, 'CONDUCTOR_EXECUTION_REFUSED', 'rejected'],
    [status.UNAVAILABLE, 'CONDUCTOR_EXECUTION_UNAVAILABLE', 'transient'],
    [status.INTERNAL, 'CONDUCTOR_EXECUTION_UNAVAILABLE', 'transient'],
    [status.UNKNOWN, 'CONDUCTOR_EXECUTION_UNAVAILABLE', 'transient'],
  ])('says what status %i means', async (answer, code, fault) => {
    const { server, client } = await connected();
    server.next = answer;
    const error = await client.openSession(never).catch((refusal: unknown) => refusal);
    expect([codeOf(error), faultOf(error)]).toEqual([code, fault]);
  });

  it('names the remedy when a server takes 4 MiB only', async () => {
    const { client } = await connected(4 * 1024 * 1024);
    const items = [encodeRollupData(new Uint8Array(5 * 1024 * 1024))];
    const asked = { sessionId: 's', parentHash: '', items, timestamp: 1n, sequencerHash };
    const error = await client.execute(asked, never).catch((refusal: unknown) => refusal);
    expect(codeOf(error)).toBe('CONDUCTOR_REQUEST_TOO_LARGE');
    expect(String(error)).toContain('16 MiB');
  });

  it.each(['executionSessionParameters', 'commitmentState'] as const)(
    'refuses a session without %s',
    async (part) => {
      const { server, client } = await connected();
      const { [part]: _, ...rest } = server.session;
      server.session = rest;
      const error = await client.openSession(never).catch((refusal: unknown) => refusal);
      expect(codeOf(error)).toBe('CONDUCTOR_EXECUTION_REFUSED');
    },
  );

  it('finds nobody at home', async () => {
    const client = createGrpcExecutionClient('127.0.0.1:1');
    onTestFinished(() => client[Symbol.dispose]());
    const error = await client.openSession(never).catch((refusal: unknown) => refusal);
    expect(codeOf(error)).toBe('CONDUCTOR_EXECUTION_UNAVAILABLE');
  });
});
