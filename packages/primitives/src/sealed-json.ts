import { toHex, utf8 } from './bytes.ts';
import { MalformedError } from './errors.ts';
import { sha256 } from './hash.ts';

/** The text of a JSON file that tells when it was changed: its `checksum` is the SHA-256 of all else. */
export function sealJson(value: object): string {
  return `${JSON.stringify({ ...value, checksum: checksumOf(value) }, undefined, 2)}\n`;
}

/**
 * What `sealJson` was given. A file without a checksum, written by hand, is taken as it is.
 * @throws MalformedError when it is no JSON, or not what was written.
 */
export function openSealedJson(text: string): unknown {
  const json = parseJson(text);
  if (typeof json !== 'object' || json === null || !('checksum' in json)) return json;
  const { checksum, ...value } = json;
  if (checksum !== checksumOf(value)) throw new MalformedError('the content does not have its checksum');
  return value;
}

/** Of the value without white space, so that a file may be formatted anew. */
function checksumOf(value: object): string {
  return toHex(sha256(utf8(JSON.stringify(value))));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(error);
  }
}

function notJson(cause: unknown): MalformedError {
  return new MalformedError('the content is not JSON', {}, { cause });
}
