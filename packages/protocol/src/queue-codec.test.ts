import { MalformedError, sequencerHeight, utf8 } from '@switchyard/primitives';
import { switchyard } from '@switchyard/proto';
import { describe, expect, it } from 'vitest';
import { decodeQueueDemand, decodeQueuedHeader, encodeQueueDemand } from './queue-codec.ts';

const { QueueDemand, QueuedHeader } = switchyard.relayer.v1;

describe('a demand', () => {
  it.each([
    { confirmed: sequencerHeight(0n), round: undefined },
    { confirmed: sequencerHeight(0n), round: 'a1' },
    { confirmed: sequencerHeight(2n ** 63n), round: undefined },
    { confirmed: sequencerHeight(7n), round: '0123456789abcdef' },
  ])('is itself again: $confirmed $round', (demand) => {
    expect(decodeQueueDemand(encodeQueueDemand(demand))).toEqual(demand);
  });

  it.each([
    ['a round that is no name', QueueDemand.encode({ round: 'a.b' }).finish()],
    ['a round that is too long', QueueDemand.encode({ round: 'a'.repeat(17) }).finish()],
    ['bytes that are none', utf8('garbage')],
    ['an explicit default', Uint8Array.of(8, 0)],
  ])('is refused for %s', (_, bytes) => {
    expect(() => decodeQueueDemand(bytes)).toThrow(MalformedError);
  });
});

describe('a queued header', () => {
  it.each([
    ['no block', QueuedHeader.encode({}).finish()],
    ['bytes that are none', utf8('garbage')],
  ])('is refused for %s', (_, bytes) => {
    expect(() => decodeQueuedHeader(bytes)).toThrow(MalformedError);
  });
});
