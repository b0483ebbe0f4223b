import { type Command, type Context, parseOptions, requiredArgument } from '../command.ts';
import { CommandError, causedBy } from '../errors.ts';
import { descriptorOf, type RollupDescriptor, rollupDescriptor } from '../network/descriptor.ts';
import { parseRollupRequest, rollupNamed } from '../network/names.ts';
import { loadNetwork, type NetworkState, type RollupState } from '../network/state.ts';
import { askControl } from '../supervisor/control.ts';

const options = {
  on: { type: 'string' },
  json: { type: 'boolean' },
  wipe: { type: 'boolean' },
  to: { type: 'string' },
} as const;

export const rollup: Command = {
  name: 'rollup',
  summary: 'add, remove, list and show rollups',
  usage: [
    'add <name> <chain id>    bring a rollup up beside those that run',
    'remove <name> [--wipe]   stop it; with --wipe delete its data (what is sequenced stays sequenced)',
    'list [--json]            every rollup of this network',
    'info <name> [--json]     its addresses',
    'resume <name> --to firm  after a mismatch of soft and firm: go on from the firm block',
    '--on local               the network of this checkout (the default; `cluster` is for a Kubernetes cluster)',
  ],
  run: async (args, context) => {
    const { values, positionals } = parseOptions('rollup', args, options);
    if (values.on !== undefined && values.on !== 'local') {
      throw new CommandError('badInput', `--on ${values.on} is not available here: only --on local`);
    }
    const action = requiredArgument('rollup', positionals, 0, 'what to do (add, remove, list, info, resume)');
    const asJson = values.json === true;
    switch (action) {
      case 'add':
        return add(positionals, asJson, context);
      case 'remove':
        return remove(positionals, values.wipe === true, context);
      case 'list':
        return list(asJson, context);
      case 'info':
        return info(positionals, asJson, context);
      case 'resume':
        return resume(positionals, values.to, context);
      default:
        throw new CommandError('badInput', `no action '${action}'; see \`./switchyard rollup --help\``);
    }
  },
};

async function add(positionals: readonly string[], asJson: boolean, context: Context): Promise<void> {
  const name = requiredArgument('rollup', positionals, 1, 'the name');
  const chainId = requiredArgument('rollup', positionals, 2, 'the chain id');
  parseRollupRequest(name, chainId);
  const began = performance.now();
  const added = await askControl<RollupState>(
    context.layout,
    'POST',
    '/rollups',
    { name, chainId },
    { signal: context.signal },
  );
  const shown = rollupDescriptor(await network(context), added);
  if (asJson) return context.say(JSON.stringify(shown, undefined, 2));
  context.say(`rollup ${name} is up after ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  show(shown, context);
}

async function remove(
  positionals: readonly string[],
  wipe: boolean,
  { layout, say, signal }: Context,
): Promise<void> {
  const name = requiredArgument('rollup', positionals, 1, 'the name');
  await askControl(layout, 'POST', '/rollups/remove', { name, wipe }, { signal });
  say(
    wipe ? `rollup ${name} is removed and its data deleted` : `rollup ${name} is removed; its data is kept`,
  );
}

async function list(asJson: boolean, context: Context): Promise<void> {
  const { rollups } = descriptorOf(await network(context));
  if (asJson) return context.say(JSON.stringify(rollups, undefined, 2));
  if (rollups.length === 0)
    return context.say('no rollups: add one with `./switchyard rollup add <name> <chain id>`');
  for (const { name, chainId, rpcUrl } of rollups)
    context.say(`${name.padEnd(16)} ${String(chainId).padEnd(12)} ${rpcUrl}`);
}

async function info(positionals: readonly string[], asJson: boolean, context: Context): Promise<void> {
  const state = await network(context);
  const shown = rollupDescriptor(
    state,
    rollupNamed(requiredArgument('rollup', positionals, 1, 'the name'), state),
  );
  if (asJson) return context.say(JSON.stringify(shown, undefined, 2));
  show(shown, context);
}

async function resume(
  positionals: readonly string[],
  to: string | undefined,
  context: Context,
): Promise<void> {
  const name = requiredArgument('rollup', positionals, 1, 'the name');
  if (to !== 'firm') throw new CommandError('badInput', 'say where to go on from: --to firm');
  const state = await network(context);
  const { index } = rollupNamed(name, state);
  const { portsOfRollup } = await import('../network/ports.ts');
  const url = `http://127.0.0.1:${portsOfRollup(state.portOffset, index).conductorAdmin}/resume`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to }),
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(30_000)]),
  }).catch((error: unknown) => {
    throw causedBy(error, 'notAvailable', `the conductor of ${name} does not answer`);
  });
  if (!response.ok)
    throw new CommandError('conflict', `the conductor of ${name} refuses: ${await response.text()}`);
  context.say(`rollup ${name} goes on from its firm block`);
}

function show(shown: RollupDescriptor, { say }: Context): void {
  for (const [field, value] of Object.entries(shown)) say(`  ${field.padEnd(22)} ${value}`);
}

async function network({ layout }: Context): Promise<NetworkState> {
  const state = await loadNetwork(layout);
  if (state === undefined)
    throw new CommandError('notAvailable', 'there is no network here yet: `npm start` makes one');
  return state;
}
