import { describe, expect, it } from 'vitest';
import type { GossipEvent } from './index.ts';
import { MESSAGE_BURST, MESSAGES_PER_SECOND } from './rate.ts';
import { byFirstByte } from './test-node.ts';
import { TopicDesk } from './topic-desk.ts';

function aDesk() {
  const events: GossipEvent[] = [];
  const clock = { ms: 0 };
  const desk = new TopicDesk(
    (event) => events.push(event),
    () => clock.ms,
  );
  desk.open('t', byFirstByte(1_000));
  const offer = (count: number, peer = 'p'): number => {
    let admitted = 0;
    for (let i = 0; i < count; i++) if (desk.admit(peer, { topic: 't' }) === 'admitted') admitted += 1;
    return admitted;
  };
  return { desk, events, clock, offer };
}

describe('the desk', () => {
  it('takes a burst and then so many messages a second, from each peer for itself', () => {
    const { offer, clock, events } = aDesk();
    expect(offer(MESSAGE_BURST + 50)).toBe(MESSAGE_BURST);
    expect(events).toHaveLength(50);
    expect(events[0]).toEqual({ kind: 'dropped', topic: 't', reason: 'rate' });
    expect(offer(10, 'other')).toBe(10);
    clock.ms += 500;
    expect(offer(MESSAGES_PER_SECOND)).toBe(MESSAGES_PER_SECOND / 2);
    clock.ms += 3_600_000;
    expect(offer(MESSAGE_BURST + 1)).toBe(MESSAGE_BURST);
  });

  it('forgets a peer that left', () => {
    const { desk, offer } = aDesk();
    offer(MESSAGE_BURST);
    desk.forget('p');
    expect(offer(1)).toBe(1);
  });

  it('does not repeat the name of a topic that it does not know', () => {
    const { desk, events } = aDesk();
    expect(desk.admit('p', { topic: 'hostile '.repeat(100), data: new Uint8Array(1) })).toBe('dropped');
    expect(events).toEqual([{ kind: 'dropped', topic: '', reason: 'unknown-topic' }]);
    expect(desk.admit('p', { topic: 't', data: new Uint8Array(1_001) })).toBe('oversized');
  });

  it('ignores what comes for a topic that was just left', async () => {
    const { desk } = aDesk();
    desk.close('t');
    expect(await desk.judge('p', 't', new Uint8Array(1))).toBe('ignore');
  });

  it('bounds the bytes in validation of one peer, and takes one message of any size', async () => {
    const { desk } = aDesk();
    const gate = Promise.withResolvers<void>();
    desk.open('slow', {
      maxBytes: 1 << 24,
      validate: async () => {
        await gate.promise;
        return 'accept' as const;
      },
    });
    const sizes = [9 << 20, 1 << 20];
    const verdicts = sizes.map((size) => desk.judge('p', 'slow', new Uint8Array(size)));
    const other = desk.judge('q', 'slow', new Uint8Array(1 << 20));
    gate.resolve();
    expect(await Promise.all([...verdicts, other])).toEqual(['accept', 'ignore', 'accept']);
    expect(await desk.judge('p', 'slow', new Uint8Array(1 << 20))).toBe('accept');
  });
});
