import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtPath, engineProgram, enginesFolder, findEngine, isWanted, pinnedVersion } from './engines.ts';

const root = join(import.meta.dirname, '../../..');
const geth = pinnedVersion(root, 'geth');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that tells a version. */
function fake(path: string, says: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  return path;
}

describe('an engine', () => {
  it('is the one that the environment names, else the built one, else the one on PATH', () => {
    const onPath = fake(join(folder, 'bin/geth'), `Geth\nVersion: ${geth}-stable\nGo Version: go1.26.8`);
    const environment = { SWITCHYARD_ENGINES: join(folder, 'cache'), PATH: `/nowhere:${dirname(onPath)}` };
    const found = { version: geth };
    expect(findEngine(root, 'geth', environment)).toEqual({ ...found, program: onPath, from: 'PATH' });
    const built = fake(builtPath(environment, 'geth', geth), 'never asked');
    expect(findEngine(root, 'geth', environment)).toEqual({ ...found, program: built, from: 'cache' });
    const named = fake(join(folder, 'own'), `Version: ${geth}`);
    const own = { ...environment, GETH_BIN: named };
    expect(findEngine(root, 'geth', own)).toEqual({ ...found, program: named, from: 'environment' });
    expect(engineProgram(root, 'geth', own)).toBe(named);
  });

  it('of another version is refused by name, with what is wanted', () => {
    const old = fake(join(folder, 'geth'), 'Version: 1.16.9-stable');
    const environment = { SWITCHYARD_ENGINES: join(folder, 'cache') };
    expect(() => findEngine(root, 'geth', { ...environment, GETH_BIN: old })).toThrow(
      `GETH_BIN: ${old} is geth 1.16.9, wanted is ${geth}: unset it, and run \`npm run engines\``,
    );
    expect(() => findEngine(root, 'geth', { ...environment, GETH_BIN: '/nowhere/geth' })).toThrow(
      'GETH_BIN: /nowhere/geth is no program',
    );
    const mute = fake(join(folder, 'mute'), 'hello');
    expect(() => findEngine(root, 'geth', { ...environment, GETH_BIN: mute })).toThrow(`${mute} is no geth`);
    expect(() => engineProgram(root, 'geth', { ...environment, PATH: folder })).toThrow(
      `geth ${geth} is missing (${old} is 1.16.9): \`npm run engines\` builds it (Go is needed), or set GETH_BIN`,
    );
  });

  it('that is missing says how to get it', () => {
    const environment = { SWITCHYARD_ENGINES: folder };
    const find = (): string => engineProgram(root, 'cometbft', environment);
    expect(find).toThrow(/^cometbft 0\.38\.25 is missing: `npm run engines` builds it/);
    expect(find).toThrow(expect.objectContaining({ reason: 'notAvailable' }));
  });

  it('is kept outside the checkout, where the user keeps caches', () => {
    expect(enginesFolder({ XDG_CACHE_HOME: '/c' })).toBe('/c/switchyard/engines');
    expect(enginesFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/\/\.cache\/switchyard\/engines$/);
    expect(enginesFolder({ XDG_CACHE_HOME: '/c', SWITCHYARD_ENGINES: '/e' })).toBe('/e');
  });

  it('of NATS may be newer than the pinned one, and no older than what is used of it', () => {
    const pinned = pinnedVersion(root, 'nats-server');
    expect(isWanted('nats-server', '2.13.9', pinned)).toBe(false);
    for (const version of ['2.14.0', '2.14.1', '2.20.0', '3.0.0', pinned])
      expect(isWanted('nats-server', version, pinned)).toBe(true);
    expect(isWanted('geth', '1.17.6', geth)).toBe(false);
    expect(pinnedVersion(root, 'cometbft')).toBe('0.38.25');
    // It says of itself that it is the one before.
    expect(pinnedVersion(root, 'cometbft-next')).toBe('0.40.0');
    expect(isWanted('cometbft-next', '0.39.0', '0.40.0')).toBe(true);
    expect(isWanted('cometbft-next', '0.40.0', '0.40.0')).toBe(false);
  });
});
