import { readFileSync } from 'node:fs';
import { isErrno } from '@switchyard/service-kit';
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

/**
 * A child as `<yard>/overrides.json` wants it: what stands under `*`, then what stands under the child's name. The file is read
 * at each start of a child, so a change is in force after the child's next restart. @throws CommandError when it is damaged.
 */
export function overridden(
  spec: ChildSpec,
  { layout, nodeProgram }: Pick<Machine, 'layout' | 'nodeProgram'>,
): ChildSpec {
  const all = readOverrides(layout.overridesFile);
  const wanted = ['*', spec.name].flatMap((name) => all[name] ?? []);
  const env = Object.assign({}, spec.env, ...wanted.map((override) => override.env)) as ChildSpec['env'];
  if (spec.program !== nodeProgram) return { ...spec, env };
  const main = wanted.findLast(({ program }) => program !== undefined)?.program ?? spec.args.at(-1) ?? '';
  const flags = wanted.flatMap(({ nodeFlags }) => nodeFlags);
  return { ...spec, env, args: [...spec.args.slice(0, -1), ...flags, main] };
}

/** What stands in the file, nothing when there is none. @throws CommandError when it is damaged. */
export function readOverrides(path: string): Readonly<z.infer<typeof overridesSchema>> {
  try {
    return overridesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return {};
    throw causedBy(
      error,
      'configuration',
      `${path} is not {"<child or *>": {"env": {}, "nodeFlags": [], "program": ""}}: mend it or remove it`,
    );
  }
}
