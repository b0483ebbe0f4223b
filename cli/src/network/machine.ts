import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { causedBy } from '../errors.ts';
import { socketFolder } from '../supervisor/control.ts';
import { engineProgram } from './engines.ts';
import type { Layout } from './layout.ts';
import type { Machine } from './plan.ts';

/** This machine: the Node that runs us, anvil from its npm package. */
export function thisMachine(
  layout: Layout,
  environment: Readonly<Record<string, string | undefined>>,
): Machine {
  const sockets = socketFolder(layout);
  mkdirSync(sockets, { recursive: true, mode: 0o700 });
  return {
    layout,
    nodeProgram: process.execPath,
    anvilProgram: environment['ANVIL_BIN'] ?? anvilProgram(),
    engineProgram: (name) => engineProgram(layout.root, name, environment),
    sockets,
    failpoint: environment['SWITCHYARD_FAILPOINT'],
    path: environment['PATH'] ?? '',
  };
}

/** The program inside the platform's package: started itself, so that signals and pid are its own. */
function anvilProgram(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const here = createRequire(import.meta.url);
  try {
    const wrapper = createRequire(here.resolve('@foundry-rs/anvil/package.json'));
    const manifest = wrapper.resolve(`@foundry-rs/anvil-${process.platform}-${architecture}/package.json`);
    return join(dirname(manifest), 'bin/anvil');
  } catch (error) {
    throw causedBy(
      error,
      'notAvailable',
      `anvil has no npm package for ${process.platform}-${process.arch}: install Foundry and set ANVIL_BIN`,
    );
  }
}
