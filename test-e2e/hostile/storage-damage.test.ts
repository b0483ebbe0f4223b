import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  daAnswers,
  type Heights,
  rollupAnswers,
  sequencerAnswers,
  sequencerHeight,
} from '../support/answers.ts';
import { type Target, targetIn } from '../support/checker/gather.ts';
import { call, get, HttpAnswerError, RpcAnswerError } from '../support/checker/json-rpc.ts';
import { head } from '../support/checker/rollup.ts';
import { type Damage, damagesOf, seeded } from '../support/damage.ts';
import { consensusChild, engineArguments, hasEngine } from '../support/engines.ts';
import { createLocalNetwork, eventually, type LocalNetwork, type LogLine } from '../support/local-network.ts';
import { type ProgramSpec, type RunningProgram, runProgram, specOf } from '../support/programs.ts';
import { plansOfEngines, type SupervisedProgram, superviseProgram } from '../support/supervised-program.ts';

// Every file of a network that has run is spoiled, and its service started on it: what it then says is what it said
// before, or it says which file is spoiled and what to do. One kind of damage per file, in turn from a seeded one on;
// SWITCHYARD_TEST_FAULTS=1 does each kind to each file.
const seed = Number(process.env['SWITCHYARD_TEST_SEED'] ?? Math.floor(Math.random() * 1e6));
const every = process.env['SWITCHYARD_TEST_FAULTS'] === '1';
const random = seeded(seed);
const exitRefused = 78;
const settleMs = 60_000;
const testMs = every ? 3_600_000 : 900_000;
const devKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const devAccount = ['--private-key', devKey, '--timeout', '15'];
const friend = '0x00000000000000000000000000000000000f41e4';

let network: LocalNetwork;
let target: Target;
let snapshot: string;
let heights: Heights;
let files: readonly string[];
const specs = new Map<string, ProgramSpec>();
/** What is not ours has a supervisor, which says what is wrong for it. */
let engines: Awaited<ReturnType<typeof plansOfEngines>>;
const before = new Map<string, string>();
const running = new Map<string, RunningProgram | SupervisedProgram>();
type Row = {
  readonly service: string;
  readonly file: string;
  readonly damage: string;
  readonly outcome: string;
  readonly note: string;
};
const table: Row[] = [];
let turn = Math.floor(random() * 6);

beforeAll(async () => {
  process.stdout.write(`seed ${seed}\n`);
  network = createLocalNetwork(Number(process.env['TEST_OFFSET'] ?? 2_200));
  // What is fed to the queue comes by it alone.
  if (hasEngine('nats')) network.override('da-writer', { env: { SWITCHYARD_DA_WRITER_RELAYER_ADDRESS: '' } });
  expect(await network.start()).toMatchObject({ code: 0 });
  expect(await network.cli('traffic', 'demo', '--count', '12', '--interval', '100ms')).toMatchObject({
    code: 0,
  });
  if (every || engineArguments.length > 0) {
    // Stopped once, so that there are the files of an orderly end too; killed below, so that there are those of a crash.
    expect(await network.cli('stop')).toMatchObject({ code: 0 });
    expect(await network.start()).toMatchObject({ code: 0 });
  }
  target = targetIn(network.folder, 'demo');
  type Head = { readonly header: { readonly height: string } };
  heights = {
    sequencer: await sequencerHeight(target),
    rollup: await head(target.frontUrl, 'finalized'),
    da: Number((await call<Head>(target.daUrl, 'header.NetworkHead', [])).header.height),
  };
  before.set('sequencer', written(await sequencerAnswers(target, heights)));
  before.set('rollup', written(await rollupAnswers(target, heights)));
  before.set('da', written(await daAnswers(target, heights)));
  for (const { name, pid } of network.children()) specs.set(name, specOf(name, pid));
  engines = await plansOfEngines(network.folder);
  const { pid } = JSON.parse(readFileSync(join(network.folder, 'supervisor.json'), 'utf8')) as {
    pid: number;
  };
  for (const dying of [pid, ...network.children().map((child) => child.pid)]) process.kill(dying, 'SIGKILL');
  snapshot = `${network.folder}.snapshot`;
  cpSync(network.folder, snapshot, { recursive: true });
  files = readdirSync(snapshot, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(snapshot.length + 1))
    .filter((file) => !file.startsWith('logs/'))
    .sort();
}, testMs);

afterAll(async () => {
  for (const program of running.values()) await program.stop();
  printCounts();
  await network[Symbol.asyncDispose]();
  rmSync(`${network.folder}.snapshot`, { recursive: true, force: true });
});

/** Who reads a file. A file that nobody is known to read is a fault of this test. */
function ownerOf(file: string): string {
  if (file.startsWith('data/sequencer/')) return consensusChild;
  if (file === 'data/nats.conf') return 'nats';
  if (['data/anchor.json', 'keys/reporter.key', 'keys/nats-da-writer.key'].includes(file)) return 'da-writer';
  if (['keys/relayer-p2p.key', 'keys/nats-relayer.key'].includes(file)) return 'relayer';
  if (file.startsWith('keys/composer-'))
    return `composer@${basename(file, '.key').slice('composer-'.length)}`;
  if (file.startsWith('keys/execution-'))
    return `conductor@${basename(file, '.key').slice('execution-'.length)}`;
  if (file === 'topology.json') return 'dashboard';
  const [, folder] = /^data\/([^/]+)\//.exec(file) ?? [];
  if (folder !== undefined && specs.has(folder)) return folder;
  if (/^(keys\/[^/]+\.key|[^/]+)$/.test(file)) return 'cli';
  throw new Error(`nobody is known to read ${file}`);
}

const launch = (name: string): RunningProgram | SupervisedProgram => {
  const plan = engines.get(name);
  if (plan !== undefined) {
    const supervised = superviseProgram(plan, network.folder);
    running.set(name, supervised);
    return supervised;
  }
  const spec = specs.get(name);
  if (spec === undefined) throw new Error(`no program ${name}`);
  const program = runProgram(spec, join(network.folder, 'logs', `${name}.log`));
  running.set(name, program);
  return program;
};

const stop = async (names: readonly string[]): Promise<void> => {
  await Promise.all(names.flatMap((name) => running.get(name)?.stop() ?? []));
  for (const name of names) running.delete(name);
};

/** Puts files back as they were when the network was killed. */
const restore = (owners: readonly string[]): void => {
  for (const owner of owners) {
    const folder = join('data', owner === consensusChild ? 'sequencer' : owner);
    rmSync(join(network.folder, folder), { recursive: true, force: true });
    for (const file of files.filter((one) => one.startsWith(`${folder}/`) || ownerOf(one) === owner)) {
      cpSync(join(snapshot, file), join(network.folder, file));
    }
    if (specs.has(owner)) mkdirSync(join(network.folder, folder), { recursive: true });
  }
};

const written = (answers: unknown): string =>
  JSON.stringify(answers, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));

const sameAnswers = async (
  what: 'sequencer' | 'rollup' | 'da',
  ask: (of: Target, at: Heights) => Promise<unknown>,
): Promise<void> => {
  const now = written(await ask(target, heights));
  if (now !== before.get(what)) throw new WrongAnswerError(what);
};

class WrongAnswerError extends Error {
  constructor(what: string) {
    super(`the ${what} answers otherwise than before`);
    this.name = 'WrongAnswerError';
  }
}

type Trial = {
  readonly service: string;
  /** These are put back and started anew with it. */
  readonly together: readonly string[];
  /** Resolves when it works and answers as before. */
  readonly works: (program: RunningProgram) => Promise<true | undefined>;
  /** Before the service is started. */
  readonly prepare?: () => Promise<void>;
};

async function attempt(trial: Trial, file: string, damage: Damage): Promise<void> {
  const { service, together, works, prepare } = trial;
  const names = [...together, service];
  await stop(names);
  restore(names);
  const damaged = join(network.folder, file);
  damage.apply(damaged);
  await prepare?.();
  const began = performance.now();
  const programs = names.map(launch);
  const settled = new AbortController();
  const outcome = await Promise.race([
    ...programs.map(async (program) => {
      await program.ended;
      return refusal(program, service, file);
    }),
    untilItWorks(programs, { works, damaged }, settled.signal).then(
      (wrong) => wrong ?? goesOn(programs, file),
    ),
  ]);
  settled.abort();
  const removable = outcome.outcome === 'refused' ? removableOf(file) : undefined;
  const row = { service, file, damage: damage.name, ...outcome };
  if (removable !== undefined && !(await helps(removable, trial))) {
    Object.assign(row, { outcome: 'WRONG', note: `the remedy does not help: ${outcome.note}` });
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  table.push(row);
  process.stdout.write(`${lineOf(row)} (${seconds} s)\n`);
}

/** What the remedy for this file says to remove, where all of it is made again. */
function removableOf(file: string): string | undefined {
  const [folder] =
    /^data\/(nats|node@\w+\/geth)(?=\/)/.exec(file) ??
    /^data\/sequencer\/data\/evidence\.db/.exec(file) ??
    [];
  return folder === undefined ? undefined : join(network.folder, folder);
}

/** Whether it works again when that is removed and all is started again, as the remedy says. */
async function helps(folder: string, { service, together, works, prepare }: Trial): Promise<boolean> {
  const names = [...together, service];
  await stop(names);
  rmSync(folder, { recursive: true });
  await prepare?.();
  for (const name of names) launch(name);
  const again = async (): Promise<true | undefined> => {
    // A driver that lost more than it has ends once, and begins lower.
    for (const name of names) if (running.get(name)?.ending() === 1) launch(name);
    const program = running.get(service);
    return program === undefined ? undefined : worksAfterAll(program, works);
  };
  return eventually('the remedy to help', again, settleMs).then(
    () => true,
    () => false,
  );
}

type Outcome = { readonly outcome: string; readonly note: string };

/** What it says as it ends: one line with the file, what is wrong, and what to do. */
function refusal(program: RunningProgram | SupervisedProgram, service: string, file: string): Outcome {
  if ('state' in program) return givenUp(program, service, file);
  const ending = program.ending();
  const { name } = program.spec;
  const last = program.lines().at(-1);
  const said = JSON.stringify(last ?? program.output().slice(-300));
  const { file: named, problem, remedy }: Readonly<Record<string, unknown>> = last ?? {};
  const by = name === service ? '' : `${name}: `;
  if (ending !== exitRefused) return { outcome: 'WRONG', note: `${by}ended with ${ending}: ${said}` };
  if (typeof named !== 'string' || typeof problem !== 'string' || typeof remedy !== 'string') {
    return { outcome: 'WRONG', note: `${by}no remedy: ${said}` };
  }
  if (!join(network.folder, file).startsWith(named)) return { outcome: 'WRONG', note: `${by}names ${named}` };
  return { outcome: 'refused', note: `${by}${problem}; ${remedy}`.replaceAll(network.folder, '…') };
}

/** It is not ours: its supervisor says in one line what is wrong, and what to do about which file or folder. */
function givenUp(program: SupervisedProgram, service: string, file: string): Outcome {
  const { name } = program.spec;
  const by = name === service ? '' : `${name}: `;
  const { reason, lastExit, lastLines, restarts } = program.state();
  const how = `${by}it ${lastExit ?? '?'} after ${restarts} restarts`;
  if (reason === undefined) return { outcome: 'WRONG', note: `${how}, no reason: ${lastLines.join(' | ')}` };
  const named = reason.match(/\/[^\s,;:`'"()]+/g) ?? [];
  const note = `${how}: ${reason}`.replaceAll(network.folder, '…');
  const path = join(network.folder, file);
  const names = named.some((one) => path === one || path.startsWith(`${one}/`));
  return { outcome: names ? 'refused' : 'WRONG', note };
}

async function untilItWorks(
  programs: readonly RunningProgram[],
  { works, damaged }: Pick<Trial, 'works'> & { readonly damaged: string },
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const program = programs.at(-1);
  if (program === undefined) throw new Error('nothing was started');
  let wrong: unknown;
  const refused = (): Outcome | undefined => {
    if (!(wrong instanceof RpcAnswerError || wrong instanceof HttpAnswerError)) return undefined;
    // It goes on beside it, and has said other things since.
    // An engine does not know that it has lost something: its driver does.
    const told = programs
      .flatMap((one) => one.lines())
      .map(contextOf)
      .findLast(
        ({ file, remedy }) =>
          typeof file === 'string' && typeof remedy === 'string' && damaged.startsWith(file),
      );
    if (told === undefined) return undefined;
    return { outcome: 'refused', note: `answers: ${wrong.message}; ${String(told['remedy'])}` };
  };
  const look = async (): Promise<true | undefined> => {
    if (signal.aborted) throw new Error('it has ended');
    try {
      return await worksAfterAll(program, works);
    } catch (error) {
      wrong = error;
      // An answer that is refused for a reason does not become right by asking again.
      if (refused() !== undefined) return true;
      throw error;
    }
  };
  try {
    await eventually('it to work', look, settleMs);
    return refused();
  } catch (error) {
    const last = program.lines().at(-1);
    const said = JSON.stringify(last ?? program.output().slice(-300));
    return { outcome: 'WRONG', note: `${String(wrong ?? error)} ${said}` };
  }
}

/** What a line says of the file that its error is about. */
function contextOf(line: LogLine | undefined): Readonly<Record<string, unknown>> {
  const { context } = (line?.['err'] ?? {}) as { context?: Readonly<Record<string, unknown>> };
  return context ?? {};
}

function goesOn(programs: readonly RunningProgram[], file: string): Outcome {
  const told = programs
    .flatMap((program) => program.lines())
    .find((line) => [line['file'], line['path']].some((named) => String(named).endsWith(basename(file))));
  return told === undefined ? { outcome: 'unaffected', note: '' } : { outcome: 'rebuilt', note: told.msg };
}

/** Its own life must say that it is ready: a network goes on without many of its parts for a while. */
async function worksAfterAll(program: RunningProgram, works: Trial['works']): Promise<true | undefined> {
  const { name } = program.spec;
  if (name !== 'sequencer-app' && !engines.has(name)) {
    const { ok } = await fetch(`${adminOf(name)}/readyz`, { signal: AbortSignal.timeout(5_000) });
    if (!ok) return undefined;
  }
  return works(program);
}

/** Engines have many files, most of a kind: one of each kind in turn, at most so many. */
const mostOfAnEngine = 12;
/** A regular expression: only these files, of whatever service. */
const onlyFiles = process.env['SWITCHYARD_TEST_FILES'];

function chosen(of: readonly string[]): readonly string[] {
  const wanted = of.filter((file) => onlyFiles === undefined || new RegExp(onlyFiles).test(file));
  if (every || wanted.length <= mostOfAnEngine) return wanted;
  const shuffled = wanted
    .map((file) => ({ file, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ file }) => file);
  const ofEachKind = new Map(shuffled.map((file) => [file.replaceAll(/\d+/g, '#'), file]));
  return [...ofEachKind.values()].slice(0, mostOfAnEngine).sort();
}

const attemptAll = async (trial: Trial): Promise<void> => {
  for (const file of chosen(files.filter((one) => ownerOf(one) === trial.service))) {
    const damages = damagesOf(join(snapshot, file), random);
    const inTurn = damages[turn++ % damages.length];
    for (const damage of every || inTurn === undefined ? damages : [inTurn]) {
      await attempt(trial, file, damage);
    }
  }
  await stop([...trial.together, trial.service]);
  restore([...trial.together, trial.service]);
};

const wrongOf = (service: string): readonly object[] =>
  table.filter((row) => row.service === service && row.outcome === 'WRONG');

const consensusWorks = async (): Promise<true | undefined> => {
  if ((await sequencerHeight(target)) <= heights.sequencer) return undefined;
  await sameAnswers('sequencer', sequencerAnswers);
  return true;
};

it(
  'local-da',
  async () => {
    await attemptAll({
      service: 'local-da',
      together: [],
      works: async () => {
        await sameAnswers('da', daAnswers);
        return true;
      },
    });
    expect(wrongOf('local-da')).toEqual([]);
  },
  testMs,
);

it(
  'sequencer-app',
  async () => {
    await attemptAll({ service: 'sequencer-app', together: [consensusChild], works: consensusWorks });
    expect(wrongOf('sequencer-app')).toEqual([]);
  },
  testMs,
);

it(
  consensusChild,
  async () => {
    await attemptAll({ service: consensusChild, together: ['sequencer-app'], works: consensusWorks });
    expect(wrongOf(consensusChild)).toEqual([]);
  },
  testMs,
);

/** Works when the rollup's head goes on from where it is now. */
const headGoesOn = (tag: 'latest' | 'finalized'): Pick<Trial, 'prepare' | 'works'> => {
  let from = 0;
  return {
    prepare: async () => {
      from = await head(target.frontUrl, tag).catch(() => heights.rollup);
    },
    works: async () => {
      if ((await head(target.frontUrl, tag)) <= from) return undefined;
      await sameAnswers('rollup', rollupAnswers);
      return true;
    },
  };
};

const adminOf = (name: string): string => {
  const env = specs.get(name)?.env ?? {};
  const [, address] = Object.entries(env).find(([variable]) => variable.endsWith('_ADMIN_ADDRESS')) ?? [];
  return `http://${address}`;
};

const confirmed = async (): Promise<number> =>
  Number((await get<{ confirmedHeight: string }>(`${adminOf('da-writer')}/status`)).confirmedHeight);

/** Blocks that are made from now on come to the da-writer through it, and by no other way. */
const natsTrial = (): Trial => {
  let from = 0;
  return {
    service: 'nats',
    together: [],
    // It does not run.
    prepare: async () => {
      from = await sequencerHeight(target);
      await eventually('the da-writer', confirmed, settleMs);
    },
    works: async () => ((await confirmed()) >= from + 2 ? true : undefined),
  };
};

it(
  'the others, beside a network that goes on',
  async () => {
    const inOrder = [...specs.keys()];
    restore(inOrder);
    for (const name of inOrder) launch(name);
    await eventually(
      'the rollup to go on',
      async () => ((await head(target.frontUrl, 'latest')) > heights.rollup ? true : undefined),
      60_000,
    );
    const trials: readonly Trial[] = [
      { service: 'evm-driver@demo', together: ['node@demo'], ...headGoesOn('latest') },
      { service: 'node@demo', together: ['evm-driver@demo'], ...headGoesOn('latest') },
      { service: 'conductor@demo', together: [], ...headGoesOn('finalized') },
      {
        service: 'composer@demo',
        together: [],
        works: async () => {
          // What was accepted is executed only when a composer takes it along.
          const sent = await network.cast(
            'send',
            ...devAccount,
            '--rpc-url',
            target.frontUrl,
            '--value',
            '1',
            friend,
          );
          if (sent.code !== 0) throw new Error(sent.stderr);
          await sameAnswers('rollup', rollupAnswers);
          return true;
        },
      },
      { service: 'relayer', together: [], ...headGoesOn('latest') },
      {
        service: 'da-writer',
        together: [],
        works: async () => ((await confirmed()) > heights.sequencer ? true : undefined),
      },
      ...(hasEngine('nats') ? [natsTrial()] : []),
      {
        service: 'dashboard',
        together: [],
        works: async () => {
          type Seen = { readonly network: { readonly chainId: string; readonly height: string | null } };
          const response = await fetch(`${target.dashboardUrl}/api/status`, {
            signal: AbortSignal.timeout(10_000),
          });
          const { message = '', ...answer } = (await response.json()) as Seen & { readonly message?: string };
          if (!response.ok) throw new RpcAnswerError('/api/status', { code: response.status, message });
          const { network: seen } = answer;
          if (seen.height === null) return undefined;
          if (seen.chainId !== target.chainId) throw new WrongAnswerError('dashboard');
          return true;
        },
      },
    ];
    for (const trial of trials) {
      await attemptAll(trial);
      for (const name of [...trial.together, trial.service]) launch(name);
    }
    // What was tried last has just been started again.
    await eventually('the rollup to answer', () => head(target.frontUrl, 'latest'), settleMs);
    await sameAnswers('rollup', rollupAnswers);
    await sameAnswers('sequencer', sequencerAnswers);
    await sameAnswers('da', daAnswers);
    await stop(inOrder);
    expect(trials.flatMap(({ service }) => wrongOf(service))).toEqual([]);
  },
  testMs,
);

function lineOf({ service, file, damage, outcome, note }: Row): string {
  const cells = [
    service.padEnd(15),
    basename(file).slice(-24).padEnd(24),
    damage.padEnd(17),
    outcome.padEnd(10),
  ];
  return `${cells.join(' ')} ${note}`;
}

function printCounts(): void {
  const count = (outcome: string): number => table.filter((row) => row.outcome === outcome).length;
  process.stdout.write(
    `${table.length} damages: ${count('refused')} refused, ${count('rebuilt')} rebuilt, ` +
      `${count('unaffected')} unaffected, ${count('WRONG')} wrong; seed ${seed}\n`,
  );
}
