import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AbciFrameError } from './errors.ts';
import { FrameReader, frame } from './frames.ts';

it.each([
  [0, [0]],
  [127, [127]],
  [128, [0x80, 1]],
  [16_383, [0xff, 0x7f]],
  [16_384, [0x80, 0x80, 1]],
])('puts the length %i in front as %j', (length, prefix) => {
  const framed = frame(new Uint8Array(length));
  expect([...framed.subarray(0, prefix.length)]).toEqual(prefix);
  expect(framed).toHaveLength(prefix.length + length);
});

it('reads the messages that were framed, however the stream is cut', () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  const cuts = fc.array(fc.integer({ min: 0, max: 2_500 }), { maxLength: 12 });
  fc.assert(
    fc.property(messages, cuts, (sent, at) => {
      const stream = Buffer.concat(sent.map(frame));
      const edges = [0, ...at.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
      const reader = new FrameReader(300);
      const received = edges.slice(1).flatMap((end, i) => reader.push(stream.subarray(edges[i], end)));
      expect(received.map((bytes) => [...bytes])).toEqual(sent.map((bytes) => [...bytes]));
      expect(reader.isInside).toBe(false);
    }),
  );
});

it('takes any bytes, or refuses them as a frame', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
      const reader = new FrameReader(50);
      try {
        for (const chunk of chunks) reader.push(chunk);
      } catch (error) {
        expect(error).toBeInstanceOf(AbciFrameError);
      }
    }),
  );
});
