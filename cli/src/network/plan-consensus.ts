import { connect } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '@switchyard/service-kit';
import { z } from 'zod';
import type { ChildSpec } from '../supervisor/child.ts';
import { type Layout, logFile, ofNode, sequencerHome } from './layout.ts';
import type { Machine } from './plan.ts';
import { portsOfNode } from './ports.ts';
import { assertSigningState, assertValidatorKey, markSigned } from './signing-guard.ts';

/** The socket between a node's consensus engine and its app. */
export function abciSocket({ sockets }: Machine, node: number): string {
  return join(sockets, `${ofNode('abci', node)}.sock`);
}

/** A hung engine answers and stands still; so long is more than a stop of 10 s, and less than a user waits. */
const stalledMs = 15_000;

/** CometBFT of one node, supervised as it needs: it can hang alive when its app has ended, and then ends with 0. */
export function planOfCometbft(
  machine: Machine,
  {
    portOffset,
    node,
    validators,
    stopOrder,
  }: { portOffset: number; node: number; validators: number; stopOrder: number },
): ChildSpec {
  const { layout } = machine;
  const home = sequencerHome(layout, node);
  const { consensusRpc, appAdmin } = portsOfNode(portOffset, node);
  const name = ofNode('cometbft', node);
  return {
    name,
    program: machine.engineProgram('cometbft'),
    args: ['start', '--home', home],
    env: { PATH: machine.path, HOME: home },
    logFile: logFile(layout, name),
    files: { folder: home, remedy: remedyOf(layout, { node, isAlone: validators === 1 }) },
    follows: ofNode('sequencer-app', node),
    // It hangs alive. Behind other words callers of the RPC may have put these.
    uselessAfter: /^E\[[^\]]*\] CONSENSUS FAILURE/m,
    before: async (signal) => {
      await assertValidatorKey(home);
      await assertSigningState(home);
      await untilAccepts(abciSocket(machine, node), signal);
    },
    progress: {
      // An RPC that callers have filled says nothing of the chain: the app is asked then.
      read: async (signal) => (await heightOf(consensusRpc, signal)) ?? appHeight(appAdmin, signal),
      withinMs: stalledMs,
      onChange: (height) => markSigned(home, BigInt(height)),
    },
    stopOrder,
  };
}

/** What is the chain can only come from another who has it, and a signing state from nobody. */
function remedyOf(layout: Layout, { node, isAlone }: { node: number; isAlone: boolean }): string {
  const home = sequencerHome(layout, node);
  const app = join(layout.data, ofNode('sequencer-app', node));
  const chain = isAlone
    ? `restore it and ${app} from a copy of the moment of priv_validator_state.json, ` +
      'never from an older one; without one `npm start -- --fresh` begins a new network'
    : `remove all of it but priv_validator_state.json, and ${app}: the other validators have it`;
  return (
    `if ${home}/data/evidence.db is what is wrong, remove it; if the rest of ${home}/data is, ${chain}; ` +
    `if ${home}/config/config.toml is, \`npm run stop\`, then \`npm start\` writes it anew`
  );
}

/** A dial that fails costs CometBFT three seconds: it is started when its app listens, or when that takes too long. */
async function untilAccepts(path: string, signal: AbortSignal): Promise<void> {
  const deadline = systemClock.elapsed() + 30_000;
  while (systemClock.elapsed() < deadline && !(await accepts(path))) await systemClock.sleep(50, signal);
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

const rpcStatus = z.object({
  result: z.object({ sync_info: z.object({ latest_block_height: z.string().regex(/^\d+$/) }) }),
});

async function heightOf(rpcPort: number, signal: AbortSignal): Promise<string | undefined> {
  const answer = rpcStatus.safeParse(await statusAt(rpcPort, signal));
  return answer.data?.result.sync_info.latest_block_height;
}

const appStatus = z.object({ height: z.string().regex(/^\d+$/) });

async function appHeight(adminPort: number, signal: AbortSignal): Promise<string | undefined> {
  return appStatus.safeParse(await statusAt(adminPort, signal)).data?.height;
}

async function statusAt(port: number, signal: AbortSignal): Promise<unknown> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/status`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]),
    });
    return await response.json();
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
