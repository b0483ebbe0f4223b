import { merkleRoot } from '@switchyard/merkle';
import { type Address, addressOf, concatBytes, type Hash32, sha256 } from '@switchyard/primitives';
import { encodeCommitSignature, encodeSimpleValidator, headerLeaves } from './encode.ts';
import { bytesField, integerField } from './protobuf.ts';
import type { Commit, Header, Validator, ValidatorSet } from './types.ts';

/** The hash of a header over all of its fields: the block's hash. */
export function headerHash(header: Header): Hash32 {
  return merkleRoot(headerLeaves(header));
}

/** The hash of a validator set over keys and powers, in the order given. */
export function validatorsHash(validators: ValidatorSet): Hash32 {
  return merkleRoot(validators.map(encodeSimpleValidator));
}

/** `last_commit_hash` of the block that carries this commit. */
export function commitHash(commit: Commit): Hash32 {
  return merkleRoot(commit.signatures.map(encodeCommitSignature));
}

/** `data_hash` of a block: the tree over the SHA-256 of each item. */
export function dataHash(items: readonly Uint8Array[]): Hash32 {
  return merkleRoot(items.map((item) => sha256(item)));
}

/** What of a transaction's result is the same on all nodes. */
export type ExecutionResult = {
  readonly code: number;
  readonly data: Uint8Array;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
};

/** `last_results_hash` of the block after the one with these results. */
export function resultsHash(results: readonly ExecutionResult[]): Hash32 {
  return merkleRoot(
    results.map(({ code, data, gasWanted, gasUsed }) =>
      concatBytes(
        integerField(1, code),
        bytesField(2, data),
        integerField(5, gasWanted),
        integerField(6, gasUsed),
      ),
    ),
  );
}

/** The consensus parameters that a header commits to. */
export type HashedParams = { readonly blockMaxBytes: bigint; readonly blockMaxGas: bigint };

/** `consensus_hash` of blocks made under these parameters. */
export function consensusParamsHash({ blockMaxBytes, blockMaxGas }: HashedParams): Hash32 {
  return sha256(concatBytes(integerField(1, blockMaxBytes), integerField(2, blockMaxGas)));
}

/** The tree hash of an empty list: `evidence_hash` of a block without evidence, and other fields of the first block. */
export const emptyHash: Hash32 = merkleRoot([]);

/** A validator's address: the first 20 bytes of SHA-256 of its key. */
export function validatorAddress({ publicKey }: Validator): Address {
  return addressOf(publicKey);
}
