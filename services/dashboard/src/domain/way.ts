/** Something that a service recorded about a transaction or a height. */
export type WayEvent = {
  readonly at: string;
  readonly service: string;
  readonly rollup?: string;
  readonly msg: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** The way of one transaction or height so far. */
export type Way = {
  readonly id: string;
  readonly kind: 'transaction' | 'height';
  readonly rollup: string | null;
  readonly height: string | null;
  readonly events: readonly WayEvent[];
  /** What happens next; null when it is final. */
  readonly waitingFor: string | null;
};

/** Events in the order of their times; of equal times, in the order given. The same event is told once. */
export function inOrder(events: readonly WayEvent[]): readonly WayEvent[] {
  const seen = new Set<string>();
  const distinct = events.filter((event) => {
    const key = `${event.at} ${event.service} ${event.rollup ?? ''} ${event.msg}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return distinct.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Ids of the sequencer transactions that carried a transaction, as its composer's events tell. */
export function bundleIds(events: readonly WayEvent[]): readonly string[] {
  return [
    ...new Set(events.flatMap(({ fields }) => (typeof fields['id'] === 'string' ? [fields['id']] : []))),
  ];
}

/** The height that it was last in: of its bundle, or of the block that the driver made of what others sequenced. */
export function includedHeight(events: readonly WayEvent[]): string | null {
  const included =
    last(events, 'bundle included') ?? last(events, 'block executed') ?? last(events, 'transactions skipped');
  const height = included?.fields['height'];
  return typeof height === 'string' || typeof height === 'number' ? String(height) : null;
}

/** What a transaction waits for. */
export function transactionWaitsFor(
  events: readonly WayEvent[],
  height: string | null,
  throttle: string | null = null,
  queue: string | null = null,
): string | null {
  if (has(events, 'transactions parked')) return 'nothing: the rollup skipped it too often, and it is parked';
  if (outcomeOf(events) === 'transactions replaced')
    return 'nothing: another transaction of its sender took its nonce';
  const skipped = skippedForGood(events);
  if (skipped !== null) return skipped;
  if (has(events, 'block finalized')) return skippedAt(events);
  if (height !== null) return heightWaitsFor(events, height, queue);
  const because = throttle === null ? '' : `, which waits for ${throttle}`;
  const sent = events.filter(({ msg }) => msg === 'bundle submitted' || msg === 'bundle refused').at(-1);
  if (sent?.msg === 'bundle submitted') return `a sequencer block that includes its bundle${because}`;
  if (sent !== undefined)
    return `its bundle to be accepted by a sequencer node, which said ${String(sent.fields['reason'])}${because}`;
  if (has(events, 'transactions taken')) return `its bundle to be accepted by a sequencer node${because}`;
  if (has(events, 'transaction queued'))
    return "an earlier nonce of its sender, or a base fee that the sender's transactions pay";
  return 'the composer to take it out of the mempool';
}

/** What a height waits for. */
export function heightWaitsFor(
  events: readonly WayEvent[],
  height: string,
  queue: string | null = null,
): string | null {
  if (has(events, 'block finalized')) return null;
  const soft = has(events, 'soft block executed') ? '' : `its conductor to execute height ${height}, and `;
  if (has(events, 'batch confirmed'))
    return `${soft}its conductor to read height ${height} from the DA layer`;
  if (has(events, 'batch submitted')) return `${soft}the DA layer to include the batch with height ${height}`;
  if (has(events, 'block relayed')) {
    const because = queue === null ? '' : `, which waits for ${queue}`;
    return `${soft}the da-writer to submit height ${height}${because}`;
  }
  return `the relayer to relay height ${height}`;
}

/** Nobody sends again what no composer took: the reason why the rollup skipped it, and did not execute it after. */
function skippedForGood(events: readonly WayEvent[]): string | null {
  if (events.some(({ service }) => service === 'composer')) return null;
  const skips = events.filter(({ msg }) => msg === 'transactions skipped');
  const heights = new Set(skips.map(({ fields }) => fields['height']));
  const isIn = events.some(({ msg, fields }) => msg === 'block executed' && !heights.has(fields['height']));
  const reason = skips.at(-1)?.fields['reason'];
  return isIn || typeof reason !== 'string' ? null : `nothing: the rollup skipped it (${reason})`;
}

/** Final, unless the rollup skipped it and the composer tries again. */
function skippedAt(events: readonly WayEvent[]): string | null {
  return outcomeOf(events) === 'transactions put back'
    ? 'the composer to send it again: the rollup skipped it'
    : null;
}

const outcomes = ['transactions put back', 'transactions settled', 'transactions replaced'];

/** What the composer saw become of it last. */
function outcomeOf(events: readonly WayEvent[]): string | undefined {
  return events.filter(({ msg }) => outcomes.includes(msg)).at(-1)?.msg;
}

function has(events: readonly WayEvent[], msg: string): boolean {
  return last(events, msg) !== undefined;
}

function last(events: readonly WayEvent[], msg: string): WayEvent | undefined {
  return events.filter((event) => event.msg === msg).at(-1);
}
