import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { acknowledgedBeforePersisted, skippedNonceCheck } from '../canaries/bugs.ts';
import { CanaryDoesNotApplyError, plant } from '../canaries/plant.ts';

// The bugs themselves run in `npm run test:canaries`; whoever changes the text that they replace should hear of it here.
const folder = mkdtempSync(join(tmpdir(), 'canaries-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([skippedNonceCheck, acknowledgedBeforePersisted])('can still be planted: $name', (bug) => {
  expect(plant(bug, folder)).toMatch(/dist\/main\.js$/);
});

it.each([
  ['text that is not there', 'no such text'],
  ['text that is there more than once', 'await'],
])('is refused loudly: %s', (_, find) => {
  const edits = [{ file: 'front/pending.js', find, replace: '' }];
  expect(() => plant({ ...acknowledgedBeforePersisted, edits }, folder)).toThrow(CanaryDoesNotApplyError);
});
