import { connect } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '@switchyard/service-kit';
import type { ChildSpec } from '../supervisor/child.ts';
import { logFile, ofNode, sequencerHome } from './layout.ts';
import type { Machine } from './plan.ts';
import { portsOfNode } from './ports.ts';
import { assertSigningState, markSigned } from './signing-guard.ts';

/** The socket between a node's consensus engine and its app. */
export function abciSocket({ sockets }: Machine, node: number): string {
  return join(sockets, `${ofNode('abci', node)}.sock`);
}

/** A hung engine answers and stands still; so long is more than a stop of 10 s, and less than a user waits. */
const stalledMs = 15_000;

/** CometBFT of one node, supervised as it needs: it can hang alive when its app has ended, and then ends with 0. */
export function planOfCometbft(
  machine: Machine,
  { portOffset, node, stopOrder }: { portOffset: number; node: number; stopOrder: number },
): ChildSpec {
  const { layout } = machine;
  const home = sequencerHome(layout, node);
  const { consensusRpc } = portsOfNode(portOffset, node);
  const name = ofNode('cometbft', node);
  return {
    name,
    program: machine.engineProgram('cometbft'),
    args: ['start', '--home', home],
    env: { PATH: machine.path, HOME: home },
    logFile: logFile(layout, name),
    follows: ofNode('sequencer-app', node),
    before: async (signal) => {
      await assertSigningState(home);
      await untilAccepts(abciSocket(machine, node), signal);
    },
    progress: {
      read: (signal) => heightOf(consensusRpc, signal),
      withinMs: stalledMs,
      onChange: (height) => markSigned(home, BigInt(height)),
    },
    stopOrder,
  };
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

async function heightOf(rpcPort: number, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${rpcPort}/status`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]),
    });
    const { result } = (await response.json()) as {
      result?: { sync_info?: { latest_block_height?: string } };
    };
    const height = result?.sync_info?.latest_block_height;
    return height !== undefined && /^\d+$/.test(height) ? height : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
