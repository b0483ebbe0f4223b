import type { ValidatorSet } from '@switchyard/light';
import { switchyard } from '@switchyard/proto';
import { decodeStrictly, plainBytes, validatorsFromWire, validatorsToWire } from '@switchyard/protocol';
import { type Failpoints, openAppendLog } from '@switchyard/service-kit';
import type { Failpoint } from '../failpoints.ts';
import type { ValidatorSetStore } from '../validator-sets.ts';

const { GetValidatorSetResponse } = switchyard.relayer.v1;

const maxRecordBytes = 4 * 1024 * 1024;

/** A log of the sets met so far, one record each. */
export async function openValidatorSetLog(
  path: string,
  failpoints: Failpoints<Failpoint>,
): Promise<ValidatorSetStore & AsyncDisposable> {
  const log = await openAppendLog(path, {
    maxRecordBytes,
    remedy: `\`rm ${path}\` and start again: the sets are asked for again`,
  });
  return {
    saved: log.records.map(decode),
    save: async (set) => {
      failpoints.hit('sets.before');
      await log.append(encode(set));
      failpoints.hit('sets.after');
    },
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

function encode(set: ValidatorSet): Uint8Array {
  return plainBytes(GetValidatorSetResponse.encode({ validators: validatorsToWire(set) }).finish());
}

function decode(record: Uint8Array): ValidatorSet {
  return decodeStrictly(record, {
    what: 'validator set',
    decode: (input) => GetValidatorSetResponse.decode(input),
    parse: ({ validators }) => validatorsFromWire(validators),
    encode,
  });
}
