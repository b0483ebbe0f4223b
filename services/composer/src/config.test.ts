import { readFile } from 'node:fs/promises';
import { parseEnvFile } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { composerConfig } from './config.ts';

it('documents every setting', async () => {
  const example = await readFile(new URL('../local.env.example', import.meta.url), 'utf8');
  expect(composerConfig(parseEnvFile(example))).toMatchObject({ rollupName: 'demo', maxBundleAge: 50 });
});

it('wants at least one sequencer node', async () => {
  const example = await readFile(new URL('../local.env.example', import.meta.url), 'utf8');
  const variables = { ...parseEnvFile(example), SWITCHYARD_COMPOSER_SEQUENCER_ENDPOINTS: '' };
  expect(() => composerConfig(variables)).toThrow(
    'SWITCHYARD_COMPOSER_SEQUENCER_ENDPOINTS: expected at least one',
  );
});
