import {
  type Commit,
  formatBlockIdJson,
  formatCommitJson,
  formatTime,
  type ProposerRotation,
  parseBlockIdJson,
  parseCommitJson,
  parseTime,
} from '@switchyard/light';
import { z } from 'zod';
import { type ChainState, nextHeight } from '../domain/chain.ts';
import type { ConsensusParams } from '../domain/params.ts';
import type { Pruning } from '../domain/retention.ts';
import { StoreError } from '../errors.ts';
import type { BlockStore, FinalizedBlock, PendingBlock, StoredBlock } from '../ports.ts';
import { decodeFinalized } from './abci-codec.ts';
import { decodeBlock } from './block-codec.ts';
import { formatParamsJson, parseParamsJson } from './params-json.ts';
import { type Change, type Opening, openSealedRecords, type SealedRecords } from './sealed-records.ts';
import { formatRotation, formatState, parseRotation, parseState } from './state-codec.ts';

const integer = z.string().transform(BigInt);
const rangeSchema = z.object({ base: integer, height: integer });
const pendingSchema = z.object({
  height: integer,
  round: z.number(),
  vote_time: z.string(),
  block_id: z.unknown(),
});

type Kind = 'block' | 'id' | 'seen' | 'results' | 'validators' | 'params';

/** The chain in LMDB, every record with a checksum. */
export class LmdbBlockStore implements BlockStore, AsyncDisposable {
  readonly #records: SealedRecords;
  #range: { readonly base: bigint; readonly height: bigint };

  constructor(records: SealedRecords) {
    this.#records = records;
    const range = records.text('range');
    this.#range = range === undefined ? { base: 0n, height: 0n } : rangeSchema.parse(JSON.parse(range));
  }

  get base(): bigint {
    return this.#range.base;
  }

  get height(): bigint {
    return this.#range.height;
  }

  state(): ChainState | undefined {
    const text = this.#records.text('state');
    return text === undefined ? undefined : parseState(text);
  }

  pending(): PendingBlock | undefined {
    const [text, bytes] = [this.#records.text('pending'), this.#records.bytes('pending-block')];
    if (text === undefined || bytes === undefined) return undefined;
    const json = pendingSchema.parse(JSON.parse(text));
    return {
      height: json.height,
      round: json.round,
      voteTime: parseTime(json.vote_time),
      blockId: parseBlockIdJson(json.block_id),
      bytes,
    };
  }

  block(height: bigint): StoredBlock | undefined {
    const [id, bytes] = [this.#records.text(at('id', height)), this.#records.bytes(at('block', height))];
    if (id === undefined || bytes === undefined) return undefined;
    return { block: decodeBlock(bytes), blockId: parseBlockIdJson(JSON.parse(id)), size: bytes.length };
  }

  seenCommit(height: bigint): Commit | undefined {
    const text = this.#records.text(at('seen', height));
    return text === undefined ? undefined : parseCommitJson(JSON.parse(text));
  }

  validators(height: bigint): ProposerRotation | undefined {
    const text = this.#records.text(at('validators', height));
    return text === undefined ? undefined : parseRotation(text);
  }

  params(height: bigint): ConsensusParams | undefined {
    const text = this.#records.text(at('params', height));
    return text === undefined ? undefined : parseParamsJson(JSON.parse(text));
  }

  results(height: bigint): FinalizedBlock | undefined {
    const encoded = this.#records.bytes(at('results', height));
    return encoded === undefined ? undefined : decodeFinalized(encoded);
  }

  async savePending({ height, round, voteTime, blockId, bytes }: PendingBlock): Promise<void> {
    const json = {
      height: `${height}`,
      round,
      vote_time: formatTime(voteTime),
      block_id: formatBlockIdJson(blockId),
    };
    await this.#records.write([put('pending', JSON.stringify(json)), put('pending-block', bytes)]);
  }

  async saveBlock({ height, blockId, bytes }: PendingBlock, seenCommit: Commit): Promise<StoredBlock> {
    const range = { base: this.#range.base === 0n ? height : this.#range.base, height };
    await this.#records.write([
      put(at('block', height), bytes),
      put(at('id', height), JSON.stringify(formatBlockIdJson(blockId))),
      put(at('seen', height), JSON.stringify(formatCommitJson(seenCommit))),
      rangeChange(range),
      { kind: 'remove', key: 'pending' },
      { kind: 'remove', key: 'pending-block' },
    ]);
    this.#range = range;
    return { block: decodeBlock(bytes), blockId, size: bytes.length };
  }

  async saveResults(height: bigint, encoded: Uint8Array): Promise<void> {
    await this.#records.write([put(at('results', height), encoded)]);
  }

  async saveState(state: ChainState): Promise<void> {
    const next = nextHeight(state);
    await this.#records.write([
      put('state', formatState(state)),
      put(at('validators', next), formatRotation(state.validators)),
      put(at('validators', next + 1n), formatRotation(state.nextValidators)),
      put(at('params', next), JSON.stringify(formatParamsJson(state.params))),
    ]);
  }

  async prune({ from, to }: Pruning): Promise<void> {
    const kinds: readonly Kind[] = ['block', 'id', 'seen', 'results', 'validators', 'params'];
    const changes: Change[] = [];
    for (let height = from; height < to; height++) {
      for (const kind of kinds) changes.push({ kind: 'remove', key: at(kind, height) });
    }
    const range = { ...this.#range, base: to };
    await this.#records.write([...changes, rangeChange(range)]);
    this.#range = range;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#records[Symbol.asyncDispose]();
  }
}

/** Opens the block store of a chain. @throws StoreError when it is another chain's, or damaged. */
export async function openBlockStore(
  path: string,
  {
    path: genesisPath,
    fingerprint: genesisFingerprint,
  }: { readonly path: string; readonly fingerprint: string },
  opening: Opening,
): Promise<LmdbBlockStore> {
  const records = await openSealedRecords(path, opening);
  const known = records.text('genesis');
  if (known === undefined) await records.write([put('genesis', genesisFingerprint)]);
  else if (known !== genesisFingerprint) {
    await records[Symbol.asyncDispose]();
    throw new StoreError('genesis file is not the one of this store', {
      file: genesisPath,
      remedy: 'restore config/genesis.json from a copy, or use another home',
    });
  }
  return new LmdbBlockStore(records);
}

function at(kind: Kind, height: bigint): [Kind, number] {
  return [kind, Number(height)];
}

function put(key: string | [Kind, number], value: Uint8Array | string): Change {
  return { kind: 'put', key, value };
}

function rangeChange({ base, height }: { readonly base: bigint; readonly height: bigint }): Change {
  return put('range', JSON.stringify({ base: `${base}`, height: `${height}` }));
}
