import { type Clock, withDeadline } from '@switchyard/service-kit';
import { CommandError } from '../errors.ts';
import type { ChildSpec } from '../supervisor/child.ts';
import type { ChildState } from '../supervisor/supervisor.ts';

const pollMs = 100;

/** Waits until every child's /readyz says yes. @throws CommandError that names who is not ready, and why. */
export async function untilReady(
  specs: readonly ChildSpec[],
  {
    clock,
    children,
    timeoutMs,
  }: { readonly clock: Clock; readonly children: () => readonly ChildState[]; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<void> {
  const deadline = clock.elapsed() + timeoutMs;
  const waiting = new Map(specs.map((spec) => [spec.name, spec]));
  for (;;) {
    const reasons: string[] = [];
    for (const spec of waiting.values()) {
      const state = children().find(({ name }) => name === spec.name);
      if (state?.phase === 'failed') {
        const said = state.reason === undefined ? state.lastLines : [state.reason];
        const lines = said.map((line) => `\n    ${line}`).join('');
        throw new CommandError(
          'notAvailable',
          `${spec.name} ${state.lastExit ?? 'failed'}; see ${spec.logFile}${lines}`,
        );
      }
      const why = state?.phase === 'running' ? await notReady(spec, signal) : 'it does not run yet';
      if (why === undefined) waiting.delete(spec.name);
      else reasons.push(`${spec.name}: ${why}`);
    }
    if (waiting.size === 0) return;
    if (clock.elapsed() > deadline) {
      throw new CommandError(
        'timedOut',
        `not ready after ${timeoutMs / 1_000} s:\n  ${reasons.join('\n  ')}`,
      );
    }
    await clock.sleep(pollMs, signal);
  }
}

async function notReady({ adminPort }: ChildSpec, signal: AbortSignal): Promise<string | undefined> {
  if (adminPort === undefined) return undefined;
  try {
    return await withDeadline(
      { ms: 2_000, what: 'readiness' },
      async (limited) => {
        const response = await fetch(`http://127.0.0.1:${adminPort}/readyz`, { signal: limited });
        if (response.ok) return undefined;
        const { why } = (await response.json()) as { why?: string };
        return why ?? `HTTP ${response.status}`;
      },
      signal,
    );
  } catch {
    signal.throwIfAborted();
    return 'its admin port does not answer';
  }
}

/** Waits until a rollup's RPC shows a block. @throws CommandError when it does not in time. */
export async function untilFirstBlock(
  rpcUrl: string,
  { clock, timeoutMs }: { readonly clock: Clock; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<void> {
  const deadline = clock.elapsed() + timeoutMs;
  for (;;) {
    const number = await blockNumber(rpcUrl, signal);
    if (number !== undefined && number > 0n) return;
    if (clock.elapsed() > deadline) {
      throw new CommandError(
        'timedOut',
        `${rpcUrl} shows no block after ${timeoutMs / 1_000} s: see \`./switchyard status\``,
      );
    }
    await clock.sleep(pollMs, signal);
  }
}

async function blockNumber(rpcUrl: string, signal: AbortSignal): Promise<bigint | undefined> {
  try {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]),
    });
    const { result } = (await response.json()) as { result?: string };
    return result === undefined ? undefined : BigInt(result);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
