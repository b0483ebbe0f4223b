import { expect, it } from 'vitest';
import { createAllowance } from './allowance.ts';
import { readAnswer } from './read-answer.ts';

/** An answer that comes in pieces, for ever when there is no end; and how many were taken. */
function answerOf(piece: string, count = Number.POSITIVE_INFINITY) {
  const told = { pieces: 0, isCut: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (told.pieces++ < count) controller.enqueue(new TextEncoder().encode(piece));
      else controller.close();
    },
    cancel() {
      told.isCut = true;
    },
  });
  return { response: new Response(body), told };
}

it('gives the text of pieces, however small', async () => {
  const { response } = answerOf('é', 10_000);
  expect(await readAnswer(response, { maxBytes: 20_000 })).toEqual({
    kind: 'text',
    text: 'é'.repeat(10_000),
  });
  expect(await readAnswer(new Response(null), { maxBytes: 0 })).toEqual({ kind: 'text', text: '' });
});

it('cuts an answer without end at its limit', async () => {
  const { response, told } = answerOf('x'.repeat(1_000));
  expect(await readAnswer(response, { maxBytes: 50_000 })).toEqual({ kind: 'refused', why: 'too-large' });
  expect(told.isCut).toBe(true);
  expect(told.pieces).toBeLessThan(60);
});

it('cuts the largest answer when all together hold too much, and goes on with the others', async () => {
  const answers = createAllowance(100_000);
  const large = answers.open(() => undefined);
  const cut = readAnswer(answerOf('x'.repeat(1_000)).response, { maxBytes: 1_000_000, holding: large });
  expect(await cut).toEqual({ kind: 'refused', why: 'busy' });
  large.release();
  const small = answers.open(() => undefined);
  const { response } = answerOf('x'.repeat(1_000), 50);
  expect(await readAnswer(response, { maxBytes: 100_000, holding: small })).toMatchObject({ kind: 'text' });
  expect(small.bytes()).toBe(50_000);
});
