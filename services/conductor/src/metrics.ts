import type { Clock, Metrics } from '@switchyard/service-kit';

type Level = { readonly set: (value: number) => void };
type Count = { readonly inc: () => void };
type CountBy<Label extends string> = { readonly inc: (labels: Readonly<Record<Label, string>>) => void };
type Durations = { readonly observe: (seconds: number) => void };

/** What a conductor measures. */
export type ConductorMetrics = {
  /** When a head moved last, for its age. */
  readonly movedAt: { soft: number; firm: number };
  readonly softHeight: Level;
  readonly firmHeight: Level;
  readonly seenHeight: Level;
  readonly daHeight: Level;
  readonly timestampAhead: Level;
  readonly softBlocks: CountBy<'via'>;
  readonly firmBlocks: CountBy<'decision'>;
  readonly verdicts: CountBy<'topic' | 'verdict'>;
  readonly gossipDropped: CountBy<'reason'>;
  readonly peerEvents: CountBy<'event'>;
  readonly peerAnswers: CountBy<'outcome'>;
  readonly pulls: CountBy<'via' | 'outcome'>;
  readonly retries: CountBy<'operation'>;
  readonly sessions: Count;
  readonly conflicts: CountBy<'source'>;
  readonly ignored: CountBy<'reason'>;
  readonly mismatched: Level;
  readonly executeSeconds: Durations;
  readonly commitSeconds: Durations;
};

/** Every metric of a conductor. */
export function createConductorMetrics(metrics: Metrics, clock: Clock): ConductorMetrics {
  const movedAt = { soft: clock.elapsed(), firm: clock.elapsed() };
  const age = (head: 'soft' | 'firm') =>
    metrics.gauge(`${head}_age_seconds`, {
      help: `Since the ${head} head moved`,
      collect: (set) => set((clock.elapsed() - movedAt[head]) / 1_000),
    });
  age('soft');
  age('firm');
  return {
    movedAt,
    softHeight: metrics.gauge('soft_height', { help: 'Sequencer height of the soft head' }),
    firmHeight: metrics.gauge('firm_height', { help: 'Sequencer height of the firm head' }),
    seenHeight: metrics.gauge('seen_height', { help: 'Sequencer height of the last verified soft block' }),
    daHeight: metrics.gauge('da_height', { help: 'DA height that was read last' }),
    timestampAhead: metrics.gauge('timestamp_ahead_seconds', {
      help: 'How far the rollup block is ahead of its sequencer block; above 5 s is an alarm',
    }),
    softBlocks: metrics.counter('soft_blocks_total', {
      help: 'Soft blocks executed, by the way they came',
      labels: ['via'],
    }),
    firmBlocks: metrics.counter('firm_blocks_total', {
      help: 'Blocks made firm, by whether they were executed before',
      labels: ['decision'],
    }),
    verdicts: metrics.counter('gossip_verdicts_total', {
      help: 'Gossip messages by topic and verdict',
      labels: ['topic', 'verdict'],
    }),
    gossipDropped: metrics.counter('gossip_dropped_total', {
      help: 'Messages dropped before their verdict',
      labels: ['reason'],
    }),
    peerEvents: metrics.counter('peer_events_total', {
      help: 'Gossip peers that came, went, or took no messages',
      labels: ['event'],
    }),
    peerAnswers: metrics.counter('peer_answers_total', {
      help: 'Answers of gossip peers: blocks that hold, or late, wrong and missing ones',
      labels: ['outcome'],
    }),
    pulls: metrics.counter('pulls_total', {
      help: 'Pulls of missed blocks, by the way and whether they brought any',
      labels: ['via', 'outcome'],
    }),
    retries: metrics.counter('retries_total', {
      help: 'Operations tried again after a transient failure',
      labels: ['operation'],
    }),
    sessions: metrics.counter('sessions_total', { help: 'Execution sessions opened' }),
    conflicts: metrics.counter('conflicts_total', {
      help: 'Second verified blocks at one height, by the way they came',
      labels: ['source'],
    }),
    ignored: metrics.counter('da_ignored_total', {
      help: 'DA blobs that the reader did not use, by reason',
      labels: ['reason'],
    }),
    mismatched: metrics.gauge('mismatch', {
      help: '1 while the rollup is stopped because firm is not what was executed',
    }),
    executeSeconds: metrics.histogram('execute_seconds', { help: 'Time of ExecuteBlock' }),
    commitSeconds: metrics.histogram('commit_seconds', { help: 'Time of UpdateCommitmentState' }),
  };
}
