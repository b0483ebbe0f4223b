import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { CommandError, causedBy } from '../errors.ts';

/** A program in place of an embedded part, whose own build is not ours. */
export type EngineName = 'cometbft' | 'cometbft-next' | 'geth' | 'nats-server';

/** What is built, and how its version is told. Its own version is that of `scripts/engines/<name>/go.mod`. */
export type EngineKind = {
  readonly module: string;
  readonly package: string;
  /** Names a binary to use instead. */
  readonly variable: string;
  readonly versionArguments: readonly string[];
  /** Geth recovers signatures several times as fast with the C library, which is used where a C compiler is. */
  readonly withC: boolean;
  /** The version that a binary tells, where it is not that of its module. */
  readonly tells?: string;
  /** Only a test has a use for it: `npm run engines` builds it when it is named. */
  readonly forTests?: boolean;
  /** Whether a later version does as well. Geth and CometBFT must be the same everywhere. */
  readonly orNewer: boolean;
};

/** All of them. */
export const engineKinds: Readonly<Record<EngineName, EngineKind>> = {
  cometbft: {
    module: 'github.com/cometbft/cometbft',
    package: 'github.com/cometbft/cometbft/cmd/cometbft',
    variable: 'COMETBFT_BIN',
    versionArguments: ['version'],
    withC: false,
    orNewer: false,
  },
  // Of the line after: the application must go on answering it.
  'cometbft-next': {
    module: 'github.com/cometbft/cometbft',
    package: 'github.com/cometbft/cometbft/cmd/cometbft',
    variable: 'COMETBFT_NEXT_BIN',
    versionArguments: ['version'],
    withC: false,
    tells: '0.39.0',
    forTests: true,
    orNewer: false,
  },
  geth: {
    module: 'github.com/ethereum/go-ethereum',
    package: 'github.com/ethereum/go-ethereum/cmd/geth',
    variable: 'GETH_BIN',
    versionArguments: ['version'],
    withC: true,
    orNewer: false,
  },
  'nats-server': {
    module: 'github.com/nats-io/nats-server/v2',
    package: 'github.com/nats-io/nats-server/v2',
    variable: 'NATS_SERVER_BIN',
    versionArguments: ['--version'],
    withC: false,
    orNewer: true,
  },
};

/** The oldest NATS that has what is used of it. */
const oldestNats = '2.14.0';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the pin, a go.mod with its go.sum, of an engine is. */
export function pinFolder(root: string, name: EngineName): string {
  return join(root, 'scripts/engines', name);
}

/** The version that is built, such as 1.17.5. */
export function pinnedVersion(root: string, name: EngineName): string {
  const { module } = engineKinds[name];
  const lines = readFileSync(join(pinFolder(root, name), 'go.mod'), 'utf8').split('\n');
  const words = lines.map((line) =>
    line
      .replace(/^require\s/, '')
      .trim()
      .split(/\s+/),
  );
  const version = words.find(([path, pin]) => path === module && pin?.startsWith('v') === true)?.[1];
  if (version === undefined) throw new Error(`scripts/engines/${name}/go.mod does not require ${module}`);
  return version.slice(1);
}

/** Where built engines are: one folder for all checkouts of this user. */
export function enginesFolder(environment: Environment): string {
  const { SWITCHYARD_ENGINES: own, XDG_CACHE_HOME: cache } = environment;
  if (own !== undefined && own !== '') return own;
  // The XDG rule: what is not absolute counts as not set.
  const base = cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), '.cache');
  return join(base, 'switchyard/engines');
}

/** Where an engine of this version is once it was built. */
export function builtPath(environment: Environment, name: EngineName, version: string): string {
  return join(enginesFolder(environment), `${name}-v${version}`, name);
}

/** The version that a binary says it is. @throws CommandError when it says none. */
export function versionOf(name: EngineName, program: string): string {
  const { versionArguments } = engineKinds[name];
  let output: string;
  try {
    output = execFileSync(program, versionArguments, {
      encoding: 'utf8',
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    throw causedBy(error, 'configuration', `${program} ${versionArguments.join(' ')} fails`);
  }
  const version = /(?<![\d.])\d+\.\d+\.\d+/.exec(output)?.[0];
  if (version === undefined) throw new CommandError('configuration', `${program} is no ${name}`);
  return version;
}

/** Whether a binary that tells this version will do. */
export function isWanted(name: EngineName, version: string, pinned: string): boolean {
  const { orNewer, tells = pinned } = engineKinds[name];
  if (!orNewer) return version === tells;
  return isAtLeast(version, oldestNats);
}

/** A binary that was found, and how. */
export type FoundEngine = {
  readonly program: string;
  readonly version: string;
  readonly from: 'environment' | 'cache' | 'PATH';
};

/**
 * The binary of an engine: the one that the environment names, else the one built by `npm run engines`, else one on
 * PATH of the right version. The reason when there is none.
 * @throws CommandError when the environment names a wrong one
 */
export function findEngine(
  root: string,
  name: EngineName,
  environment: Environment,
): FoundEngine | { readonly missing: string } {
  const { variable } = engineKinds[name];
  const pinned = pinnedVersion(root, name);
  const wanted = engineKinds[name].orNewer ? `${oldestNats} or newer` : pinned;
  const named = environment[variable];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new CommandError('configuration', `${variable}: ${named} is no program`);
    const version = versionOf(name, named);
    if (isWanted(name, version, pinned)) return { program: named, version, from: 'environment' };
    throw new CommandError(
      'configuration',
      `${variable}: ${named} is ${name} ${version}, wanted is ${wanted}: unset it, and run \`npm run engines\``,
    );
  }
  const built = builtPath(environment, name, pinned);
  if (isExecutable(built)) return { program: built, version: pinned, from: 'cache' };
  const missing = `${name} ${wanted} is missing`;
  const onPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
  if (onPath === undefined) return { missing };
  const version = versionOf(name, onPath);
  if (isWanted(name, version, pinned)) return { program: onPath, version, from: 'PATH' };
  return { missing: `${missing} (${onPath} is ${version})` };
}

/** The path of an engine's binary. @throws CommandError that says how to get it */
export function engineProgram(root: string, name: EngineName, environment: Environment): string {
  const found = findEngine(root, name, environment);
  if (!('missing' in found)) return found.program;
  const { variable } = engineKinds[name];
  throw new CommandError(
    'notAvailable',
    `${found.missing}: \`npm run engines\` builds it (Go is needed), or set ${variable}`,
  );
}

function isAtLeast(version: string, oldest: string): boolean {
  const [have, need] = [version, oldest].map((text) => text.split('.').map(Number));
  const at = need?.findIndex((part, index) => have?.[index] !== part) ?? -1;
  return at === -1 || (have?.[at] ?? 0) > (need?.[at] ?? 0);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
