import { compareBytes, fromHex, toHex } from '@switchyard/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceProposer,
  formatValidatorsJson,
  InvalidValidatorUpdatesError,
  MAX_TOTAL_POWER,
  type ProposerRotation,
  parseValidatorsJson,
  sortValidators,
  startRotation,
  totalPower,
  updateValidators,
  validatorAddress,
  validatorsHash,
} from './index.ts';
import { aSet, cometbft, updatesOf } from './test-fixtures.ts';

function seen({ validators, proposer }: ProposerRotation): object {
  return {
    json: JSON.stringify(formatValidatorsJson(validators)),
    proposer: toHex(validatorAddress(proposer)),
    hash: toHex(validatorsHash(validators)),
  };
}

describe('proposer rotation', () => {
  it.each(cometbft.rotations.map((vector, index) => [index, vector] as const))(
    'number %i has CometBFT’s sets, priorities and proposers at each height',
    (_, { genesis, start, steps, after17 }) => {
      let rotation = startRotation(updatesOf(genesis));
      expect(seen(rotation)).toEqual(start);
      for (const { updates, set } of steps) {
        rotation = updateValidators(rotation, updatesOf(updates));
        expect(seen(rotation)).toEqual(set);
      }
      expect(seen(advanceProposer(rotation, 17))).toEqual(after17);
    },
  );

  it('takes and refuses the updates that CometBFT takes and refuses', () => {
    const [first] = cometbft.invalidUpdates[7]?.updates ?? [];
    const b = cometbft.invalidUpdates[2]?.updates[1];
    const set = startRotation([
      { publicKey: fromHex(first?.publicKey ?? ''), power: 10n },
      { publicKey: fromHex(b?.publicKey ?? ''), power: 20n },
    ]);
    const ours = cometbft.invalidUpdates.map(({ updates }) => {
      try {
        updateValidators(set, updatesOf(updates));
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidValidatorUpdatesError);
        return false;
      }
    });
    expect(ours).toEqual(cometbft.invalidUpdates.map(({ accepted }) => accepted));
  });

  it('does not start without validators, without power or with a key of another length', () => {
    expect(() => startRotation([])).toThrow(InvalidValidatorUpdatesError);
    expect(() => startRotation([{ publicKey: new Uint8Array(32), power: 0n }])).toThrow(
      InvalidValidatorUpdatesError,
    );
    expect(() => startRotation([{ publicKey: new Uint8Array(33), power: 1n }])).toThrow(
      InvalidValidatorUpdatesError,
    );
    expect(() => advanceProposer({ validators: [], proposer: aProposer }, 1)).toThrow(
      InvalidValidatorUpdatesError,
    );
  });

  const aProposer = { publicKey: new Uint8Array(32), power: 1n, proposerPriority: 0n };

  it.each([0, -1, 1.5])('cannot go %s turns', (turns) => {
    expect(() => advanceProposer({ validators: [aProposer], proposer: aProposer }, turns)).toThrow(
      RangeError,
    );
  });

  it('stays within 64 bits at the largest powers', () => {
    const [a, b] = aSet(MAX_TOTAL_POWER - 1n, 1n);
    if (a === undefined || b === undefined) throw new Error('two validators');
    const extremes = [
      { publicKey: a.publicKey, power: a.power, proposerPriority: (1n << 63n) - 1n },
      { publicKey: b.publicKey, power: b.power, proposerPriority: -(1n << 63n) },
    ];
    const turned = advanceProposer({ validators: extremes, proposer: aProposer }, 3);
    for (const { proposerPriority } of turned.validators) {
      expect(BigInt.asIntN(64, proposerPriority)).toBe(proposerPriority);
    }
  });

  it('clips as CometBFT does where a mean would leave 64 bits', () => {
    const far = Array.from({ length: 3 }, (_, i) => ({
      publicKey: new Uint8Array(32).fill(i),
      power: 0n,
      proposerPriority: i === 0 ? (1n << 63n) - 1n : -(1n << 63n),
    }));
    const turned = advanceProposer({ validators: far, proposer: aProposer }, 1);
    expect(turned.validators[0]?.proposerPriority).toBe((1n << 63n) - 1n);
    const low = far.map((v, i) => ({ ...v, proposerPriority: i === 0 ? -(1n << 63n) : (1n << 63n) - 1n }));
    expect(advanceProposer({ validators: low, proposer: aProposer }, 1).validators[0]?.proposerPriority).toBe(
      -(1n << 63n),
    );
  });

  it('lets everyone propose in proportion to power', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 20n }), { minLength: 1, maxLength: 8 }), (powers) => {
        let rotation = startRotation(
          powers.map((power, i) => ({ publicKey: new Uint8Array(32).fill(i), power })),
        );
        const total = totalPower(rotation.validators);
        const turns = new Map<string, bigint>();
        for (let i = 0n; i < total; i++) {
          const id = toHex(rotation.proposer.publicKey);
          turns.set(id, (turns.get(id) ?? 0n) + 1n);
          rotation = advanceProposer(rotation, 1);
        }
        for (const { publicKey, power } of rotation.validators) {
          expect(turns.get(toHex(publicKey)) ?? 0n).toBe(power);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('sortValidators', () => {
  it('puts power first and the lower address next', () => {
    const sorted = sortValidators([...aSet(1n, 5n, 5n, 5n, 9n)].reverse());
    expect(sorted.map(({ power }) => power)).toEqual([9n, 5n, 5n, 5n, 1n]);
    const [, a, b, c] = sorted.map(validatorAddress);
    if (a === undefined || b === undefined || c === undefined) throw new Error('five validators');
    expect(compareBytes(a, b)).toBeLessThan(0);
    expect(compareBytes(b, c)).toBeLessThan(0);
  });

  it('keeps the order of a parsed list', () => {
    const json: unknown = JSON.parse(cometbft.rotations[2]?.start.json ?? '');
    const validators = parseValidatorsJson(json);
    expect(sortValidators(validators)).toEqual(validators);
  });
});
