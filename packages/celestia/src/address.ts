import { bech32 } from '@scure/base';
import { MalformedError } from '@switchyard/primitives';

const PREFIX = 'celestia';

/** An account as Celestia writes it. */
export function formatAccount(account: Uint8Array): string {
  return bech32.encode(PREFIX, bech32.toWords(account));
}

/** The 20 bytes of an account. @throws MalformedError when it is not one of Celestia's. */
export function parseAccount(text: string): Uint8Array {
  const decoded = bech32.decodeUnsafe(text);
  const bytes = decoded === undefined ? undefined : bech32.fromWordsUnsafe(decoded.words);
  if (decoded?.prefix !== PREFIX || bytes?.length !== 20) {
    throw new MalformedError('an account is bech32 with prefix celestia', { account: text.slice(0, 100) });
  }
  return bytes;
}

/** The checksum that an account's text should end with and the one it has; undefined when it is no bech32 at all. */
export function accountChecksum(
  text: string,
): { readonly expected: string; readonly actual: string } | undefined {
  const [, prefix, data, actual] =
    /^([a-z]{1,83})1([02-9ac-hj-np-z]*)([02-9ac-hj-np-z]{6})$/.exec(text) ?? [];
  if (prefix === undefined || data === undefined || actual === undefined) return undefined;
  const words = Array.from(data, (letter) => ALPHABET.indexOf(letter));
  return { expected: bech32.encode(prefix, words, false).slice(-6), actual };
}

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
