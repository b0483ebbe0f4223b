import { validatorsHash } from '@switchyard/light';
import { concatBytes } from '@switchyard/primitives';
import { encodeFilteredBlock, type FilteredBlock } from '@switchyard/protocol';
import { aValidator, flips, setOf, signHeader } from '@switchyard/testing';

/** Bytes that look like a block, and what is wrong with them. */
export type Forgery = { readonly what: string; readonly bytes: Uint8Array };

/** Every field of a genuine block with one bit flipped; hashes that are computed are left. */
export function flipped(block: FilteredBlock): readonly Forgery[] {
  return flips(block, 'block').flatMap(({ field, value }) => {
    try {
      return [{ what: `one bit of ${field}`, bytes: encodeFilteredBlock(value as FilteredBlock) }];
    } catch {
      return [];
    }
  });
}

/** Blocks that somebody signed who may not, for a chain whose genuine block is given. */
export function forged(genuine: FilteredBlock): readonly Forgery[] {
  const thief = [aValidator('thief')];
  const own = (header: Partial<FilteredBlock['header']>): Uint8Array => {
    const changed = { ...genuine.header, ...header };
    return encodeFilteredBlock({ ...genuine, header: changed, commit: signHeader(changed, thief) });
  };
  const validators = { validatorsHash: validatorsHash(setOf(thief)) };
  const signature = genuine.commit.signatures.map((each) => ({
    ...each,
    signature: new Uint8Array(64).fill(1),
  }));
  const absent = genuine.commit.signatures.map((each) => ({
    ...{ ...each, flag: 'absent' as const, validatorAddress: new Uint8Array() },
    ...{ signature: new Uint8Array(), timestamp: { seconds: -62_135_596_800n, nanos: 0 } },
  }));
  const encoded = encodeFilteredBlock(genuine);
  return [
    { what: 'another set', bytes: own(validators) },
    { what: 'another set that says it is the right one', bytes: own({ appHash: new Uint8Array(32) }) },
    {
      what: 'another set from the future',
      bytes: own({ ...validators, height: genuine.header.height + 20n }),
    },
    { what: 'the far future', bytes: own({ height: genuine.header.height + 2n ** 40n }) },
    { what: 'another chain', bytes: own({ chainId: 'other-chain-1' }) },
    {
      what: 'a wrong signature',
      bytes: encodeFilteredBlock({ ...genuine, commit: { ...genuine.commit, signatures: signature } }),
    },
    {
      what: 'no power',
      bytes: encodeFilteredBlock({ ...genuine, commit: { ...genuine.commit, signatures: absent } }),
    },
    { what: 'an unknown field', bytes: concatBytes(encoded, Uint8Array.of(0xfa, 0x3f, 0x01, 0x00)) },
    { what: 'a doubled field', bytes: concatBytes(encoded, encoded) },
    { what: 'an end cut off', bytes: encoded.subarray(0, encoded.length - 1) },
    { what: 'an overlong varint', bytes: concatBytes(Uint8Array.of(0x8a, 0x80, 0x00), encoded.subarray(1)) },
    { what: 'a wrong wire type', bytes: concatBytes(Uint8Array.of(0x08, 0x01), encoded) },
  ];
}
