import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aFolder, eventually, freePort, spawnProgram, startProgram } from './program.ts';

async function aScript(text: string): Promise<string> {
  const path = join(await aFolder(), 'script.mjs');
  await writeFile(path, text);
  return path;
}

it('gives what a program logged and printed, and how it ended', async () => {
  const script = await aScript(`
    console.log(JSON.stringify({ msg: 'up', name: process.env.NAME }));
    console.error('down');
    process.exitCode = 78;
  `);
  const program = startProgram(script, { NAME: 'x' });
  expect(await program.ended).toBe(78);
  expect(program.isRunning()).toBe(false);
  expect(program.lines).toEqual([{ msg: 'up', name: 'x' }]);
  expect(program.stderr()).toBe('down\n');
  expect(program.output()).toContain('"up"');
});

it('kills at disposal, and asks to stop', async () => {
  const script = await aScript('setInterval(() => undefined, 1_000)');
  const killed = spawnProgram(script, {});
  await killed[Symbol.asyncDispose]();
  expect(await killed.ended).toBe('SIGKILL');
  expect(await startProgram(script, {}).stop()).toBe('SIGTERM');
});

it('asks again until there is an answer, and says what it waited for', async () => {
  let asked = 0;
  expect(await eventually('three', () => (++asked === 3 ? asked : undefined))).toBe(3);
  const away = new Error('away');
  const waiting = eventually('nobody', () => Promise.reject(away), 1);
  await expect(waiting).rejects.toMatchObject({ message: 'waited 0.001 s for nobody', cause: away });
});

it('finds ports below the ephemeral ones', async () => {
  expect(await freePort()).toBeLessThan(32_768);
});
