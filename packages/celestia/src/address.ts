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
