// Writes the figures in `results` into README.md, between its two marks: node bench/readme.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BusyProcess } from './processes.ts';
import type { Spread } from './spread.ts';
import type { Figures } from './table.ts';

const runs = [
  ['embedded parts', 'local'],
  ['real engines', 'engines'],
  ['…, 4 validators', 'validators'],
] as const;
const measured = runs.map(([title, name]) => {
  const text = readFileSync(join(import.meta.dirname, `results/${name}.json`), 'utf8');
  return { title, name, figures: JSON.parse(text) as Figures };
});

type Cell = string | undefined;
const row = (cells: readonly Cell[]): string => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
const number = (value: number): string => value.toLocaleString('en-US');
const pair = ({ p50, p99 }: Spread): string => `${number(p50)} / ${number(p99)} ms`;
const line = (what: string, cell: (figures: Figures) => Cell, budget: string): string =>
  row([what, ...measured.map(({ figures }) => cell(figures)), budget]);

const counts = measured.map(({ figures }) => figures.blockIntervalMs.count);
const [shape] = measured.map(({ figures }) => figures.machine);
const loads = measured.map(({ figures }) => figures.loadAverage.split(' ')[0]).join(', ');
const geth = (text: (figures: NonNullable<Figures['geth']>) => string) => (figures: Figures) =>
  figures.geth === undefined ? undefined : text(figures.geth);

const figureTable = [
  row(['what', ...measured.map(({ title }) => title), 'budget']),
  row(['---', ...measured.map(() => '---'), '---']),
  line(
    '`npm start` to ready, after the install',
    ({ startToReadySeconds }) => `${startToReadySeconds} s`,
    '< 20 s',
  ),
  line('block interval, p50 / p99', ({ blockIntervalMs }) => pair(blockIntervalMs), 'p50 1,000 to 1,200 ms'),
  line('submit → soft, p50 / p99', ({ transactions }) => pair(transactions.softMs), '< 900 / 1,800 ms'),
  line('submit → firm, p50 / p99', ({ transactions }) => pair(transactions.firmMs), 'p50 < 6,500 ms'),
  line(
    'all processes, idle',
    ({ idle }) => `${idle.coresUsed} cores, ${number(idle.rssMb)} MB`,
    '< 0.25 cores (one validator)',
  ),
  line(
    'transfers through Geth, sustained',
    geth(({ built }) => `${number(built.perSecond)} /s`),
    '2,000 in each block of 1 s',
  ),
  line(
    'CPU of Geth for a block of 2,000, by the driver : plain `newPayload`',
    geth(({ built, imported }) => {
      const ratio = (built.gethCpuMs / imported.gethCpuMs).toFixed(2);
      return `${number(built.gethCpuMs)} : ${number(imported.gethCpuMs)} ms = ${ratio}`;
    }),
    '≤ 1.8',
  ),
  line(
    'CPU of the driver for that block',
    geth(({ driverCpuMs }) => `${number(driverCpuMs)} ms`),
    '',
  ),
  line(
    'memory of Geth after these blocks, peak',
    geth(({ gethPeakRssMb }) => `${gethPeakRssMb} MB`),
    '',
  ),
];

/** Further validators are as the first one. */
const kinds = [...new Set(measured.flatMap(({ figures }) => figures.memory.map(({ name }) => name)))].filter(
  (name) => !/-\d$/.test(name),
);
const cpuOf = ({ idle }: Figures, name: string): number | undefined =>
  idle.processes.find((each) => each.name === name)?.cpuPercent;
const processCell = (figures: Figures, name: string): Cell => {
  const found: BusyProcess | undefined = figures.memory.find((each) => each.name === name);
  return found === undefined ? undefined : `${cpuOf(figures, name) ?? '–'} %, ${found.peakRssMb} MB`;
};
const processTable = [
  row(['process: CPU idle, peak memory (RSS)', ...measured.map(({ title }) => title)]),
  row(['---', ...measured.map(() => '---')]),
  ...kinds.map((name) => row([name, ...measured.map(({ figures }) => processCell(figures, name))])),
];

const section = [
  `On ${shape}; the load average before each run was ${loads}. Times depend on the machine, ratios hardly.`,
  '',
  ...figureTable,
  '',
  `Block intervals are between the header times of ${Math.min(...counts)} to ${Math.max(...counts)} neighbours; 200 transfers, five a second, are`,
  "timed from the wallet's call until the front shows them in `latest`, and until `finalized` has reached their block (asked each 50 ms).",
  'Blocks through Geth are twenty of 2,000 transfers to fresh accounts, one after the other, each made soft.',
  '',
  ...processTable,
].join('\n');

const path = join(import.meta.dirname, '../README.md');
const [begin, end] = ['<!-- figures: node bench/readme.ts -->\n\n', '\n\n<!-- end of figures -->'];
const readme = readFileSync(path, 'utf8');
const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
if (from === -1 || to < from) throw new Error('README.md has no marks for the figures');
writeFileSync(path, readme.slice(0, from) + begin + section + readme.slice(to));
