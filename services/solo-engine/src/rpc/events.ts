import { formatBlockIdJson, formatBlockJson, formatHeaderJson } from '@switchyard/light';
import { formatFinalizeEvent } from '../adapters/results-json.ts';
import { blockAt, type ChainView } from './chain-view.ts';
import { internalError } from './errors.ts';

/** The events that are served. */
export type EventKind = 'NewBlock' | 'NewBlockHeader';

/** The event that a query of CometBFT's language asks for. @throws RpcError for every other query. */
export function eventOf(query: string | undefined): EventKind {
  const kind = /^\s*tm\.event\s*=\s*'(NewBlock|NewBlockHeader)'\s*$/.exec(query ?? '')?.[1];
  if (kind === 'NewBlock' || kind === 'NewBlockHeader') return kind;
  throw internalError(
    "failed to parse query: only tm.event='NewBlock' and tm.event='NewBlockHeader' are served",
  );
}

/** The text of one event's `data`, the same for all subscribers. */
export function eventData(view: ChainView, kind: EventKind, height: bigint): string {
  const { block, blockId } = blockAt(view, height);
  const value =
    kind === 'NewBlockHeader'
      ? { header: formatHeaderJson(block.header) }
      : {
          block: formatBlockJson(block),
          block_id: formatBlockIdJson(blockId),
          result_finalize_block: formatFinalizeEvent(view.store.results(height)?.encoded ?? new Uint8Array()),
        };
  return JSON.stringify({ type: `tendermint/event/${kind}`, value });
}

/** The text of an event's result for one subscription. */
export function eventResult(query: string, kind: EventKind, data: string): string {
  return `{"query":${JSON.stringify(query)},"data":${data},"events":{"tm.event":["${kind}"]}}`;
}
