// Plain JavaScript for Node 20: brings the pinned Node and pnpm, installs, builds, then runs a program under them.
//   node scripts/run.mjs install | build | exec <program> [args…] | node <file> [args…]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const versions = { node: '24.21.0', pnpm: '12.21.0' };
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const yard = join(root, '.switchyard');
const toolchain = join(yard, 'toolchain');

/** The npm packages that carry the two programs: plain tarballs with the executable inside, no install script. */
function programs() {
  const libc =
    process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime ? '-musl' : '';
  const host = `${process.platform}-${process.arch}`;
  if (!['linux-x64', 'linux-arm64'].includes(host) || libc !== '') {
    // No package carries this Node for the platform: the user's own must do.
    if (Number(process.versions.node.split('.')[0]) < 24)
      fail(`${host}${libc}: install Node ${versions.node} or newer yourself`);
    return { node: undefined, pnpm: `@pnpm/exe.${host}${libc}` };
  }
  return { node: `node-${host}`, pnpm: `@pnpm/exe.${host}` };
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(69);
}

/** To stderr: a command's own output stays clean for pipes. */
function step(name, act) {
  const began = performance.now();
  act();
  process.stderr.write(`  ${name.padEnd(28)} ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}

/** One bootstrap at a time: the next one waits for it and then finds everything done. */
function locked(act) {
  mkdirSync(yard, { recursive: true });
  const lock = join(yard, 'bootstrap.lock');
  const deadline = Date.now() + 300_000;
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!holderLives(lock)) rmSync(lock, { force: true });
      else if (Date.now() > deadline)
        fail(`waited 300 s for another bootstrap; if none runs, remove ${lock}`);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    return act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function holderLives(lock) {
  const pid = Number(existsSync(lock) ? readFileSync(lock, 'utf8') : 0);
  if (!(pid > 0)) return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 2_000;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function must(program, args, env) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error) fail(`${program}: ${error.message}`);
  if (status !== 0) fail(`${program} ${args[0]} failed:\n${stdout}${stderr}`);
}

/** Without what npm adds for its own scripts; a user's npm_config_registry and the like stay. */
function cleanEnvironment() {
  const added =
    /^(npm_(lifecycle|package)_.*|npm_config_(local_prefix|global_prefix|prefix|user_agent)|npm_command|npm_execpath|npm_node_execpath|INIT_CWD|NODE)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)));
}

const { node: nodePackage, pnpm: pnpmPackage } = programs();
const nodeProgram =
  nodePackage === undefined ? process.execPath : join(toolchain, 'node_modules', nodePackage, 'bin/node');
const pnpmProgram = join(toolchain, 'node_modules', pnpmPackage, 'pnpm');
const environment = {
  ...cleanEnvironment(),
  PATH: [dirname(nodeProgram), dirname(pnpmProgram), join(root, 'node_modules/.bin'), process.env.PATH].join(
    delimiter,
  ),
};

function ensureToolchain() {
  const marker = join(toolchain, 'versions.json');
  const wanted = JSON.stringify({ ...versions, nodePackage, pnpmPackage });
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  step(`node ${versions.node}, pnpm ${versions.pnpm}`, () => {
    const fresh = `${toolchain}.${process.pid}`;
    mkdirSync(fresh, { recursive: true });
    // Without a package.json of its own npm would climb to the root's.
    writeFileSync(join(fresh, 'package.json'), '{"private":true}\n');
    const packages = [`${pnpmPackage}@${versions.pnpm}`];
    if (nodePackage !== undefined) packages.push(`${nodePackage}@${versions.node}`);
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
    must('npm', ['install', '--prefix', fresh, ...flags, ...packages], cleanEnvironment());
    writeFileSync(join(fresh, 'versions.json'), wanted);
    rmSync(toolchain, { recursive: true, force: true });
    renameSync(fresh, toolchain);
  });
}

/** Changes when anything that pnpm reads changes. */
function manifestsHash() {
  const hash = createHash('sha256').update(JSON.stringify(versions));
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packageManifests()];
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

// By hand: node:fs globSync does not exist on Node 20.
function packageManifests() {
  const folders = ['packages', 'services'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name)),
  );
  return [...folders, 'cli', 'test-e2e', 'bench']
    .map((folder) => join(folder, 'package.json'))
    .filter((file) => existsSync(join(root, file)))
    .sort();
}

function ensureInstalled() {
  const marker = join(yard, 'installed');
  // npm leaves .package-lock.json when somebody typed `npm install`; it has then taken the tree apart.
  const ours =
    existsSync(join(root, 'node_modules/.modules.yaml')) &&
    !existsSync(join(root, 'node_modules/.package-lock.json'));
  const wanted = manifestsHash();
  if (ours && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  step('dependencies', () => {
    if (!ours) rmSync(join(root, 'node_modules'), { recursive: true, force: true });
    rmSync(marker, { force: true });
    must(pnpmProgram, ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'], {
      ...environment,
      CI: 'true',
    });
    writeFileSync(marker, wanted);
  });
}

function build() {
  const began = performance.now();
  must(nodeProgram, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], environment);
  const seconds = (performance.now() - began) / 1000;
  // Nothing to do takes a moment, and is no news.
  if (seconds > 1) process.stderr.write(`  ${'build'.padEnd(28)} ${seconds.toFixed(1)} s\n`);
}

/** Runs to its end; signals reach the child through the terminal's process group, or from us when we get them alone. */
function run(program, args, { cwd = root } = {}) {
  const child = spawn(program, args, { cwd, env: environment, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${program}: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

const [command, ...args] = process.argv.slice(2);
const known = ['install', 'build', 'exec', 'node'];
if (!known.includes(command))
  fail('usage: run.mjs install | build | exec <program> [args…] | node <file> [args…]');
locked(() => {
  ensureToolchain();
  ensureInstalled();
  if (command === 'build' || command === 'node') build();
});
if (command === 'exec') run(args[0], args.slice(1));
// A command's relative paths are those of the folder it was called from.
if (command === 'node') run(nodeProgram, [join(root, args[0]), ...args.slice(1)], { cwd: process.cwd() });
