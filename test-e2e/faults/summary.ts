import type { Findings } from './campaign.ts';
import { seconds } from './inflict.ts';
import type { Options } from './options.ts';

type Worst = { readonly ms: number; readonly fault: string };

/** What a run prints at its end; the last line has the sums. */
export function summaryOf(
  findings: readonly Findings[],
  { tookMs, options }: { readonly tookMs: number; readonly options: Options },
): { readonly lines: readonly string[]; readonly failed: number } {
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const { campaign, outcomes, judgements, failures, kept, tookMs: ms } of findings) {
    const bad = outcomes.filter(({ failure }) => failure !== undefined);
    const brokenLaws = judgements.flatMap(({ rollup, broken }) =>
      [...broken].map(([law, found]) => `${rollup}: ${law}: ${found.length} found, first: ${found[0]}`),
    );
    const laws = judgements.reduce((sum, judgement) => sum + judgement.laws, 0);
    passed += outcomes.length - bad.length + laws - brokenLaws.length;
    failed += bad.length + brokenLaws.length + failures.length;
    const sums = judgements.reduce(
      (sum, { accepted, executed, blocks }) => ({
        accepted: sum.accepted + accepted,
        executed: sum.executed + executed,
        blocks: sum.blocks + blocks,
      }),
      { accepted: 0, executed: 0, blocks: 0 },
    );
    const kinds = Map.groupBy(outcomes, ({ kind }) => kind);
    const faults = [...kinds].map(([kind, of]) => `${of.length} ${kind}`).join(', ');
    const worst = worstOf(findings.filter((one) => one.campaign === campaign));
    lines.push(
      `${campaign}: ${faults}; ${sums.accepted} transactions accepted, ${sums.executed} executed in ${sums.blocks} blocks; ` +
        `worst recovery ${worstText(worst)}; ${brokenLaws.length} laws broken of ${laws}; ${seconds(ms)} s`,
    );
    for (const { fault, failure } of bad) lines.push(`  FAILED ${fault}: ${failure}`);
    for (const text of [...brokenLaws, ...failures]) lines.push(`  FAILED ${text}`);
    if (kept !== undefined) {
      lines.push(
        `  kept: ${kept}`,
        `  again: npm run test:faults -- ${options.engines ? '--engines ' : ''}--seed ${seedOf(campaign, options)}`,
      );
    }
  }
  for (const [process, worst] of [...worstByProcess(findings)].sort(([, a], [, b]) => b.ms - a.ms)) {
    lines.push(`worst recovery after ${process.padEnd(14)} ${worstText(worst)}`);
  }
  lines.push(
    `worst recovery of all: ${worstText(worstOf(findings))}; took ${(tookMs / 60_000).toFixed(1)} min`,
  );
  lines.push(`${passed} passed, ${failed} failed`);
  return { lines, failed };
}

/** The seed that repeats a campaign: its own, or the first, which orders the sweep. */
function seedOf(campaign: string, { seeds }: Options): number {
  return Number(/^seed (\d+)$/.exec(campaign)?.[1] ?? seeds[0]);
}

function worstOf(findings: readonly Findings[]): Worst | undefined {
  return findings
    .flatMap(({ outcomes }) => outcomes.map(({ recoveryMs, fault }) => ({ ms: recoveryMs ?? 0, fault })))
    .sort((a, b) => b.ms - a.ms)[0];
}

function worstByProcess(findings: readonly Findings[]): ReadonlyMap<string, Worst> {
  const worst = new Map<string, Worst>();
  for (const { recoveryMs: ms = 0, fault, victims } of findings.flatMap(({ outcomes }) => outcomes)) {
    for (const victim of victims) {
      const process = victim.replace(/@.*/, '');
      if (ms > (worst.get(process)?.ms ?? -1)) worst.set(process, { ms, fault });
    }
  }
  return worst;
}

function worstText(worst: Worst | undefined): string {
  return worst === undefined ? 'none' : `${seconds(worst.ms)} s (${worst.fault})`;
}
