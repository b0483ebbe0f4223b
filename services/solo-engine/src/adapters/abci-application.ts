import { AbciExceptionError, AbciFrameError, AbciUnavailableError, createAbciClient } from '@switchyard/abci';
import { formatI64, formatU64, parseI64, parseU64, tendermint } from '@switchyard/proto';
import { DeadlineError, withDeadline } from '@switchyard/service-kit';
import type { Genesis } from '../domain/chain.ts';
import { ApplicationFaultError } from '../domain/errors.ts';
import { ApplicationLostError } from '../errors.ts';
import type { Application } from '../ports.ts';
import {
  formatFinalizeBlock,
  formatInitChain,
  formatPrepareProposal,
  formatProcessProposal,
  parseOutcome,
  parseParamsUpdate,
  parseValidatorUpdates,
} from './abci-codec.ts';
import { formatQueryJson } from './query-json.ts';

const { ResponseFinalizeBlock, ResponseProcessProposal } = tendermint.abci;

/** What this engine says it is: the versions of CometBFT v0.38.25. */
const INFO = {
  version: '0.38.25',
  blockVersion: formatU64(11n),
  p2pVersion: formatU64(8n),
  abciVersion: '2.0.0',
};

/** A block may be executed for so long before the application counts as hung. */
const callDeadlineMs = 60_000;
const queryDeadlineMs = 5_000;

/** Connects to an application. @throws ApplicationLostError when it is not there. */
export async function connectApplication(address: string): Promise<Application & AsyncDisposable> {
  const client = await lostUnlessAnswered('connect', () => createAbciClient(address));

  const call = <T>(
    what: string,
    fn: (deadline: AbortSignal) => Promise<T>,
    signal: AbortSignal,
    ms = callDeadlineMs,
  ): Promise<T> =>
    lostUnlessAnswered(what, () => withDeadline({ ms, what: `application ${what}` }, fn, signal));

  return {
    info: (signal) =>
      call(
        'info',
        async (deadline) => {
          const info = await client.info(INFO, deadline);
          return {
            height: parseI64(info.lastBlockHeight),
            appHash: Uint8Array.from(info.lastBlockAppHash),
            appVersion: parseU64(info.appVersion),
            data: info.data,
            version: info.version,
          };
        },
        signal,
      ),
    initChain: (genesis: Genesis, signal) =>
      call(
        'initChain',
        async (deadline) => {
          const answer = await client.initChain(formatInitChain(genesis), deadline);
          return {
            appHash: Uint8Array.from(answer.appHash),
            validators: parseValidatorUpdates(answer.validators),
            params: parseParamsUpdate(answer.consensusParams),
          };
        },
        signal,
      ),
    prepareProposal: (template, signal) =>
      call(
        'prepareProposal',
        async (deadline) => (await client.prepareProposal(formatPrepareProposal(template), deadline)).txs,
        signal,
      ),
    processProposal: (block, signal) =>
      call(
        'processProposal',
        async (deadline) =>
          verdict((await client.processProposal(formatProcessProposal(block), deadline)).status),
        signal,
      ),
    finalizeBlock: (block, signal) =>
      call(
        'finalizeBlock',
        async (deadline) => {
          const response = await client.finalizeBlock(formatFinalizeBlock(block), deadline);
          return {
            outcome: parseOutcome(response),
            encoded: ResponseFinalizeBlock.encode(response).finish(),
          };
        },
        signal,
      ),
    commit: (signal) =>
      call('commit', async (deadline) => parseI64((await client.commit({}, deadline)).retainHeight), signal),
    query: ({ path, data, height, prove }, signal) =>
      call(
        'query',
        async (deadline) =>
          formatQueryJson(await client.query({ path, data, height: formatI64(height), prove }, deadline)),
        signal,
        queryDeadlineMs,
      ),
    lost: client.lost,
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

function verdict(status: tendermint.abci.ResponseProcessProposal.ProposalStatus): 'accepted' | 'rejected' {
  const { ACCEPT, REJECT } = ResponseProcessProposal.ProposalStatus;
  if (status === ACCEPT) return 'accepted';
  if (status === REJECT) return 'rejected';
  throw new ApplicationFaultError('proposal status is unknown', { status });
}

/** An exception ends the application's process too: both ways of losing it are met by shaking hands with the next. */
async function lostUnlessAnswered<T>(call: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isLoss(error) ? new ApplicationLostError(call, error) : error;
  }
}

function isLoss(error: unknown): boolean {
  return (
    error instanceof AbciUnavailableError ||
    error instanceof AbciExceptionError ||
    error instanceof AbciFrameError ||
    error instanceof DeadlineError
  );
}
