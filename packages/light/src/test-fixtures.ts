import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
// biome-ignore lint/style/noRestrictedImports: fixtures of tests, which read the vectors
import { readFileSync } from 'node:fs';
import { fromHex, sha256, utf8 } from '@switchyard/primitives';
import {
  type BlockId,
  type Commit,
  type CommitSignature,
  emptyHash,
  type Header,
  headerHash,
  sortValidators,
  type Timestamp,
  type Validator,
  validatorAddress,
  validatorsHash,
  voteSignBytes,
  zeroTime,
} from './index.ts';

type WireBlockId = { readonly hash: string; readonly total: number; readonly partsHash: string };
type WireTime = { readonly seconds: string; readonly nanos: number };
type WireUpdate = { readonly publicKey: string; readonly power: string };
type WireSet = { readonly json: string; readonly proposer: string; readonly hash: string };

export type CometbftVectors = {
  readonly votes: readonly {
    readonly chainId: string;
    readonly type: 'prevote' | 'precommit';
    readonly height: string;
    readonly round: number;
    readonly blockId: WireBlockId | null;
    readonly timestamp: WireTime;
    readonly signBytes: string;
  }[];
  readonly proposals: readonly {
    readonly chainId: string;
    readonly height: string;
    readonly round: number;
    readonly polRound: number;
    readonly blockId: WireBlockId;
    readonly timestamp: WireTime;
    readonly signBytes: string;
  }[];
  readonly headers: readonly { readonly json: string; readonly hash: string; readonly protobuf: string }[];
  readonly blocks: readonly {
    readonly json: string;
    readonly protobuf: string;
    readonly dataHash: string;
    readonly lastCommitHash: string;
    readonly partsTotal: number;
    readonly partsHash: string;
  }[];
  readonly partSets: readonly {
    readonly size: number;
    readonly total: number;
    readonly hash: string;
    readonly proofs: readonly { readonly leafHash: string; readonly aunts: readonly string[] }[];
  }[];
  readonly commit: { readonly json: string; readonly hash: string; readonly protobuf: string };
  readonly params: readonly { readonly maxBytes: string; readonly maxGas: string; readonly hash: string }[];
  readonly results: readonly {
    readonly results: readonly {
      readonly code: number;
      readonly data: string;
      readonly gasWanted: string;
      readonly gasUsed: string;
    }[];
    readonly hash: string;
  }[];
  readonly rotations: readonly {
    readonly genesis: readonly WireUpdate[];
    readonly start: WireSet;
    readonly steps: readonly { readonly updates: readonly WireUpdate[]; readonly set: WireSet }[];
    readonly after17: WireSet;
  }[];
  readonly invalidUpdates: readonly { readonly updates: readonly WireUpdate[]; readonly accepted: boolean }[];
  readonly signatures: readonly {
    readonly publicKey: string;
    readonly message: string;
    readonly signature: string;
    readonly accepted: boolean;
  }[];
  readonly times: readonly { readonly text: string; readonly time: WireTime }[];
};

export type RecordedVectors = {
  readonly voteSignBytes: {
    readonly cases: readonly {
      readonly chainId: string;
      readonly type: 'prevote' | 'precommit';
      readonly height: string;
      readonly round: number;
      readonly signBytes: string;
    }[];
  };
  readonly headerHash: { readonly hash: string };
  readonly celestia: {
    readonly header: {
      readonly header: unknown;
      readonly commit: unknown;
      readonly validator_set: { readonly validators: unknown; readonly proposer: unknown };
    };
  };
};

function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../specs/vectors/${name}`, import.meta.url), 'utf8'));
}

export const cometbft = readVectors('light-cometbft.json') as CometbftVectors;
export const recorded = readVectors('light.json') as RecordedVectors;

export function blockIdOf({ hash, total, partsHash }: WireBlockId): BlockId {
  return { hash: fromHex(hash), parts: { total, hash: fromHex(partsHash) } };
}

export function timeOf({ seconds, nanos }: WireTime): Timestamp {
  return { seconds: BigInt(seconds), nanos };
}

export function updatesOf(updates: readonly WireUpdate[]): { publicKey: Uint8Array; power: bigint }[] {
  return updates.map(({ publicKey, power }) => ({ publicKey: fromHex(publicKey), power: BigInt(power) }));
}

export type Signer = Validator & { readonly privateKey: KeyObject };

/** Validators with fresh keys, in CometBFT's order. */
export function aSet(...powers: readonly bigint[]): readonly Signer[] {
  return sortValidators(
    powers.map((power) => {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
      return { publicKey: new Uint8Array(raw), power, privateKey };
    }),
  );
}

export function equalSet(count: number): readonly Signer[] {
  return aSet(...Array.from({ length: count }, () => 10n));
}

/** A header of chain `yard` after another, or the first one. */
export function aHeader(
  set: readonly Validator[],
  change: Partial<Header> & { readonly after?: Header } = {},
): Header {
  const { after, ...fields } = change;
  return {
    version: { block: 11n, app: 1n },
    chainId: 'yard',
    height: after === undefined ? 1n : after.height + 1n,
    time: { seconds: 1_700_000_000n + (after?.height ?? 0n), nanos: 5 },
    lastBlockId:
      after === undefined
        ? { hash: new Uint8Array(), parts: { total: 0, hash: new Uint8Array() } }
        : blockIdFor(after),
    lastCommitHash: emptyHash,
    dataHash: emptyHash,
    validatorsHash: validatorsHash(set),
    nextValidatorsHash: validatorsHash(set),
    consensusHash: emptyHash,
    appHash: emptyHash,
    lastResultsHash: emptyHash,
    evidenceHash: emptyHash,
    proposerAddress: new Uint8Array(20),
    ...fields,
  };
}

export function blockIdFor(header: Header): BlockId {
  return { hash: headerHash(header), parts: { total: 1, hash: sha256(utf8('parts')) } };
}

/** The commit in which the named members of the set signed, and the others were absent. */
export function aCommit(
  header: Header,
  set: readonly Signer[],
  signers: (index: number) => CommitSignature['flag'] = () => 'commit',
): Commit {
  const { height } = header;
  const [round, blockId] = [0, blockIdFor(header)];
  const signatures = set.map((signer, index): CommitSignature => {
    const flag = signers(index);
    if (flag === 'absent') {
      return { flag, validatorAddress: new Uint8Array(), timestamp: zeroTime, signature: new Uint8Array() };
    }
    const timestamp = { seconds: 1_700_000_100n, nanos: index };
    const voted = flag === 'commit' ? blockId : undefined;
    const message = voteSignBytes(header.chainId, {
      type: 'precommit',
      height,
      round,
      blockId: voted,
      timestamp,
    });
    const signature = new Uint8Array(sign(null, message, signer.privateKey));
    return { flag, validatorAddress: validatorAddress(signer), timestamp, signature };
  });
  return { height, round, blockId, signatures };
}

/** What an action throws, if anything. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
