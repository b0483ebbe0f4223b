import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Commit, formatTime, type Header, parseTime, voteSignBytes } from '@switchyard/light';
import { concatBytes, fromHex, toHex } from '@switchyard/primitives';
import { type Failpoints, readFileIfPresent, writeFileAtomic } from '@switchyard/service-kit';
import { commitOf, voteTime } from '../domain/block.ts';
import { CorruptChainError, DoubleSignError } from '../errors.ts';
import type { Failpoint } from '../failpoints.ts';

/** The last vote; what was signed once is never signed otherwise. */
type LastVote = {
  readonly height: bigint;
  readonly hash: string;
  readonly timestamp: string;
  readonly signature: string;
};

/** Signs blocks, one per height for good: the vote is durable before anybody sees it. */
export class BlockSigner {
  readonly publicKey: Uint8Array;
  readonly #key: KeyObject;
  readonly #path: string;
  readonly #failpoints: Failpoints<Failpoint>;
  #last: LastVote | undefined;

  private constructor(seed: Uint8Array, path: string, failpoints: Failpoints<Failpoint>) {
    this.#key = privateKeyOf(seed);
    this.publicKey = publicKeyOf(this.#key);
    this.#path = path;
    this.#failpoints = failpoints;
  }

  /** @throws CorruptChainError when the signing state is damaged. */
  static async open(
    folder: string,
    seed: Uint8Array,
    failpoints: Failpoints<Failpoint>,
  ): Promise<BlockSigner> {
    const signer = new BlockSigner(seed, join(folder, 'signing-state.json'), failpoints);
    signer.#last = await readLastVote(signer.#path);
    return signer;
  }

  /** The height of the last vote, 0 before the first. */
  get lastHeight(): bigint {
    return this.#last?.height ?? 0n;
  }

  /** The commit of a header; the same one when it was signed before. @throws DoubleSignError */
  async commit(
    header: Header,
    hash: Uint8Array,
    parts: Commit['blockId']['parts'],
    nowMs: number,
  ): Promise<Commit> {
    const last = this.#last;
    if (last !== undefined && last.height >= header.height) {
      if (last.height !== header.height || last.hash !== toHex(hash)) {
        throw new DoubleSignError(header.height, last.height);
      }
      return commitOf(header, parts, {
        timestamp: parseTime(last.timestamp),
        signature: fromHex(last.signature),
      });
    }
    const timestamp = voteTime(header, nowMs);
    const message = voteSignBytes(header.chainId, {
      type: 'precommit',
      height: header.height,
      round: 0,
      blockId: { hash, parts },
      timestamp,
    });
    const signature = new Uint8Array(sign(null, message, this.#key));
    await this.#save({
      height: header.height,
      hash: toHex(hash),
      timestamp: formatTime(timestamp),
      signature: toHex(signature),
    });
    return commitOf(header, parts, { timestamp, signature });
  }

  async #save(vote: LastVote): Promise<void> {
    this.#failpoints.hit('sign.before');
    const fields = { ...vote, height: String(vote.height) };
    await writeFileAtomic(this.#path, `${JSON.stringify({ ...fields, crc: crcOf(fields) })}\n`);
    this.#last = vote;
    this.#failpoints.hit('sign.after');
  }
}

async function readLastVote(path: string): Promise<LastVote | undefined> {
  const file = await readFileIfPresent(path);
  if (file === undefined) return undefined;
  try {
    const { crc, ...fields } = JSON.parse(new TextDecoder().decode(file)) as Record<string, string>;
    const { height, hash, timestamp, signature } = fields;
    if (height === undefined || hash === undefined || timestamp === undefined || signature === undefined) {
      throw new Error('a field is missing');
    }
    // Files of before there was a checksum have none.
    if (crc !== undefined ? crc !== crcOf(fields) : Object.keys(fields).length > 4) {
      throw new Error('its checksum is another');
    }
    parseTime(timestamp);
    return { height: BigInt(height), hash, timestamp, signature };
  } catch (error) {
    throw new CorruptChainError({ problem: 'the signing state is damaged', path }, { cause: error });
  }
}

function crcOf(fields: Readonly<Record<string, string>>): string {
  const { hash, height, signature, timestamp } = fields;
  return crc32(JSON.stringify([height, hash, timestamp, signature])).toString(16);
}

const pkcs8Prefix = fromHex('302e020100300506032b657004220420');

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(concatBytes(pkcs8Prefix, seed)), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(key: KeyObject): Uint8Array {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return new Uint8Array(spki.subarray(spki.length - 32));
}
