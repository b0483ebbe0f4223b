import { type AbciApp, baseApplication } from '@switchyard/abci';
import { formatI64, formatU64, parseI64, tendermint } from '@switchyard/proto';
import type { Logger } from '@switchyard/service-kit';
import type { CommittedBlock, Consensus } from '../consensus.ts';
import type { ChainValidator } from '../domain/chain-state.ts';
import { GenesisError } from '../genesis.ts';
import type { snapshotCalls } from './abci-snapshots.ts';

const { ProposalStatus } = tendermint.abci.ResponseProcessProposal;

/**
 * Of the application's protocol; it is part of each header. CometBFT takes it from the parameters that InitChain answers,
 * and a node that joins by state sync wants Info to say the same.
 */
const APP_VERSION = 1n;

/** What happens around the calls of consensus. */
export type AbciHooks = {
  readonly onCommitted: (block: CommittedBlock) => void;
  /** Just before and just after the answer to Commit leaves. */
  readonly onCommitReply: (when: 'before' | 'after') => void;
  readonly onRejected: (fault: string) => void;
  readonly timed: <T>(call: 'propose' | 'judge' | 'finalize' | 'commit', run: () => Promise<T>) => Promise<T>;
};

/** The state machine behind ABCI. */
export function createAbciApplication(
  consensus: Consensus,
  snapshots: ReturnType<typeof snapshotCalls>,
  hooks: AbciHooks,
  log: Logger,
): AbciApp {
  return {
    ...baseApplication,
    ...snapshots,
    info: async () => {
      const { height, appHash } = consensus.durable();
      return {
        data: 'switchyard',
        version: '1',
        appVersion: formatU64(APP_VERSION),
        lastBlockHeight: formatI64(height),
        lastBlockAppHash: appHash,
      };
    },
    initChain: async (request) => {
      const { chainId, initialHeight, validators, appStateBytes, consensusParams } = request;
      const first = parseI64(initialHeight);
      const appHash = consensus.initChain({
        chainId,
        initialHeight: first > 0n ? first : 1n,
        validators: validators.map(validatorFromWire),
        appState: new TextDecoder().decode(appStateBytes),
      });
      const maxBytes = consensus.committed()?.state.params.blockMaxBytes ?? 0n;
      return {
        appHash,
        consensusParams: {
          block: blockParams(maxBytes, parseI64(consensusParams?.block?.maxGas)),
          version: { app: formatU64(APP_VERSION) },
        },
      };
    },
    checkTx: async () => ({ code: 1, log: 'submit by gRPC' }),
    insertTx: async () => ({ code: 1 }),
    query: async () => ({ code: 1, log: 'query by gRPC' }),
    prepareProposal: ({ height, maxTxBytes }) =>
      hooks.timed('propose', async () => ({
        txs: [...consensus.propose(parseI64(height), Number(parseI64(maxTxBytes)))],
      })),
    processProposal: ({ height, txs }) =>
      hooks.timed('judge', async () => {
        const fault = await consensus.judge(parseI64(height), txs);
        if (fault === undefined) return { status: ProposalStatus.ACCEPT };
        hooks.onRejected(fault.fault);
        log.warn({ height: `${parseI64(height)}`, ...fault }, 'proposal rejected');
        return { status: ProposalStatus.REJECT };
      }),
    finalizeBlock: ({ height, txs }) =>
      hooks.timed('finalize', async () => {
        const { appHash, validatorUpdates, params } = await consensus.finalize(parseI64(height), txs);
        return {
          appHash,
          txResults: txs.map(() => ({})),
          validatorUpdates: validatorUpdates.map(validatorToWire),
          ...(params === undefined
            ? {}
            : { consensusParamUpdates: { block: blockParams(params.blockMaxBytes, -1n) } }),
        };
      }),
    commit: () =>
      hooks.timed('commit', async () => {
        hooks.onCommitted(consensus.commit());
        hooks.onCommitReply('before');
        setImmediate(() => hooks.onCommitReply('after'));
        return {};
      }),
  };
}

function blockParams(maxBytes: bigint, maxGas: bigint): tendermint.types.BlockParams.$Properties {
  return { maxBytes: formatI64(maxBytes), maxGas: formatI64(maxGas === 0n ? -1n : maxGas) };
}

function validatorFromWire({ pubKey, power }: tendermint.abci.ValidatorUpdate.$Properties): ChainValidator {
  const publicKey = pubKey?.ed25519;
  if (publicKey?.length !== 32)
    throw new GenesisError(['validators: expected Ed25519 keys (tendermint/PubKeyEd25519)']);
  return { publicKey: Uint8Array.from(publicKey), power: parseI64(power) };
}

function validatorToWire({ publicKey, power }: ChainValidator): tendermint.abci.ValidatorUpdate.$Properties {
  return { pubKey: { ed25519: publicKey }, power: formatI64(power) };
}
