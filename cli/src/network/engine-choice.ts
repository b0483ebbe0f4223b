import { z } from 'zod';
import { wholeNumber } from '../command.ts';
import { CommandError } from '../errors.ts';

/** Each validator is three programs: more than this asks too much of one machine. */
export const maxValidators = 7;

/** Which programs stand behind the services: our own parts by default, the real engines by choice. */
export const enginesSchema = z.object({
  consensus: z.enum(['solo', 'cometbft']),
  evm: z.enum(['anvil', 'geth']),
  queue: z.enum(['direct', 'nats']),
  validators: z.number().int().min(1).max(maxValidators),
});

/** What a network is made of; it does not change while its chain lives. */
export type Engines = Readonly<z.infer<typeof enginesSchema>>;

/** What needs nothing but Node. */
export const embeddedEngines: Engines = {
  consensus: 'solo',
  evm: 'anvil',
  queue: 'direct',
  validators: 1,
};

/** The options of `start` that choose engines, as typed. */
export type EngineOptions = { readonly [Name in keyof Engines]?: string | undefined };

/** The chosen engines; what is not given is as it was, or embedded. @throws CommandError */
export function chooseEngines(given: EngineOptions, known: Engines = embeddedEngines): Engines {
  const engines: Engines = {
    consensus: oneOf(
      '--consensus',
      given.consensus ?? known.consensus,
      enginesSchema.shape.consensus.options,
    ),
    evm: oneOf('--evm', given.evm ?? known.evm, enginesSchema.shape.evm.options),
    queue: oneOf('--queue', given.queue ?? known.queue, enginesSchema.shape.queue.options),
    validators:
      given.validators === undefined
        ? known.validators
        : wholeNumber(given.validators, '--validators', 1, maxValidators),
  };
  if (engines.validators > 1 && engines.consensus !== 'cometbft') {
    throw new CommandError('badInput', `--validators ${engines.validators} needs --consensus cometbft`);
  }
  return engines;
}

/** The options that give these engines, for a message or for another process. */
export function engineArguments({ consensus, evm, queue, validators }: Engines): readonly string[] {
  return [
    ...['--consensus', consensus, '--evm', evm, '--queue', queue],
    ...['--validators', `${validators}`],
  ];
}

function oneOf<Name extends string>(option: string, given: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === given);
  if (found === undefined) {
    throw new CommandError('badInput', `${option} is ${names.join(' or ')}, not '${given}'`);
  }
  return found;
}
