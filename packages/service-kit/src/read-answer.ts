import type { Holding } from './allowance.ts';

/** The text of an answer, or that it is longer than it may be, or that all answers together are. */
export type AnswerText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: 'too-large' | 'busy' };

/** How much of an answer is taken in. */
export type AnswerLimits = {
  readonly maxBytes: number;
  /** Of all answers together; it stays held when the text is there. */
  readonly holding?: Holding | undefined;
};

/**
 * Reads what another service answers into one buffer that grows: whatever it is and into however many pieces it is cut, it holds
 * at most twice its limit. What is refused is not read on: the connection is cut.
 */
export async function readAnswer(
  response: Response,
  { maxBytes, holding }: AnswerLimits,
): Promise<AnswerText> {
  if (response.body === null) return { kind: 'text', text: '' };
  const body: AsyncIterable<Uint8Array> = response.body;
  let content = Buffer.alloc(0);
  let length = 0;
  for await (const chunk of body) {
    const needed = length + chunk.length;
    if (needed > maxBytes) return { kind: 'refused', why: 'too-large' };
    if (holding?.grow(chunk.length) === false) return { kind: 'refused', why: 'busy' };
    if (needed > content.length) {
      const larger = Buffer.allocUnsafeSlow(length === 0 ? needed : Math.min(maxBytes, 2 * needed));
      content.copy(larger, 0, 0, length);
      content = larger;
    }
    content.set(chunk, length);
    length = needed;
  }
  return { kind: 'text', text: content.toString('utf8', 0, length) };
}
