import { readdir, statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { type Command, type Context, parseOptions } from '../command.ts';
import { CommandError } from '../errors.ts';
import { type Engines, embeddedEngines } from '../network/engine-choice.ts';
import { type EngineName, findEngine } from '../network/engines.ts';
import { thisMachine } from '../network/machine.ts';
import { namedPorts } from '../network/ports.ts';
import { loadNetwork } from '../network/state.ts';
import { askControl } from '../supervisor/control.ts';
import { holderOf, isPortFree } from '../supervisor/processes.ts';
import type { ChildState } from '../supervisor/supervisor.ts';

type Finding = { readonly ok: boolean; readonly what: string };

const minDiskBytes = 2 * 1024 ** 3;
const minMemoryBytes = 1024 ** 3;

export const diagnose: Command = {
  name: 'doctor',
  summary: 'check this machine and the network, and say what to do',
  usage: ['--json  the same for programs'],
  run: async (args, context) => {
    const { values } = parseOptions('doctor', args, { json: { type: 'boolean' } });
    const findings = [...(await machine(context)), ...(await network(context))];
    if (values.json === true) context.say(JSON.stringify(findings));
    else for (const { ok, what } of findings) context.say(`${ok ? 'ok   ' : 'WRONG'} ${what}`);
    if (findings.some(({ ok }) => !ok))
      throw new CommandError('notAvailable', 'something is wrong; see above');
  },
};

async function machine({ layout, environment }: Context): Promise<readonly Finding[]> {
  const disk = await statfs(layout.root);
  const free = disk.bavail * disk.bsize;
  const { anvilProgram } = thisMachine(layout, environment);
  const services = await readdir(join(layout.root, 'services'));
  return [
    { ok: true, what: `node ${process.version}, ${services.length} services, anvil at ${anvilProgram}` },
    { ok: free >= minDiskBytes, what: `${(free / 1024 ** 3).toFixed(1)} GiB of disk free (2 are needed)` },
    {
      ok: freemem() >= minMemoryBytes,
      what: `${(freemem() / 1024 ** 3).toFixed(1)} GiB of memory free (1 is needed)`,
    },
  ];
}

async function network({ layout, environment }: Context): Promise<readonly Finding[]> {
  const state = await loadNetwork(layout);
  let children: readonly ChildState[];
  try {
    children = await askControl<readonly ChildState[]>(layout, 'GET', '/children', undefined, {
      timeoutMs: 5_000,
    });
  } catch {
    const findings: Finding[] = [{ ok: true, what: 'no network runs here' }];
    const { engines = embeddedEngines, portOffset = 0, rollups = [{ index: 0 }] } = state ?? {};
    findings.push(...enginesOf(engines).map((name) => engine(layout.root, name, environment)));
    for (const [name, port] of namedPorts(portOffset, { ...engines, rollups })) {
      if (await isPortFree(port)) continue;
      findings.push({
        ok: false,
        what: `port ${port} (${name}) is in use by ${holderOf(port) ?? 'another user'}: --port-offset helps`,
      });
    }
    return findings;
  }
  return children.map(({ name, phase, restarts, lastExit }) => ({
    ok: phase === 'running',
    what: `${name} ${phase}${restarts === 0 ? '' : `, restarted ${restarts} times (last: it ${lastExit ?? 'ended'})`}`,
  }));
}

/** The engines that this network is made of. */
function enginesOf({ consensus, evm, queue }: Engines): readonly EngineName[] {
  return [
    ...(consensus === 'cometbft' ? (['cometbft'] as const) : []),
    ...(evm === 'geth' ? (['geth'] as const) : []),
    ...(queue === 'nats' ? (['nats-server'] as const) : []),
  ];
}

function engine(root: string, name: EngineName, environment: Context['environment']): Finding {
  try {
    const found = findEngine(root, name, environment);
    if ('missing' in found) {
      return {
        ok: false,
        what: `${found.missing}, and this network needs it: \`npm run engines\` builds it`,
      };
    }
    return { ok: true, what: `${name} ${found.version} at ${found.program}` };
  } catch (error) {
    if (error instanceof CommandError) return { ok: false, what: error.message };
    throw error;
  }
}
