import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A bug to be planted: the built program of a service with some of its text replaced. */
export type PlantedBug = {
  readonly name: string;
  /** A folder of `services/`. */
  readonly service: string;
  readonly edits: readonly Edit[];
};

/** Text of a built file, which must be there exactly once, and what stands in its place. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string };

/** The product has changed under the bug: whoever changed it must plant it anew, or nothing shows that it is caught. */
export class CanaryDoesNotApplyError extends Error {
  constructor(bug: PlantedBug, { file, find }: Edit, times: number) {
    super(
      `canary no longer applies: "${bug.name}" wants this text once in services/${bug.service}/dist/${file} and finds it ` +
        `${times} times:\n${find}`,
    );
    this.name = 'CanaryDoesNotApplyError';
  }
}

const services = join(import.meta.dirname, '../../services');

/** Copies the built service into a folder and plants the bug there. The program to run. @throws CanaryDoesNotApplyError */
export function plant(bug: PlantedBug, folder: string): string {
  const from = join(services, bug.service);
  const to = join(folder, `${bug.service}-${bug.name.replaceAll(' ', '-')}`);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  cpSync(join(from, 'dist'), join(to, 'dist'), { recursive: true });
  cpSync(join(from, 'package.json'), join(to, 'package.json'));
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'));
  for (const edit of bug.edits) {
    const path = join(to, 'dist', edit.file);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const [before, after, ...more] = text.split(edit.find);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new CanaryDoesNotApplyError(bug, edit, text.split(edit.find).length - 1);
    }
    writeFileSync(path, `${before}${edit.replace}${after}`);
  }
  return join(to, 'dist/main.js');
}
