import { utf8 } from '@switchyard/primitives';
import { type AppendLog, openAppendLog } from '@switchyard/service-kit';
import { decodeEvent, encodeEvent } from '../domain/event-codec.ts';
import type { QueueEvent } from '../domain/queue.ts';
import type { QueueLog } from '../ports.ts';

/** How long a record and a log may be. */
export type QueueLogLimits = {
  /** One record holds the events of one step, so that a step is there whole or not at all. */
  readonly maxRecordBytes: number;
  /** The log is written anew when it is longer than this and than twice what it was after the last time. */
  readonly compactAboveBytes: number;
};

const usualLimits: QueueLogLimits = {
  maxRecordBytes: 64 * 1024 * 1024,
  compactAboveBytes: 64 * 1024 * 1024,
};

/** The queue's log in a file. */
export async function openQueueLog(
  path: string,
  { maxRecordBytes, compactAboveBytes }: QueueLogLimits = usualLimits,
): Promise<QueueLog & AsyncDisposable> {
  const log: AppendLog = await openAppendLog(path, {
    maxRecordBytes,
    remedy: `\`rm ${path}\` and start again: what waits is read again from the rollup`,
  });
  let compactedBytes = 0;
  return {
    load: () =>
      log.records.flatMap((record) => new TextDecoder().decode(record).split('\n').map(decodeEvent)),
    append: (events) => log.append(recordOf(events)),
    compact: async (snapshot) => {
      if (log.size() < Math.max(compactAboveBytes, 2 * compactedBytes)) return;
      await log.rewrite(recordsOf(snapshot(), maxRecordBytes / 16));
      compactedBytes = log.size();
    },
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

function recordOf(events: readonly QueueEvent[]): Uint8Array {
  return utf8(events.map(encodeEvent).join('\n'));
}

/** Each record ends with the line that brings it to so many bytes. */
function recordsOf(events: readonly QueueEvent[], fullBytes: number): readonly Uint8Array[] {
  const records: Uint8Array[] = [];
  let lines: string[] = [];
  let bytes = 0;
  const end = (): void => {
    if (lines.length > 0) records.push(utf8(lines.join('\n')));
    lines = [];
    bytes = 0;
  };
  for (const event of events) {
    const line = encodeEvent(event);
    lines.push(line);
    bytes += line.length;
    if (bytes >= fullBytes) end();
  }
  end();
  return records;
}
