import { utf8 } from '@switchyard/primitives';
import { type AppendLog, openAppendLog } from '@switchyard/service-kit';
import { decodeEvent, encodeEvent } from '../domain/event-codec.ts';
import type { QueueEvent } from '../domain/queue.ts';
import type { QueueLog } from '../ports.ts';

/** One record holds the events of one step, so that a step is there whole or not at all. */
const maxRecordBytes = 64 * 1024 * 1024;

/** The log is written anew when it is longer than this and than twice what it was after the last time. */
const compactAboveBytes = 64 * 1024 * 1024;

/** The queue's log in a file. */
export async function openQueueLog(path: string): Promise<QueueLog & AsyncDisposable> {
  const log: AppendLog = await openAppendLog(path, { maxRecordBytes });
  let compactedBytes = 0;
  return {
    load: () =>
      log.records.flatMap((record) => new TextDecoder().decode(record).split('\n').map(decodeEvent)),
    append: (events) => log.append(recordOf(events)),
    compact: async (snapshot) => {
      if (log.size() < Math.max(compactAboveBytes, 2 * compactedBytes)) return;
      await log.rewrite(recordsOf(snapshot()));
      compactedBytes = log.size();
    },
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

function recordOf(events: readonly QueueEvent[]): Uint8Array {
  return utf8(events.map(encodeEvent).join('\n'));
}

const eventsPerRecord = 256;

function recordsOf(events: readonly QueueEvent[]): readonly Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let from = 0; from < events.length; from += eventsPerRecord) {
    records.push(recordOf(events.slice(from, from + eventsPerRecord)));
  }
  return records;
}
