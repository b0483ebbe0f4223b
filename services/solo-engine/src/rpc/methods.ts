import {
  formatBlockIdJson,
  formatBlockJson,
  formatCommitJson,
  formatHeaderJson,
  formatValidatorsJson,
} from '@switchyard/light';
import { base64, base64OrNull } from '../adapters/json.ts';
import { formatParamsJson } from '../adapters/params-json.ts';
import { formatBlockResults } from '../adapters/results-json.ts';
import type { Application } from '../ports.ts';
import type { Arguments } from './arguments.ts';
import { blockAt, type ChainView, committedHeight, heightOf } from './chain-view.ts';
import { internalError } from './errors.ts';
import { statusJson } from './status.ts';

/** One method of the RPC. */
export type Method = {
  /** In the order of positional parameters. */
  readonly names: readonly string[];
  /** Reads a whole block, makes a long answer, or asks the application for one: waits for its turn. */
  readonly isLarge: boolean;
  readonly call: (view: ChainView, args: Arguments, signal: AbortSignal) => object | Promise<object>;
};

function small(names: Method['names'], call: Method['call']): Method {
  return { names, isLarge: false, call };
}

function large(names: Method['names'], call: Method['call']): Method {
  return { names, isLarge: true, call };
}

const defaultPerPage = 30n;
const maxPerPage = 100n;

/** The subset of CometBFT's RPC that is served; specs/11-solo-engine.md §7. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['health', small([], () => ({}))],
  ['status', small([], (view) => statusJson(view))],
  ['genesis', large([], ({ genesisJson }) => ({ genesis: genesisJson }))],
  ['genesis_chunked', large(['chunk'], genesisChunk)],
  ['block', large(['height'], block)],
  ['header', large(['height'], header)],
  ['commit', large(['height'], commit)],
  ['validators', small(['height', 'page', 'per_page'], validators)],
  ['consensus_params', small(['height'], consensusParams)],
  ['block_results', large(['height'], blockResults)],
  ['abci_info', small([], abciInfo)],
  ['abci_query', large(['path', 'data', 'height', 'prove'], abciQuery)],
  ['broadcast_tx_sync', small(['tx'], refuseTransaction)],
  ['broadcast_tx_async', small(['tx'], refuseTransaction)],
  ['broadcast_tx_commit', small(['tx'], refuseTransaction)],
  ['check_tx', small(['tx'], refuseTransaction)],
]);

function block(view: ChainView, args: Arguments): object {
  const stored = blockAt(view, heightOf(view, args));
  return { block_id: formatBlockIdJson(stored.blockId), block: formatBlockJson(stored.block) };
}

function header(view: ChainView, args: Arguments): object {
  return { header: formatHeaderJson(blockAt(view, heightOf(view, args)).block.header) };
}

function commit(view: ChainView, args: Arguments): object {
  const height = heightOf(view, args);
  const signed = blockAt(view, height).block.header;
  const isCanonical = height < committedHeight(view);
  const of = isCanonical ? blockAt(view, height + 1n).block.lastCommit : view.store.seenCommit(height);
  if (of === undefined) throw internalError(`commit of height ${height} is missing`);
  return {
    signed_header: { header: formatHeaderJson(signed), commit: formatCommitJson(of) },
    canonical: isCanonical,
  };
}

function validators(view: ChainView, args: Arguments): object {
  const height = heightOf(view, args, 1n);
  const set = view.store.validators(height)?.validators;
  if (set === undefined) throw internalError(`could not find validator set for height #${height}`);
  const wanted = args.integer('per_page') ?? defaultPerPage;
  const perPage = wanted < 1n ? defaultPerPage : wanted > maxPerPage ? maxPerPage : wanted;
  const total = BigInt(set.length);
  const pages = total === 0n ? 1n : (total + perPage - 1n) / perPage;
  const page = args.integer('page') ?? 1n;
  if (page < 1n || page > pages) {
    throw internalError(`page should be within [1, ${pages}] range, given ${page}`);
  }
  const from = Number((page - 1n) * perPage);
  const shown = set.slice(from, from + Number(perPage));
  return {
    block_height: `${height}`,
    validators: formatValidatorsJson(shown),
    count: `${shown.length}`,
    total: `${total}`,
  };
}

function consensusParams(view: ChainView, args: Arguments): object {
  const height = heightOf(view, args, 1n);
  const params = view.store.params(height);
  if (params === undefined) throw internalError(`could not find consensus params for height #${height}`);
  return { block_height: `${height}`, consensus_params: formatParamsJson(params) };
}

function blockResults(view: ChainView, args: Arguments): object {
  const height = heightOf(view, args);
  const results = view.store.results(height);
  if (results === undefined) throw internalError(`could not find results for height #${height}`);
  return formatBlockResults(height, results.encoded);
}

function genesisChunk({ genesisJson }: ChainView, args: Arguments): object {
  const chunk = args.integer('chunk') ?? 0n;
  if (chunk !== 0n) throw internalError(`there are 0 chunks, ${chunk} is invalid`);
  return { chunk: '0', total: '1', data: base64(new TextEncoder().encode(JSON.stringify(genesisJson))) };
}

async function abciInfo(view: ChainView, _args: Arguments, signal: AbortSignal): Promise<object> {
  const info = await asked(view, (application) => application.info(signal));
  return {
    response: {
      ...(info.data !== '' && { data: info.data }),
      ...(info.version !== '' && { version: info.version }),
      ...(info.appVersion !== 0n && { app_version: `${info.appVersion}` }),
      ...(info.height !== 0n && { last_block_height: `${info.height}` }),
      ...(info.appHash.length > 0 && { last_block_app_hash: base64OrNull(info.appHash) }),
    },
  };
}

async function abciQuery(view: ChainView, args: Arguments, signal: AbortSignal): Promise<object> {
  const query = {
    path: args.text('path') ?? '',
    data: args.bytes('data') ?? new Uint8Array(),
    height: args.integer('height') ?? 0n,
    prove: args.flag('prove') ?? false,
  };
  return { response: await asked(view, (application) => application.query(query, signal)) };
}

async function asked<T>(
  { application }: ChainView,
  ask: (application: Application) => Promise<T>,
): Promise<T> {
  const connected = application();
  if (connected === undefined) throw internalError('application is not connected');
  try {
    return await ask(connected);
  } catch (error) {
    throw internalError(error instanceof Error ? error.message : 'application failed');
  }
}

function refuseTransaction(): never {
  throw internalError('there is no mempool here: submit by gRPC to the sequencer');
}
