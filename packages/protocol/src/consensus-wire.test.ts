import { MalformedError } from '@switchyard/primitives';
import { formatI64 } from '@switchyard/proto';
import { createTestChain } from '@switchyard/testing';
import { expect, it } from 'vitest';
import { commitFromWire, commitToWire, headerFromWire, headerToWire } from './consensus-wire.ts';

const { header, commit } = createTestChain().nextBlock();

it('gives back headers and commits', () => {
  expect(headerFromWire(headerToWire(header))).toEqual(header);
  expect(commitFromWire(commitToWire(commit))).toEqual(commit);
});

it.each([
  ['no version', { version: null }],
  ['no time', { time: null }],
  ['no last block id', { lastBlockId: null }],
  ['no part set header', { lastBlockId: {} }],
  ['a negative height', { height: formatI64(-1n) }],
  ['too many nanoseconds', { time: { nanos: 1_000_000_000 } }],
  ['negative nanoseconds', { time: { nanos: -1 } }],
])('refuses a header with %s', (_name, change) => {
  expect(() => headerFromWire({ ...headerToWire(header), ...change })).toThrow(MalformedError);
});

it.each([
  ['a negative round', { round: -1 }],
  ['no block id', { blockId: null }],
  ['an unknown flag', { signatures: [{ timestamp: {} }] }],
  ['a place without time', { signatures: [{ blockIdFlag: 2 }] }],
])('refuses a commit with %s', (_name, change) => {
  expect(() => commitFromWire({ ...commitToWire(commit), ...change })).toThrow(MalformedError);
});

it('reads absent fields as empty', () => {
  const bare = headerFromWire({ version: {}, time: {}, lastBlockId: { partSetHeader: {} } });
  expect(bare.chainId).toBe('');
  expect(bare.dataHash.length).toBe(0);
  expect(commitFromWire({ blockId: { partSetHeader: {} } }).signatures).toEqual([]);
});
