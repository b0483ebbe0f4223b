import { concatBytes, fromHex, MalformedError, utf8 } from '@switchyard/primitives';
import { switchyard } from '@switchyard/proto';
import { describe, expect, it } from 'vitest';
import { measureBlock } from '../src/batch.ts';
import { createHeldHeights } from '../src/held-heights.ts';
import { decodeMetadata, encodeMetadata } from '../src/metadata.ts';
import { createPendingList, pendingLimits } from '../src/pending-metadata.ts';
import { decodeSections, encodeSections } from '../src/rollup-sections.ts';
import { assertShape } from '../src/wire-shape.ts';
import { aChain } from './world.ts';

const chain = aChain();
const [one, two, three] = chain.blocks.map(measureBlock);
if (one === undefined || two === undefined || three === undefined) throw new Error('no blocks');
const commit = one.block.commit;
const segment = { validators: undefined, heights: [one.height], commit };

describe('metadata', () => {
  it('gives back what was put in', () => {
    const { segments, from, to } = decodeMetadata(encodeMetadata([segment]));
    expect([from, to]).toEqual([1n, 1n]);
    expect(segments).toEqual([segment]);
  });

  it.each([
    ['no segment', encodeMetadata([])],
    ['an empty segment', encodeMetadata([{ ...segment, heights: [] }])],
    ['a gap', encodeMetadata([{ ...segment, heights: [one.height, three.height] }])],
    ['a root too few', encodeMetadata([{ ...segment, heights: [{ ...two.height, sectionRoots: [] }] }])],
    ['a field that does not belong', concatBytes(encodeMetadata([segment]), fromHex('1001'))],
    ['a field twice', doubled()],
    ['an overlong length', fromHex('0affffffffffffffffffff01')],
    ['a length past its end', fromHex('0aff7f')],
    ['a tag without value', fromHex('0a')],
    ['noise', utf8('noise')],
  ])('is refused with %s', (_, bytes) => {
    expect(() => decodeMetadata(bytes)).toThrow(MalformedError);
  });

  it.each(['header', 'commit'])('is refused without a %s', (field) => {
    const { Metadata } = switchyard.da.v1;
    const wire = Metadata.decode(encodeMetadata([{ ...segment, heights: [two.height, three.height] }]));
    const [first] = wire.segments;
    if (first === undefined) throw new Error('no segment');
    if (field === 'commit') delete first.commit;
    else delete first.heights?.[0]?.header;
    expect(() => decodeMetadata(Metadata.encode(wire).finish())).toThrow(MalformedError);
  });

  function doubled(): Uint8Array {
    const bytes = Uint8Array.from(encodeMetadata([segment]));
    return concatBytes(bytes.subarray(0, 3), bytes.subarray(3), fromHex('0801'));
  }
});

describe('sections', () => {
  it('give back what was put in', () => {
    const sections = [
      { height: 1n, items: [utf8('a'), utf8('bc')].map((data) => concatBytes(fromHex('0a'), data)) },
      { height: 9n, items: [utf8('def')] },
    ];
    expect(decodeSections(encodeSections(sections))).toEqual(sections);
  });

  it.each([
    ['in another order', [9n, 1n]],
    ['of one height twice', [1n, 1n]],
  ])('are refused %s', (_, heights) => {
    const sections = heights.map((height) => ({ height, items: [utf8('item')] }));
    expect(() => decodeSections(encodeSections(sections))).toThrow(MalformedError);
  });

  it('are refused when they are a million of nothing', () => {
    expect(() => decodeSections(concatBytes(...Array<Uint8Array>(1_000).fill(fromHex('0a00'))))).toThrow(
      MalformedError,
    );
  });
});

describe('assertShape', () => {
  it('knows numbers from bytes', () => {
    const shape = new Map([[1, 'varint' as const]]);
    expect(() => assertShape(fromHex('0805'), shape)).not.toThrow();
    expect(() => assertShape(fromHex('0a0105'), shape)).toThrow(MalformedError);
    expect(() => assertShape(fromHex('1005'), shape)).toThrow(MalformedError);
  });
});

describe('what a reader keeps', () => {
  it('is bounded in bytes, for known signers and for others', () => {
    const pending = createPendingList();
    const payload = new Uint8Array(1 << 20);
    const entry = { daHeight: 1n as never, to: 99n, isKnown: false, payload };
    let gone = 0;
    for (let from = 20n; from > 0n; from--) gone += pending.add({ ...entry, from });
    expect(pending.size).toBe(pendingLimits.others.bytes >> 20);
    expect(gone).toBe(20 - pending.size);
    expect(pending.lowestCovering(50n)).toBe(1n);
    expect(pending.lowestCovering(100n)).toBeUndefined();
    expect(pending.takeCovering(1n)).toMatchObject({ from: 1n });
    expect(pending.takeCovering(100n)).toBeUndefined();
  });

  it('asks for nothing that is below or beyond it', () => {
    const held = createHeldHeights({ kind: 'all' });
    const section = { height: 1n, items: [] };
    expect(
      held.offer({
        rollupId: two.block.rollupIds[0] as never,
        section,
        isKnown: true,
        daHeight: 1n as never,
      }),
    ).toBe('unwanted');
    expect(held.takeFirm()).toBeUndefined();
    expect(held.lowestDaHeight).toBeUndefined();
  });
});
