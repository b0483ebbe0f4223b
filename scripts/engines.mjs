// npm run engines: builds the pinned CometBFT, Geth and nats-server from their Go modules into a cache folder outside the
// repository, unless the environment (COMETBFT_BIN, GETH_BIN, NATS_SERVER_BIN), the cache or PATH has them. What each is
// built of stands in scripts/engines/<name>: go.mod has the version, go.sum the checksums.
//   node scripts/engines.mjs [<name>…]     without a name all that a network uses; stdout has a line <VARIABLE>=<path> for each
//   node scripts/engines.mjs --find <name>… the same, building nothing
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError, exitCodes } from '../cli/src/errors.ts';
import {
  builtPath,
  engineKinds,
  enginesFolder,
  findEngine,
  pinFolder,
  pinnedVersion,
  versionOf,
} from '../cli/src/network/engines.ts';

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const names = args.filter((arg) => arg !== '--find');

/** Why an engine cannot be built here; undefined when it can. */
function whyNot(name) {
  const oldestGo = /^go (\S+)$/m.exec(readFileSync(join(pinFolder(root, name), 'go.mod'), 'utf8'))?.[1];
  const { stdout, error } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  if (error !== undefined)
    return `building ${name} needs Go ${oldestGo} or newer on PATH (https://go.dev/dl)`;
  // An older Go may bring the newer one itself (GOTOOLCHAIN), or say why not.
  process.stderr.write(`  ${name} ${pinnedVersion(root, name)}: building with ${stdout.trim()}\n`);
  return undefined;
}

/** Builds into a folder of its own and moves the whole binary to its place: of two that build at once, either's is right. */
function build(name) {
  const { package: path, withC, variable } = engineKinds[name];
  const obstacle = whyNot(name);
  if (obstacle !== undefined) {
    const without = 'The local network needs none of the engines: `npm start` works without.';
    throw new CommandError('notAvailable', `${obstacle}, or set ${variable}. ${without}`);
  }
  const began = performance.now();
  const version = pinnedVersion(root, name);
  mkdirSync(enginesFolder(process.env), { recursive: true });
  const fresh = mkdtempSync(join(enginesFolder(process.env), 'build-'));
  try {
    const output = join(fresh, name);
    const { status, error } = spawnSync(
      'go',
      ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-o', output, path],
      {
        cwd: pinFolder(root, name),
        env: { ...process.env, GOWORK: 'off', ...(withC ? {} : { CGO_ENABLED: '0' }) },
        // Downloads are told on stderr; stdout is for the paths.
        stdio: ['ignore', 2, 2],
      },
    );
    if (error !== undefined) throw error;
    if (status !== 0) throw new CommandError('notAvailable', `${name} ${version} cannot be built; see above`);
    const made = versionOf(name, output);
    if (made !== (engineKinds[name].tells ?? version))
      throw new CommandError('notAvailable', `${name} was built as ${made}, not ${version}`);
    chmodSync(output, 0o755);
    const place = builtPath(process.env, name, version);
    mkdirSync(dirname(place), { recursive: true });
    renameSync(output, place);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  process.stderr.write(`  ${name} ${version}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
}

/** Brings one, and says which. */
function bring(name) {
  if (!Object.hasOwn(engineKinds, name)) {
    throw new CommandError('badInput', `no engine '${name}': ${Object.keys(engineKinds).join(', ')}`);
  }
  let found = findEngine(root, name, process.env);
  if ('missing' in found) {
    if (args.includes('--find')) throw new CommandError('notAvailable', found.missing);
    process.stderr.write(`  ${found.missing}\n`);
    build(name);
    found = findEngine(root, name, process.env);
  }
  process.stderr.write(`  ${name} ${found.version} (${found.from}): ${found.program}\n`);
  process.stdout.write(`${engineKinds[name].variable}=${found.program}\n`);
}

const usual = Object.keys(engineKinds).filter((name) => engineKinds[name].forTests !== true);
for (const name of names.length === 0 ? usual : names) {
  try {
    bring(name);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodes[error.reason];
  }
}
