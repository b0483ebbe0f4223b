import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startOfProcess } from '@switchyard/service-kit';
import { engineArguments } from './engines.ts';

export { eventually } from '@switchyard/testing/program';

const root = join(import.meta.dirname, '../..');

/** What a command printed and how it ended. */
export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A local network in a folder and at ports of its own, driven through the CLI as a person does. */
export type LocalNetwork = {
  readonly folder: string;
  readonly portOffset: number;
  readonly cli: (...args: readonly string[]) => Promise<Ran>;
  readonly start: (...args: readonly string[]) => Promise<Ran>;
  readonly cast: (...args: readonly string[]) => Promise<Ran>;
  readonly children: () => readonly { readonly name: string; readonly pid: number }[];
  readonly pidOf: (name: string) => number;
  readonly logOf: (name: string) => readonly LogLine[];
  /** In force after the next start of the child, which is a child's name or `*`; replaces what was said of it before. */
  readonly override: (child: string, override: Override) => void;
  readonly rpcUrl: (index: number) => string;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** How a child is started otherwise than planned: cli/src/network/overrides.ts. */
export type Override = {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  readonly program?: string;
};

/** A JSON line of a service's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly time: string };

/** Nothing is started yet. Offsets below 6,000 keep every port out of the range that systems give to outgoing connections. */
export function createLocalNetwork(
  portOffset: number,
  environment: (folder: string) => Readonly<Record<string, string>> = () => ({}),
): LocalNetwork {
  const folder = mkdtempSync(join(tmpdir(), 'yard-'));
  const env = { ...process.env, SWITCHYARD_DIR: folder, ...environment(folder) };
  const cli: LocalNetwork['cli'] = (...args) =>
    run(process.execPath, [join(root, 'cli/dist/main.js'), ...args], env);
  const children: LocalNetwork['children'] = () =>
    JSON.parse(readFileSync(join(folder, 'children.json'), 'utf8')) as { name: string; pid: number }[];
  const overrides: Record<string, Override> = {};
  return {
    folder,
    portOffset,
    cli,
    start: (...args) =>
      cli('start', '--detach', '--port-offset', `${portOffset}`, ...engineArguments, ...args),
    cast: (...args) => run(castProgram(), args, { ...process.env, NO_COLOR: '1' }),
    children,
    pidOf: (name) => {
      const found = children().find((child) => child.name === name);
      if (found === undefined) throw new Error(`${name} does not run`);
      return found.pid;
    },
    logOf: (name) => logLines(join(folder, 'logs', `${name}.log`)),
    override: (child, override) => {
      overrides[child] = override;
      const path = join(folder, 'overrides.json');
      writeFileSync(`${path}.new`, JSON.stringify(overrides));
      renameSync(`${path}.new`, path);
    },
    rpcUrl: (index) => `http://127.0.0.1:${8545 + 10 * index + portOffset}`,
    [Symbol.asyncDispose]: async () => {
      if ((await cli('stop')).code !== 0) endByForce(folder);
      const keep = process.env['SWITCHYARD_KEEP'];
      if (keep !== undefined) cpSync(folder, join(keep, `${portOffset}`), { recursive: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Recorded = { readonly pid: number; readonly start?: string };

/** Ends what a `stop` that failed may have left, such as after a start that ran out of time: else it holds ports of later networks. */
function endByForce(folder: string): void {
  const recorded = (file: string): unknown => {
    const path = join(folder, file);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  };
  // The supervisor first: it would start its children again.
  for (const file of ['supervisor.json', 'children.json']) {
    for (const { pid, start } of [recorded(file)].flat() as Recorded[]) {
      if (start !== undefined && startOfProcess(pid) === start) process.kill(pid, 'SIGKILL');
    }
  }
}

/** The JSON lines of a log; other lines, such as a stack, are passed over. */
export function logLines(path: string): readonly LogLine[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code: code ?? -1,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}

function castProgram(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const here = createRequire(import.meta.url);
  const wrapper = createRequire(here.resolve('@foundry-rs/cast/package.json'));
  return join(
    dirname(wrapper.resolve(`@foundry-rs/cast-${process.platform}-${architecture}/package.json`)),
    'bin/cast',
  );
}
