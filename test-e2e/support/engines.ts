/**
 * The engines that networks of tests run on: SWITCHYARD_TEST_ENGINES, the arguments that `start` takes for them, such as
 * `--consensus cometbft --evm geth`; without it the embedded parts.
 */
export const engineArguments: readonly string[] = (process.env['SWITCHYARD_TEST_ENGINES'] ?? '')
  .split(' ')
  .filter((word) => word !== '');

/** Whether a network of this run has this engine. */
export function hasEngine(name: 'cometbft' | 'geth' | 'nats'): boolean {
  return engineArguments.includes(name);
}

/** The child that makes blocks. */
export const consensusChild: string = hasEngine('cometbft') ? 'cometbft' : 'solo-engine';

/** How many validators networks of this run have. */
export const validators: number = Number(engineArguments[engineArguments.indexOf('--validators') + 1]) || 1;

/** The engine behind a child, and the variable that names another program for it; undefined of what is ours, and of anvil. */
export function engineOf(
  child: string,
):
  | { readonly name: string; readonly engine: 'cometbft' | 'geth' | 'nats-server'; readonly variable: string }
  | undefined {
  if (child === 'cometbft') return { name: child, engine: 'cometbft', variable: 'COMETBFT_BIN' };
  if (child === 'nats') return { name: child, engine: 'nats-server', variable: 'NATS_SERVER_BIN' };
  if (child.startsWith('node@') && hasEngine('geth'))
    return { name: child, engine: 'geth', variable: 'GETH_BIN' };
  return undefined;
}
