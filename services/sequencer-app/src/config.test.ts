import { readFileSync } from 'node:fs';
import { ConfigError, parseEnvFile } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { sequencerAppConfig } from './config.ts';

const example = parseEnvFile(readFileSync(new URL('../local.env.example', import.meta.url), 'utf8'));

it('reads the example file', () => {
  expect(sequencerAppConfig(example).poolMaxBytes).toBe(48 * 1_048_576);
});

it('names every problem at once', () => {
  const environment = {
    ...example,
    SWITCHYARD_SEQUENCER_APP_GRPC_ADDRESS: 'nowhere',
    SWITCHYARD_SEQUENCER_APP_POOL_MAX_BYTE: '1MiB',
  };
  expect(() => sequencerAppConfig(environment)).toThrow(ConfigError);
  expect(() => sequencerAppConfig(environment)).toThrow(
    /GRPC_ADDRESS[\s\S]*POOL_MAX_BYTE: no such setting|POOL_MAX_BYTE: no such setting[\s\S]*GRPC_ADDRESS/,
  );
});
