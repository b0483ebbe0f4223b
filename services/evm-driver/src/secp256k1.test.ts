import { describe, expect, it } from 'vitest';
import { secp256k1, withMemory } from './secp256k1.ts';

describe('remembered recoveries', () => {
  it('asks once for what it remembers, and forgets the oldest', () => {
    let asked = 0;
    const counting = withMemory(
      {
        ...secp256k1,
        recover: () => {
          asked++;
          return new Uint8Array(64);
        },
      },
      2,
    );
    const digest = (byte: number) => new Uint8Array(32).fill(byte);
    const signature = new Uint8Array(64);
    for (const byte of [1, 1, 2, 1, 3, 1]) counting.recover(digest(byte), signature, 0);
    expect(asked).toBe(4);
    counting.recover(digest(3), signature, 1);
    expect(asked).toBe(5);
  });

  it('finds no key for what is no signature', () => {
    expect(secp256k1.recover(new Uint8Array(32), new Uint8Array(64), 0)).toBeUndefined();
  });
});
