import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, parseEnvFile } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { soloEngineConfig } from './config.ts';

const example = parseEnvFile(readFileSync(join(import.meta.dirname, '../local.env.example'), 'utf8'));

it('takes the example', () => {
  expect(soloEngineConfig(example)).toMatchObject({
    rpcAddress: { host: '127.0.0.1', port: 26_657 },
    blockInterval: 1_000,
  });
});

it.each(['LOG_LEVEL', 'HOME', 'ABCI_ADDRESS', 'RPC_ADDRESS', 'ADMIN_ADDRESS', 'BLOCK_INTERVAL'])(
  'needs %s',
  (name) => {
    expect(() => soloEngineConfig({ ...example, [`SWITCHYARD_SOLO_ENGINE_${name}`]: undefined })).toThrow(
      ConfigError,
    );
  },
);
