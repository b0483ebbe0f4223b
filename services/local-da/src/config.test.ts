import { readFileSync } from 'node:fs';
import { parseEnvFile } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { localDaConfig } from './config.ts';

it('takes the example file as it is', () => {
  const example = readFileSync(new URL('../local.env.example', import.meta.url), 'utf8');
  const config = localDaConfig(parseEnvFile(example));
  expect(config.blockInterval).toBe(2_600);
  expect(config.tokenSecretFile).toBeUndefined();
});
