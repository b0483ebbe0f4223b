import { readFile } from 'node:fs/promises';
import { ConfigError, parseEnvFile } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { relayerConfig } from './config.ts';

it('parses its example', async () => {
  const example = parseEnvFile(await readFile(new URL('../local.env.example', import.meta.url), 'utf8'));
  expect(relayerConfig(example)).toMatchObject({
    consensusDeadline: 5_000,
    grpcAddress: { host: '127.0.0.1', port: 9091 },
    p2pBootstrap: [],
    cacheBytes: 32 * 1024 * 1024,
    gossipPublish: true,
    start: 'head',
  });
  expect(() => relayerConfig({ ...example, SWITCHYARD_RELAYER_GOSIP: 'false' })).toThrow(ConfigError);
});
