import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CommandError } from '../errors.ts';
import type { ChildSpec } from '../supervisor/child.ts';
import { layoutOf } from './layout.ts';
import { createOverrides } from './overrides.ts';

const overridden = (spec: ChildSpec, machine: Parameters<typeof createOverrides>[0]): ChildSpec =>
  createOverrides(machine, () => undefined).adjust(spec);

const child = (name: string, program = 'node'): ChildSpec => ({
  name,
  program,
  args: ['--flag', 'main.js'],
  env: { PATH: '/bin', SWITCHYARD_RELAYER_LOG_LEVEL: 'info' },
  logFile: 'log',
  stopOrder: 1,
});

async function machineWith(text: string | undefined) {
  const layout = layoutOf('/nowhere', await mkdtemp(join(tmpdir(), 'overrides-')));
  if (text !== undefined) await writeFile(layout.overridesFile, text);
  return { layout, nodeProgram: 'node' };
}

it('changes nothing without a file', async () => {
  expect(overridden(child('relayer'), await machineWith(undefined))).toEqual(child('relayer'));
});

it('sets what stands under * and then what stands under the name', async () => {
  const machine = await machineWith(
    JSON.stringify({
      '*': { env: { A: '1', B: '1' } },
      relayer: { env: { B: '2' }, nodeFlags: ['--import=x'], program: 'own.js' },
    }),
  );
  expect(overridden(child('relayer'), machine)).toMatchObject({
    args: ['--flag', '--import=x', 'own.js'],
    env: { PATH: '/bin', A: '1', B: '2' },
  });
  expect(overridden(child('da-writer'), machine)).toMatchObject({
    args: ['--flag', 'main.js'],
    env: { A: '1', B: '1' },
  });
});

it('gives a program that is not ours its environment alone', async () => {
  const machine = await machineWith(
    JSON.stringify({ 'node@demo': { env: { A: '1' }, nodeFlags: ['--import=x'] } }),
  );
  expect(overridden(child('node@demo', 'anvil'), machine)).toMatchObject({
    args: ['--flag', 'main.js'],
    env: { A: '1' },
  });
});

it.each(['{', '[]', '{"relayer":{"environment":{}}}', '{"relayer":{"env":{"A":1}}}'])(
  'refuses %s at the start',
  async (text) => {
    const machine = await machineWith(text);
    expect(() => overridden(child('relayer'), machine)).toThrow(CommandError);
  },
);

it('says so when the file is damaged while the network runs, and goes on with what it said last', async () => {
  const machine = await machineWith('{"relayer":{"env":{"A":"1"}}}');
  const said: string[] = [];
  const { adjust } = createOverrides(machine, (line) => said.push(line));
  await writeFile(machine.layout.overridesFile, '{"relayer":{"env":');
  expect(adjust(child('relayer'))).toMatchObject({ env: { A: '1' } });
  const file = machine.layout.overridesFile;
  expect(said).toEqual([
    `relayer starts with the last good overrides: ${file} is not valid JSON: mend it or remove it`,
  ]);
  await writeFile(file, '{"relayer":{"env":{"A":1}}}');
  expect(adjust(child('relayer'))).toMatchObject({ env: { A: '1' } });
  expect(said[1]).toContain('is not {"<child or *>"');
  await writeFile(file, '{"relayer":{"env":{"A":"2"}}}');
  expect(adjust(child('relayer'))).toMatchObject({ env: { A: '2' } });
  await rm(file);
  expect(adjust(child('relayer'))).toEqual(child('relayer'));
  await writeFile(file, '');
  expect(adjust(child('relayer'))).toEqual(child('relayer'));
  expect(said[2]).toContain('relayer starts without overrides');
  expect(said).toHaveLength(3);
});
