import type { GethThroughput } from '../test-e2e/support/geth-throughput.ts';
import type { BusyProcess, Idle } from './processes.ts';
import type { Spread } from './spread.ts';
import type { Latencies } from './transactions.ts';

/** All that was measured; the form of the files in `results`. */
export type Figures = {
  readonly machine: string;
  /** Of the machine before the network was started: what else it had to do. */
  readonly loadAverage: string;
  /** The options of `start`. */
  readonly engines: string;
  readonly startToReadySeconds: number;
  readonly idle: Idle;
  readonly transactions: Latencies;
  readonly blockIntervalMs: Spread;
  readonly memory: readonly BusyProcess[];
  /** Without Geth there are none. */
  readonly geth?: GethThroughput;
};

/** The figures for a person. */
export function tableOf(figures: Figures): string {
  const { machine, loadAverage, engines, startToReadySeconds, idle, transactions, blockIntervalMs } = figures;
  return [
    `${engines}\n${machine}; load average before the start ${loadAverage}\n`,
    row('start to ready', `${startToReadySeconds} s`),
    row('block interval', spreadText(blockIntervalMs)),
    row('submit → soft', spreadText(transactions.softMs)),
    row('submit → firm', spreadText(transactions.firmMs)),
    row('idle', `${idle.coresUsed} cores, ${idle.rssMb} MB`),
    ...gethRows(figures.geth),
    '',
    processRow('process', 'idle CPU', 'idle RSS', 'RSS after', 'peak RSS'),
    ...figures.memory.map(({ name, rssMb, peakRssMb }) => {
      const before = idle.processes.find((each) => each.name === name);
      return processRow(
        name,
        `${before?.cpuPercent ?? '-'} %`,
        ...[before?.rssMb ?? '-', rssMb, peakRssMb].map((mb) => `${mb} MB`),
      );
    }),
    '',
  ].join('\n');
}

function gethRows(geth: GethThroughput | undefined): readonly string[] {
  if (geth === undefined) return [];
  const { blocks, transfersInBlock, built, imported, driverCpuMs, gethPeakRssMb } = geth;
  const ratio = (built.gethCpuMs / imported.gethCpuMs).toFixed(2);
  return [
    row(
      'transfers through Geth',
      `${built.perSecond} /s, sustained over ${blocks} blocks of ${transfersInBlock}`,
    ),
    row(
      '  the build path',
      `${built.blockMs} ms a block; CPU ${built.gethCpuMs} ms of Geth, ${driverCpuMs} ms of the driver`,
    ),
    row(
      '  plain newPayload',
      `${imported.blockMs} ms a block; CPU ${imported.gethCpuMs} ms of Geth, × ${ratio} by the build path`,
    ),
    row('  memory of Geth', `${gethPeakRssMb} MB at most`),
  ];
}

const spreadText = ({ p50, p99, count }: Spread): string => `${p50} / ${p99} ms (p50 / p99 of ${count})`;

const row = (what: string, figure: string): string => `${what.padEnd(24)} ${figure}`;

function processRow(name: string, ...figures: readonly string[]): string {
  return name.padEnd(24) + figures.map((figure) => figure.padStart(11)).join('');
}
