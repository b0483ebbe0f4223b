import { setTimeout as sleep } from 'node:timers/promises';
import { fromHex } from '@switchyard/primitives';
import { formatU64, parseU64 } from '@switchyard/proto';
import { call, createGrpcClient, RemoteError } from '@switchyard/service-kit';
import { rpcs } from '../../src/execution-api/server.ts';

/** A block as the client saw it. */
export type SeenBlock = {
  number: bigint;
  hash: string;
  parentHash: string;
  timestamp: bigint;
  sequencerBlockHash: string;
};

type WireBlock = {
  number?: unknown;
  hash?: string | null;
  parentHash?: string | null;
  timestamp?: { seconds?: unknown } | null;
  sequencerBlockHash?: string | null;
};

function seen(wire: WireBlock | null | undefined): SeenBlock {
  return {
    number: parseU64(wire?.number as never),
    hash: wire?.hash ?? '',
    parentHash: wire?.parentHash ?? '',
    timestamp: parseU64(wire?.timestamp?.seconds as never),
    sequencerBlockHash: wire?.sequencerBlockHash ?? '',
  };
}

/** The smallest conductor: executes what it is told, and commits. */
export function createExecutionClient(address: string) {
  const client = createGrpcClient(address);
  const limits = { deadlineMs: 30_000, signal: new AbortController().signal };
  const self = {
    client,
    close: () => client.close(),
    session: async () => {
      const session = await call(client, rpcs.createExecutionSession, {}, limits);
      const state = session.commitmentState;
      return {
        id: session.sessionId,
        parameters: session.executionSessionParameters,
        soft: seen(state?.softExecutedBlockMetadata),
        firm: seen(state?.firmExecutedBlockMetadata),
        searchHeight: parseU64(state?.lowestCelestiaSearchHeight as never),
      };
    },
    execute: async (
      id: string,
      parent: Pick<SeenBlock, 'hash' | 'timestamp'>,
      items: readonly (Uint8Array | 'unknown')[],
      extra: { timestamp?: bigint; nanos?: number; sequencer?: string } = {},
    ) => {
      const reply = await call(
        client,
        rpcs.executeBlock,
        {
          sessionId: id,
          parentHash: parent.hash,
          transactions: items.map((item) =>
            item === 'unknown' ? { priceFeedData: new Uint8Array([1]) } : { sequencedData: item },
          ),
          timestamp: {
            seconds: formatU64(extra.timestamp ?? parent.timestamp + 1n),
            nanos: extra.nanos ?? 0,
          },
          sequencerBlockHash: extra.sequencer ?? (parent.timestamp + 1n).toString(16).padStart(64, '0'),
        },
        limits,
      );
      return seen(reply.executedBlockMetadata);
    },
    commit: async (id: string, soft: SeenBlock, firm: SeenBlock, searchHeight = 1n) => {
      const reply = await call(
        client,
        rpcs.updateCommitmentState,
        {
          sessionId: id,
          commitmentState: {
            softExecutedBlockMetadata: { number: formatU64(soft.number), hash: soft.hash },
            firmExecutedBlockMetadata: { number: formatU64(firm.number), hash: firm.hash },
            lowestCelestiaSearchHeight: formatU64(searchHeight),
          },
        },
        limits,
      );
      return { soft: seen(reply.softExecutedBlockMetadata), firm: seen(reply.firmExecutedBlockMetadata) };
    },
    find: async (identifier: { number?: bigint; hash?: string }) =>
      seen(
        await call(
          client,
          rpcs.getExecutedBlockMetadata,
          {
            identifier:
              identifier.hash === undefined
                ? { number: formatU64(identifier.number ?? 0n) }
                : { hash: identifier.hash },
          },
          limits,
        ),
      ),
  };
  return self;
}

/** Tries again while the other side is away, as a conductor does. */
export async function persistently<T>(run: () => Promise<T>, ms = 60_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof RemoteError) || error.fault !== 'transient' || Date.now() > end) throw error;
      await sleep(50);
    }
  }
}

/** The bytes of hex. */
export const bytes = (hex: string): Uint8Array => fromHex(hex);
