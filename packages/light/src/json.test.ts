import { MalformedError, openSealedJson } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Anchor,
  compareTimes,
  formatAnchorJson,
  formatBlockIdJson,
  formatBlockJson,
  formatCommitJson,
  formatHeaderJson,
  formatTime,
  formatValidatorsJson,
  parseAnchorJson,
  parseBlockIdJson,
  parseBlockJson,
  parseCommitJson,
  parseHeaderJson,
  parseTime,
  parseValidatorJson,
  parseValidatorsJson,
  tipOfAnchor,
  validatorsHash,
} from './index.ts';
import { cometbft, equalSet, recorded, timeOf } from './test-fixtures.ts';

type Json = { [name: string]: unknown };

describe('CometBFT’s JSON', () => {
  it('of headers comes out as it went in', () => {
    for (const { json } of cometbft.headers) {
      expect(JSON.stringify(formatHeaderJson(parseHeaderJson(JSON.parse(json))))).toBe(json);
    }
  });

  it('of commits comes out as it went in', () => {
    const { json } = cometbft.commit;
    expect(JSON.stringify(formatCommitJson(parseCommitJson(JSON.parse(json))))).toBe(json);
  });

  it('of blocks comes out as it went in', () => {
    for (const { json } of cometbft.blocks) {
      expect(JSON.stringify(formatBlockJson(parseBlockJson(JSON.parse(json))))).toBe(json);
    }
  });

  it('of Celestia’s headers comes out as it went in', () => {
    const { header, commit, validator_set } = recorded.celestia.header;
    expect(JSON.stringify(formatHeaderJson(parseHeaderJson(header)))).toBe(JSON.stringify(header));
    expect(JSON.stringify(formatCommitJson(parseCommitJson(commit)))).toBe(JSON.stringify(commit));
    const validators = parseValidatorsJson(validator_set.validators);
    expect(JSON.stringify(formatValidatorsJson(validators))).toBe(JSON.stringify(validator_set.validators));
  });

  it('with numbers for integers, as plain Go writes it, is read too', () => {
    const header = structuredClone(recorded.celestia.header.header) as Json;
    const same = parseHeaderJson(header);
    header['height'] = 2;
    header['version'] = { block: 11, app: 9 };
    expect(parseHeaderJson(header)).toEqual(same);
  });

  it('reads a block id under either name of its parts, and a list that is null', () => {
    const id = { hash: 'AB', parts: { total: 3, hash: '' } };
    expect(parseBlockIdJson({ hash: 'AB', part_set_header: id.parts })).toEqual(parseBlockIdJson(id));
    expect(formatBlockIdJson(parseBlockIdJson(id))).toEqual(id);
    expect(parseValidatorsJson(null)).toEqual([]);
  });

  it('knows validators without address and priority', () => {
    const [validator = {}] = recorded.celestia.header.validator_set.validators as Json[];
    const { pub_key, voting_power } = validator;
    const bare = parseValidatorJson({ pub_key, voting_power });
    expect(bare.proposerPriority).toBeUndefined();
    expect(formatValidatorsJson([bare])).toEqual([validator]);
  });

  const header = recorded.celestia.header.header as Json;
  const commit = recorded.celestia.header.commit as Json;
  const [validator = {}] = recorded.celestia.header.validator_set.validators as Json[];
  const [place = {}] = commit['signatures'] as Json[];
  const key = validator['pub_key'] as Json;
  it.each<[string, () => unknown]>([
    ['no object', () => parseHeaderJson('x')],
    ['an array', () => parseHeaderJson([])],
    ['null', () => parseCommitJson(null)],
    ['a height that is no integer', () => parseHeaderJson({ ...header, height: '1.5' })],
    ['a height with a leading zero', () => parseHeaderJson({ ...header, height: '01' })],
    ['a negative height', () => parseHeaderJson({ ...header, height: '-1' })],
    ['a height beyond 63 bits', () => parseHeaderJson({ ...header, height: '9223372036854775808' })],
    ['a height that is a fraction', () => parseHeaderJson({ ...header, height: 1.5 })],
    ['a chain id that is no text', () => parseHeaderJson({ ...header, chain_id: 5 })],
    ['odd hex', () => parseHeaderJson({ ...header, app_hash: 'ABC' })],
    ['hex that is no text', () => parseHeaderJson({ ...header, app_hash: 5 })],
    ['no hex', () => parseHeaderJson({ ...header, app_hash: '0xAB' })],
    ['a time that is none', () => parseHeaderJson({ ...header, time: 'now' })],
    [
      'a flag that is none',
      () => parseCommitJson({ ...commit, signatures: [{ ...place, block_id_flag: 4 }] }),
    ],
    ['a round beyond 32 bits', () => parseCommitJson({ ...commit, round: 4_294_967_296 })],
    ['signatures that are no list', () => parseCommitJson({ ...commit, signatures: {} })],
    ['bad base64', () => parseCommitJson({ ...commit, signatures: [{ ...place, signature: '!' }] })],
    ['a wrong address', () => parseValidatorJson({ ...validator, address: 'AB' })],
    ['another kind of key', () => parseValidatorJson({ ...validator, pub_key: { ...key, type: 'x' } })],
    ['a short key', () => parseValidatorJson({ ...validator, pub_key: { ...key, value: 'AAAA' } })],
  ])('refuses %s', (_, parse) => {
    expect(parse).toThrow(MalformedError);
  });
});

describe('time', () => {
  it.each(cometbft.times.map(({ text, time }) => [text, timeOf(time)] as const))(
    '%s is Go’s',
    (text, time) => {
      expect(formatTime(time)).toBe(text);
      expect(parseTime(text)).toEqual(time);
    },
  );

  it('goes to text and back, and agrees with the platform’s calendar', () => {
    const seconds = fc.bigInt({ min: -62_135_596_800n, max: 253_402_300_799n });
    fc.assert(
      fc.property(seconds, fc.nat(999_999_999), (secs, nanos) => {
        const text = formatTime({ seconds: secs, nanos });
        expect(parseTime(text)).toEqual({ seconds: secs, nanos });
        expect(text.slice(0, 19)).toBe(new Date(Number(secs) * 1_000).toISOString().slice(0, 19));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes offsets, as genesis files may have them', () => {
    expect(parseTime('2024-01-01T02:30:00.5+02:30')).toEqual(parseTime('2024-01-01T00:00:00.5Z'));
    expect(parseTime('2023-12-31T23:00:00-01:00')).toEqual(parseTime('2024-01-01T00:00:00Z'));
  });

  it('is ordered', () => {
    const [a, b] = [parseTime('2024-01-01T00:00:00.5Z'), parseTime('2024-01-01T00:00:00.6Z')];
    expect(compareTimes(a, b)).toBeLessThan(0);
    expect(compareTimes(parseTime('2025-01-01T00:00:00Z'), b)).toBe(1);
    expect(compareTimes(a, parseTime('2025-01-01T00:00:00Z'))).toBe(-1);
    expect(compareTimes(a, a)).toBe(0);
  });

  it.each([
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00',
    '2024-01-01T00:00:00.1234567890Z',
    '2024-01-01 00:00:00Z',
  ])('refuses %s', (text) => {
    expect(() => parseTime(text)).toThrow(MalformedError);
  });

  it.each([
    [-62_135_596_801n, 0],
    [253_402_300_800n, 0],
    [0n, -1],
    [0n, 1_000_000_000],
  ])('does not write %s s and %i ns', (seconds, nanos) => {
    expect(() => formatTime({ seconds, nanos })).toThrow(MalformedError);
  });
});

describe('anchor', () => {
  const nextValidators = equalSet(2).map(({ publicKey, power }) => ({ publicKey, power }));
  const anchor: Anchor = {
    chainId: 'yard-12345678',
    sequencer: { height: 0n, headerHash: new Uint8Array(), nextValidators },
    da: { chainId: 'local-da', height: 1n, headerHash: new Uint8Array(32).fill(7) },
  };

  it('goes to text and back', () => {
    expect(parseAnchorJson(formatAnchorJson(anchor))).toEqual(anchor);
    const later = {
      ...anchor,
      sequencer: { ...anchor.sequencer, height: 9n, headerHash: new Uint8Array(32) },
    };
    expect(parseAnchorJson(formatAnchorJson(later))).toEqual(later);
  });

  it('is where trust begins', () => {
    expect(tipOfAnchor(anchor)).toEqual({
      chainId: 'yard-12345678',
      height: 0n,
      headerHash: new Uint8Array(),
      nextValidatorsHash: validatorsHash(nextValidators),
    });
  });

  it('puts validators in CometBFT’s order', () => {
    const { sequencer } = anchor;
    const reversed = { ...sequencer, nextValidators: [...nextValidators].reverse() };
    expect(parseAnchorJson(formatAnchorJson({ ...anchor, sequencer: reversed }))).toEqual(anchor);
  });

  const json = openSealedJson(formatAnchorJson(anchor)) as { sequencer: Json; da: Json };
  const [one = {}] = json.sequencer['next_validators'] as Json[];
  it.each<[string, unknown]>([
    ['a hash at height 0', { ...json, sequencer: { ...json.sequencer, header_hash: '00'.repeat(32) } }],
    ['no hash above it', { ...json, sequencer: { ...json.sequencer, height: '4' } }],
    ['no validators', { ...json, sequencer: { ...json.sequencer, next_validators: [] } }],
    ['a validator twice', { ...json, sequencer: { ...json.sequencer, next_validators: [one, one] } }],
    [
      'a powerless one',
      { ...json, sequencer: { ...json.sequencer, next_validators: [{ ...one, power: '0' }] } },
    ],
    [
      'a short key',
      { ...json, sequencer: { ...json.sequencer, next_validators: [{ ...one, public_key: 'AAAA' }] } },
    ],
    ['a short DA hash', { ...json, da: { ...json.da, header_hash: 'AB' } }],
    ['no DA part', { ...json, da: undefined }],
  ])('refuses %s', (_, value) => {
    expect(() => parseAnchorJson(JSON.stringify(value))).toThrow(MalformedError);
  });

  it('takes one without a checksum, written by hand', () => {
    expect(parseAnchorJson(JSON.stringify(json))).toEqual(anchor);
  });

  it('is itself or refused, whichever bit of its file flips', () => {
    const written = formatAnchorJson(anchor);
    const others = Array.from({ length: 8 * written.length }, (_, bit) => {
      const bytes = Buffer.from(written);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      try {
        return formatAnchorJson(parseAnchorJson(bytes.toString()));
      } catch {
        return written;
      }
    });
    expect(others.filter((read) => read !== written)).toEqual([]);
  });

  it('refuses what is no JSON, and says why', () => {
    expect(() => parseAnchorJson('{')).toThrow(MalformedError);
  });
});
