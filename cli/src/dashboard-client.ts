import type { Context } from './command.ts';
import { CommandError, causedBy } from './errors.ts';
import { descriptorOf } from './network/descriptor.ts';
import { loadNetwork, type NetworkState } from './network/state.ts';

/** The network of this checkout. @throws CommandError when there is none. */
export async function knownNetwork({ layout }: Context): Promise<NetworkState> {
  const state = await loadNetwork(layout);
  if (state === undefined)
    throw new CommandError('notAvailable', 'there is no network here yet: `npm start` makes one');
  return state;
}

const answerMs = 15_000;

/** Asks the dashboard's API, the one source of what the CLI shows. @throws CommandError when it does not answer. */
export async function askDashboard<T>(path: string, context: Context): Promise<T> {
  const { dashboardUrl } = descriptorOf(await knownNetwork(context)).network;
  let response: Response;
  try {
    response = await fetch(`${dashboardUrl}${path}`, {
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(answerMs)]),
    });
  } catch (error) {
    context.signal.throwIfAborted();
    throw causedBy(
      error,
      'notAvailable',
      `no network runs here (${dashboardUrl} does not answer): \`npm start\``,
    );
  }
  if (response.ok) return (await response.json()) as T;
  const { message = `HTTP ${response.status}` } = (await response.json().catch(() => ({}))) as {
    message?: string;
  };
  throw new CommandError(
    response.status === 404 ? 'unknownName' : response.status === 400 ? 'badInput' : 'notAvailable',
    message,
  );
}
