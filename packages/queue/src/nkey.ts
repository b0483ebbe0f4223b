import { sign } from 'node:crypto';
import { concatBytes } from '@switchyard/primitives';
import { privateKeyOf, publicKeyOf } from '@switchyard/protocol';

/** 20 << 3: the first letter is then a U. */
const userPrefix = 0xa0;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An Ed25519 key as a NATS server's configuration names a user: `U…`, 56 letters. */
export function natsUserKey(publicKey: Uint8Array): string {
  const named = concatBytes(Uint8Array.of(userPrefix), publicKey);
  const checksum = crc16(named);
  return base32(concatBytes(named, Uint8Array.of(checksum & 0xff, checksum >> 8)));
}

/** Answers a NATS server's challenge with the key of this seed. */
export function natsAuthenticator(
  seed: Uint8Array,
): (nonce?: string) => { readonly nkey: string; readonly sig: string } {
  const nkey = natsUserKey(publicKeyOf(seed));
  const key = privateKeyOf(seed);
  return (nonce = '') => ({
    nkey,
    sig: nonce === '' ? '' : sign(null, Buffer.from(nonce), key).toString('base64url'),
  });
}

/** CRC-16/XMODEM. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc;
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let [bits, value] = [0, 0];
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) {
      text += alphabet.charAt((value >> (bits - 5)) & 31);
      value &= (1 << (bits - 5)) - 1;
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((value << (5 - bits)) & 31);
}
