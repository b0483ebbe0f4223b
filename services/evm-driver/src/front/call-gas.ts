import { TX_GAS_CAP } from '../domain/gas.ts';
import { quantityOf } from '../engines/wire.ts';
import { isObject, quantityParam } from './params.ts';

/** Geth's default of `--rpc.gascap`: what a call that no transaction pays for may use. */
const CALL_GAS_CAP = 50_000_000n;

/** Methods that run code for nothing, with the most gas that each may use. No transaction could use more than an estimate's. */
export const gasCaps = {
  eth_call: CALL_GAS_CAP,
  eth_createAccessList: CALL_GAS_CAP,
  eth_estimateGas: TX_GAS_CAP,
} as const;

/**
 * A call whose gas is what was asked for, or the cap where that is less: the node has no cap of its own, and a loop with the gas
 * that JSON can name would hold its state for ever, and every block with it.
 * @throws RpcError
 */
export function withGasCap(request: unknown, cap: bigint): unknown {
  if (!isObject(request)) return request;
  const { gas, ...rest } = request;
  const asked = gas === undefined || gas === null ? cap : quantityParam(gas, 0);
  return { ...rest, gas: quantityOf(asked < cap ? asked : cap) };
}
