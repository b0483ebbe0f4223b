import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { faultOf, utf8 } from '@switchyard/primitives';
import { type Logger, openAppendLog, readFileIfPresent, writeFileAtomic } from '@switchyard/service-kit';
import type { Intent, Outcome } from '../domain/submission.ts';
import { WrongChainStateError } from '../errors.ts';
import type { Confirmed, WriterStore } from '../ports.ts';
import { formatConfirmed, formatRecord, type LogRecord, parseConfirmed, parseRecord } from './store-json.ts';

const MAX_RECORD_BYTES = 1 << 20;
/** The log is written anew when it is this long and most of it is confirmed. */
const COMPACT_BYTES = 1 << 20;

/**
 * Two files of a folder: `state.json`, replaced atomically, and `intents.log`, appended durably. A lost or damaged state
 * is rebuilt from the anchor; damage of the log is refused, with what to do.
 *
 * @throws WrongChainStateError, CorruptLogError (fatal)
 */
export async function openFileWriterStore(
  folder: string,
  { chainId, log }: { readonly chainId: string; readonly log: Logger },
): Promise<WriterStore & AsyncDisposable> {
  const statePath = join(folder, 'state.json');
  const intentsPath = join(folder, 'intents.log');
  const confirmed = await loadConfirmed(statePath, chainId, log);
  const hasIntents = existsSync(intentsPath);
  if (hasIntents && confirmed === undefined && !existsSync(statePath)) {
    log.warn({ file: statePath }, 'state is missing: it is read again from the DA layer, from the anchor on');
  }
  if (!hasIntents && confirmed !== undefined) {
    log.warn({ file: intentsPath }, 'intents are missing: what is not on the DA layer is submitted again');
  }
  const appendLog = await openAppendLog(intentsPath, {
    maxRecordBytes: MAX_RECORD_BYTES,
    remedy: `\`rm ${intentsPath}\` and start again: what is not on the DA layer is submitted again, some of it twice`,
    log,
  });
  const records = appendLog.records.map((bytes) => parseRecord(new TextDecoder().decode(bytes)));
  const found = records.flatMap((record) => (record.kind === 'intent' ? [record.intent] : []));
  const outcomes = records.flatMap((record) => (record.kind === 'outcome' ? [record.outcome] : []));
  const open = new Map<string, { intent: Intent; outcome: Outcome | undefined }>();
  for (const intent of found) open.set(intent.id, { intent, outcome: outcomeOf(outcomes, intent) });
  let compactAt = COMPACT_BYTES;

  const append = (record: LogRecord): Promise<void> => appendLog.append(utf8(formatRecord(record)));
  const compact = async (): Promise<void> => {
    const kept = [...open.values()].flatMap(({ intent, outcome }): LogRecord[] => [
      { kind: 'intent', intent },
      ...(outcome === undefined ? [] : [{ kind: 'outcome' as const, outcome }]),
    ]);
    await appendLog.rewrite(kept.map((record) => utf8(formatRecord(record))));
    compactAt = appendLog.size() + COMPACT_BYTES;
  };

  return {
    confirmed,
    intents: found,
    outcomes,
    appendIntent: async (intent) => {
      await append({ kind: 'intent', intent });
      open.set(intent.id, { intent, outcome: undefined });
    },
    appendOutcome: async (outcome) => {
      await append({ kind: 'outcome', outcome });
      const known = open.get(outcome.id);
      if (known?.intent.attempt === outcome.attempt) known.outcome = outcome;
    },
    saveConfirmed: async (next) => {
      await writeFileAtomic(statePath, formatConfirmed(chainId, next));
      for (const [id, { intent }] of open) if (intent.to <= next.height) open.delete(id);
      if (appendLog.size() > compactAt) await compact();
    },
    [Symbol.asyncDispose]: () => appendLog[Symbol.asyncDispose](),
  };
}

async function loadConfirmed(path: string, chainId: string, log: Logger): Promise<Confirmed | undefined> {
  const bytes = await readFileIfPresent(path);
  if (bytes === undefined) return undefined;
  try {
    const state = parseConfirmed(new TextDecoder().decode(bytes));
    if (state.chainId !== chainId) throw new WrongChainStateError(path, state.chainId, chainId);
    return state.confirmed;
  } catch (error) {
    if (faultOf(error) !== 'rejected') throw error;
    log.error({ path, err: error }, 'state is damaged and rebuilt from the anchor');
    return undefined;
  }
}

function outcomeOf(outcomes: readonly Outcome[], { id, attempt }: Intent): Outcome | undefined {
  return outcomes.find((outcome) => outcome.id === id && outcome.attempt === attempt);
}
