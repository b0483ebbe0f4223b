import { fromHex, sha256, toHex, utf8 } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import {
  commitHash,
  consensusParamsHash,
  dataHash,
  emptyBlockId,
  encodeBlock,
  encodeCommit,
  encodeHeader,
  type Header,
  headerHash,
  parseBlockJson,
  parseCommitJson,
  parseHeaderJson,
  parseTime,
  parseValidatorsJson,
  partSet,
  partSetHeader,
  proposalSignBytes,
  resultsHash,
  validatorsHash,
  verifyCommit,
  voteSignBytes,
  zeroTime,
} from './index.ts';
import { blockIdOf, cometbft, recorded, timeOf } from './test-fixtures.ts';

describe('sign bytes', () => {
  it.each(cometbft.votes.map((vote, index) => [index, vote] as const))(
    'of vote %i are CometBFT’s',
    (_, vote) => {
      const { chainId, type, round } = vote;
      const blockId = vote.blockId === null ? undefined : blockIdOf(vote.blockId);
      const domain = { type, height: BigInt(vote.height), round, blockId, timestamp: timeOf(vote.timestamp) };
      expect(toHex(voteSignBytes(chainId, domain))).toBe(vote.signBytes);
    },
  );

  it('of CometBFT’s own test', () => {
    for (const { chainId, type, height, round, signBytes } of recorded.voteSignBytes.cases) {
      for (const blockId of [undefined, emptyBlockId]) {
        const vote = { type, height: BigInt(height), round, blockId, timestamp: zeroTime };
        expect(toHex(voteSignBytes(chainId, vote))).toBe(signBytes);
      }
    }
  });

  it('of proposals are CometBFT’s', () => {
    for (const { chainId, height, round, polRound, blockId, timestamp, signBytes } of cometbft.proposals) {
      const proposal = {
        height: BigInt(height),
        round,
        polRound,
        blockId: blockIdOf(blockId),
        timestamp: timeOf(timestamp),
      };
      expect(toHex(proposalSignBytes(chainId, proposal))).toBe(signBytes);
    }
  });
});

describe('hashes', () => {
  it('of the header of CometBFT’s own test', () => {
    const header: Header = {
      version: { block: 1n, app: 2n },
      chainId: 'chainId',
      height: 3n,
      time: parseTime('2019-10-13T16:14:44Z'),
      lastBlockId: { hash: new Uint8Array(32), parts: { total: 6, hash: new Uint8Array(32) } },
      lastCommitHash: sha256(utf8('last_commit_hash')),
      dataHash: sha256(utf8('data_hash')),
      validatorsHash: sha256(utf8('validators_hash')),
      nextValidatorsHash: sha256(utf8('next_validators_hash')),
      consensusHash: sha256(utf8('consensus_hash')),
      appHash: sha256(utf8('app_hash')),
      lastResultsHash: sha256(utf8('last_results_hash')),
      evidenceHash: sha256(utf8('evidence_hash')),
      proposerAddress: sha256(utf8('proposer_address')).subarray(0, 20),
    };
    expect(toHex(headerHash(header)).toUpperCase()).toBe(recorded.headerHash.hash);
  });

  it('and bytes of headers are CometBFT’s', () => {
    for (const { json, hash, protobuf } of cometbft.headers) {
      const header = parseHeaderJson(JSON.parse(json));
      expect(toHex(encodeHeader(header))).toBe(protobuf);
      if (hash !== '') expect(toHex(headerHash(header))).toBe(hash);
    }
  });

  it('and bytes of a commit are CometBFT’s', () => {
    const commit = parseCommitJson(JSON.parse(cometbft.commit.json));
    expect(toHex(encodeCommit(commit))).toBe(cometbft.commit.protobuf);
    expect(toHex(commitHash(commit))).toBe(cometbft.commit.hash);
  });

  it('and bytes of blocks are CometBFT’s', () => {
    for (const vector of cometbft.blocks) {
      const block = parseBlockJson(JSON.parse(vector.json));
      const bytes = encodeBlock(block);
      expect(toHex(bytes)).toBe(vector.protobuf);
      expect(toHex(dataHash(block.items))).toBe(vector.dataHash);
      expect(toHex(commitHash(block.lastCommit))).toBe(vector.lastCommitHash);
      expect(partSetHeader(bytes)).toEqual({ total: vector.partsTotal, hash: fromHex(vector.partsHash) });
    }
  });

  it('of part sets are CometBFT’s, with every proof', () => {
    for (const { size, total, hash, proofs } of cometbft.partSets) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => i * 7);
      const { header, parts } = partSet(bytes);
      expect(header).toEqual({ total, hash: fromHex(hash) });
      expect(
        parts.map(({ proof }) => ({ leafHash: toHex(proof.leafHash), aunts: proof.aunts.map(toHex) })),
      ).toEqual(proofs);
      expect(parts.map(({ index, proof }) => [index, proof.index, proof.total])).toEqual(
        parts.map((_, index) => [index, index, total]),
      );
    }
  });

  it('of consensus parameters are CometBFT’s', () => {
    for (const { maxBytes, maxGas, hash } of cometbft.params) {
      const params = { blockMaxBytes: BigInt(maxBytes), blockMaxGas: BigInt(maxGas) };
      expect(toHex(consensusParamsHash(params))).toBe(hash);
    }
  });

  it('of results are CometBFT’s', () => {
    for (const { results, hash } of cometbft.results) {
      const domain = results.map(({ code, data, gasWanted, gasUsed }) => ({
        code,
        data: fromHex(data),
        gasWanted: BigInt(gasWanted),
        gasUsed: BigInt(gasUsed),
      }));
      expect(toHex(resultsHash(domain))).toBe(hash);
    }
  });
});

describe('a header of a real Celestia chain', () => {
  const { header: wire, commit: wireCommit, validator_set } = recorded.celestia.header;
  const header = parseHeaderJson(wire);
  const commit = parseCommitJson(wireCommit);
  const validators = parseValidatorsJson(validator_set.validators);

  it('verifies', () => {
    expect(verifyCommit({ chainId: 'test', header, commit, validators })).toEqual({
      signedPower: 5_000n,
      totalPower: 5_000n,
    });
    expect(toHex(validatorsHash(validators))).toBe(toHex(header.validatorsHash));
  });
});
