import { address, compareBytes, MalformedError, rollupId } from '@switchyard/primitives';
import { formatU64, parseU64, type switchyard } from '@switchyard/proto';
import { bytesField, required } from './strict.ts';
import type { Action, Params } from './transaction.ts';

type WireAction = switchyard.sequencer.v1.Action.$Properties;
type WireParams = switchyard.sequencer.v1.Params.$Properties;

/** The action in a message. @throws MalformedError */
export function actionFromWire(wire: WireAction): Action {
  if (wire.submitRollupData) {
    const data = bytesField(wire.submitRollupData.data);
    if (data.length === 0) throw new MalformedError('rollup data is empty');
    return {
      kind: 'submitRollupData',
      rollupId: rollupId(bytesField(wire.submitRollupData.rollupId)),
      data,
    };
  }
  if (wire.transfer) {
    return {
      kind: 'transfer',
      to: address(bytesField(wire.transfer.to)),
      amount: parseU64(wire.transfer.amount),
    };
  }
  if (wire.reportDaProgress) {
    const { sequencerHeight, daHeight } = wire.reportDaProgress;
    return {
      kind: 'reportDaProgress',
      sequencerHeight: parseU64(sequencerHeight),
      daHeight: parseU64(daHeight),
    };
  }
  return sudoActionFromWire(wire);
}

function sudoActionFromWire(wire: WireAction): Action {
  if (wire.updateValidator) {
    const publicKey = bytesField(wire.updateValidator.publicKey);
    if (publicKey.length !== 32) throw new MalformedError('a validator has an Ed25519 key of 32 bytes');
    return { kind: 'updateValidator', publicKey, power: parseU64(wire.updateValidator.power) };
  }
  if (wire.updateParams) {
    return {
      kind: 'updateParams',
      params: paramsFromWire(required(wire.updateParams.params, 'update_params.params')),
    };
  }
  if (wire.registerRollup) {
    return {
      kind: 'registerRollup',
      rollupId: rollupId(bytesField(wire.registerRollup.rollupId)),
      weight: parseU64(wire.registerRollup.weight),
    };
  }
  const { newSudo } = required(wire.changeSudo, 'action.kind');
  return { kind: 'changeSudo', newSudo: address(bytesField(newSudo)) };
}

/** The message of an action. */
export function actionToWire(action: Action): WireAction {
  switch (action.kind) {
    case 'submitRollupData':
      return { submitRollupData: { rollupId: action.rollupId, data: action.data } };
    case 'transfer':
      return { transfer: { to: action.to, amount: formatU64(action.amount) } };
    case 'reportDaProgress':
      return {
        reportDaProgress: {
          sequencerHeight: formatU64(action.sequencerHeight),
          daHeight: formatU64(action.daHeight),
        },
      };
    case 'updateValidator':
      return { updateValidator: { publicKey: action.publicKey, power: formatU64(action.power) } };
    case 'updateParams':
      return { updateParams: { params: paramsToWire(action.params) } };
    case 'registerRollup':
      return { registerRollup: { rollupId: action.rollupId, weight: formatU64(action.weight) } };
    case 'changeSudo':
      return { changeSudo: { newSudo: action.newSudo } };
  }
}

/** The parameters in a message. @throws MalformedError unless reporters are addresses, ascending, each once. */
export function paramsFromWire(wire: WireParams): Params {
  const reporters = (wire.reporters ?? []).map((reporter) => address(bytesField(reporter)));
  reporters.forEach((reporter, index) => {
    const before = reporters[index - 1];
    if (before !== undefined && compareBytes(before, reporter) >= 0) {
      throw new MalformedError('reporters are not ascending', { index });
    }
  });
  return {
    blockMaxBytes: parseU64(wire.blockMaxBytes),
    rollupBudgetBytes: parseU64(wire.rollupBudgetBytes),
    sectionMaxBytes: parseU64(wire.sectionMaxBytes),
    transactionMaxBytes: parseU64(wire.transactionMaxBytes),
    maxRollupsPerBlock: parseU64(wire.maxRollupsPerBlock),
    backlogLowBytes: parseU64(wire.backlogLowBytes),
    backlogHighBytes: parseU64(wire.backlogHighBytes),
    priceFloor: parseU64(wire.priceFloor),
    priceCap: parseU64(wire.priceCap),
    reportQuorum: wire.reportQuorum ?? 0,
    reporters,
  };
}

/** The message of the parameters. */
export function paramsToWire(params: Params): WireParams {
  return {
    blockMaxBytes: formatU64(params.blockMaxBytes),
    rollupBudgetBytes: formatU64(params.rollupBudgetBytes),
    sectionMaxBytes: formatU64(params.sectionMaxBytes),
    transactionMaxBytes: formatU64(params.transactionMaxBytes),
    maxRollupsPerBlock: formatU64(params.maxRollupsPerBlock),
    backlogLowBytes: formatU64(params.backlogLowBytes),
    backlogHighBytes: formatU64(params.backlogHighBytes),
    priceFloor: formatU64(params.priceFloor),
    priceCap: formatU64(params.priceCap),
    reportQuorum: params.reportQuorum,
    reporters: [...params.reporters],
  };
}
