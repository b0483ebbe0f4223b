import { readFileSync } from 'node:fs';
import { asError, isErrno } from '@switchyard/service-kit';
import { z } from 'zod';
import { causedBy } from '../errors.ts';
import type { ChildSpec } from '../supervisor/child.ts';
import type { Machine } from './plan.ts';

const overrideSchema = z.strictObject({
  /** Set on top of the child's own environment. */
  env: z.record(z.string(), z.string()).default({}),
  /** Given to Node before the program, such as `--import=<file>`. */
  nodeFlags: z.array(z.string()).default([]),
  /** Run in place of the service's `dist/main.js`. */
  program: z.string().optional(),
});
const overridesSchema = z.record(z.string(), overrideSchema);
const form = '{"<child or *>": {"env": {}, "nodeFlags": [], "program": ""}}';

type OverriddenChildren = {
  /** Whom the file changes at first. */
  readonly changed: readonly string[];
  /** The child as it is to be started now. */
  readonly adjust: (spec: ChildSpec) => ChildSpec;
};

type Overrides = Readonly<z.infer<typeof overridesSchema>>;

/**
 * Children as `<yard>/overrides.json` wants them: what stands under `*`, then what stands under the child's name. The file is read
 * at each start of a child, so a change is in force after the child's next restart. A file that is damaged while the network runs,
 * by an editor or a slip, ends no child: it starts with what was read last, and a line says so.
 *
 * @throws CommandError when it is damaged now, before anything runs.
 */
export function createOverrides(
  { layout, nodeProgram }: Pick<Machine, 'layout' | 'nodeProgram'>,
  say: (line: string) => void,
): OverriddenChildren {
  const path = layout.overridesFile;
  let last = readOverrides(path);
  return {
    changed: Object.keys(last),
    adjust: (spec) => {
      try {
        last = readOverrides(path);
      } catch (error) {
        const used = Object.keys(last).length === 0 ? 'without overrides' : 'with the last good overrides';
        say(`${spec.name} starts ${used}: ${asError(error).message}`);
      }
      return overridden(spec, last, nodeProgram);
    },
  };
}

function overridden(spec: ChildSpec, all: Overrides, nodeProgram: string): ChildSpec {
  const wanted = ['*', spec.name].flatMap((name) => all[name] ?? []);
  const env = Object.assign({}, spec.env, ...wanted.map((override) => override.env)) as ChildSpec['env'];
  if (spec.program !== nodeProgram) return { ...spec, env };
  const main = wanted.findLast(({ program }) => program !== undefined)?.program ?? spec.args.at(-1) ?? '';
  const flags = wanted.flatMap(({ nodeFlags }) => nodeFlags);
  return { ...spec, env, args: [...spec.args.slice(0, -1), ...flags, main] };
}

/** What stands in the file, nothing when there is none. @throws CommandError when it is damaged. */
function readOverrides(path: string): Overrides {
  try {
    return overridesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return {};
    const what = error instanceof SyntaxError ? 'valid JSON' : form;
    throw causedBy(error, 'configuration', `${path} is not ${what}: mend it or remove it`);
  }
}
