import { writeFile } from 'node:fs/promises';
import { sequencerHeight, sha256, utf8 } from '@switchyard/primitives';
import { publicKeyOf } from '@switchyard/protocol';
import {
  createQueueConnection,
  createQueueDrain,
  natsServerConfig,
  parseMessageName,
  type QueueUser,
} from '@switchyard/queue';
import { createTestChain, serveFakeCometbft } from '@switchyard/testing';
import { type CertificateOptions, createAuthority } from '@switchyard/testing/certificates';
import { startNats } from '@switchyard/testing/nats-server';
import { aFolder, eventually, findEngine, getJson } from '@switchyard/testing/program';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveFakeApp } from './fake-app.ts';
import { startRelayer } from './process.ts';
import { both } from './world.ts';

const never = new AbortController().signal;

const program = findEngine('nats-server');

describe('a relayer with a real queue', { timeout: 60_000 }, () => {
  if (program === undefined) {
    it('runs', ({ skip }) => skip('not run: nats-server is missing: npm run engines'));
    return;
  }

  const seeds: Readonly<Record<QueueUser, Uint8Array>> = {
    relayer: sha256(utf8('relayer')),
    'da-writer': sha256(utf8('da-writer')),
  };

  /** The text is added to the configuration of the server. */
  async function aNode(added = '') {
    const chain = createTestChain();
    chain.nextBlocks(4, both);
    const consensus = await serveFakeCometbft(chain);
    const app = await serveFakeApp(chain);
    onTestFinished(async () => {
      await consensus[Symbol.asyncDispose]();
      await app[Symbol.asyncDispose]();
    });
    const { chainId } = chain;
    const users = { relayer: publicKeyOf(seeds.relayer), 'da-writer': publicKeyOf(seeds['da-writer']) };
    const server = await startNats(
      program ?? '',
      (at) => natsServerConfig({ ...at, chainId, users }) + added,
    );
    const folder = await aFolder();
    await writeFile(`${folder}/nats.key`, Buffer.from(seeds.relayer).toString('hex'), { mode: 0o600 });
    const connection = createQueueConnection(
      { chainId, url: server.url, user: 'da-writer', keySeed: seeds['da-writer'], caFile: undefined },
      { onUnsafe: () => undefined },
    );
    onTestFinished(() => connection[Symbol.asyncDispose]());
    const drain = createQueueDrain(connection, { chainId });
    const environment = {
      SWITCHYARD_RELAYER_CHAIN_ID: chainId,
      SWITCHYARD_RELAYER_CONSENSUS_URL: consensus.url,
      SWITCHYARD_RELAYER_APP_ADDRESS: app.address,
      SWITCHYARD_RELAYER_DATA_DIR: `${folder}/data`,
      SWITCHYARD_RELAYER_P2P_KEY_FILE: `${folder}/p2p.key`,
      SWITCHYARD_RELAYER_NATS_URL: server.url,
      SWITCHYARD_RELAYER_NATS_KEY_FILE: `${folder}/nats.key`,
    };
    /** What is in the stream, once each: its reader says from time to time that it has nothing. */
    const messages = (count: number): Promise<readonly string[]> =>
      eventually(
        `${count} messages`,
        async () => {
          await drain.demand({ confirmed: sequencerHeight(0n), round: undefined }, never);
          const seen: string[] = [];
          const open = await drain.open(never);
          // Twelve messages, and a pull has eight.
          for (let pull = 0; pull < 2; pull++) {
            for await (const { subject, id } of open.messages(never)) {
              const { height, part } = parseMessageName(chainId, subject, id);
              seen.push(`${height}.${part}`);
            }
          }
          return seen.length >= count ? seen : undefined;
        },
        40_000,
      );
    return { environment, server, messages };
  }

  it.each(['stream.before', 'stream.after'])('makes the stream though it was killed at %s', async (name) => {
    const { environment, messages } = await aNode();
    const doomed = await startRelayer({ ...environment, SWITCHYARD_FAILPOINT: `relayer/${name}` });
    expect(await doomed.ended).toBe('SIGKILL');
    const second = await startRelayer(environment);
    expect((await messages(12)).slice(0, 8)).toEqual([
      '1.0',
      '1.1',
      '1.2',
      '2.0',
      '2.1',
      '2.2',
      '3.0',
      '3.1',
    ]);
    expect((await getJson(`${second.admin}/status`))?.['queue']).toMatchObject({
      confirmed: '0',
      next: '5',
      unsafe: [],
    });
    expect(await second.stop()).toBe(0);
  });

  it('says at its start what is unsafe, and lives with a server that lets it not in', async () => {
    const { environment } = await aNode();
    const relayer = await startRelayer({ ...environment, SWITCHYARD_RELAYER_NATS_KEY_FILE: '' });
    await eventually('a problem', async () => {
      const status = await getJson(`${relayer.admin}/status`);
      return (status?.['queue'] as { problem?: string } | undefined)?.problem === 'QUEUE_REFUSED'
        ? true
        : undefined;
    });
    expect(relayer.lines.find(({ msg }) => msg === 'the queue is unsafe')).toMatchObject({
      unsafe: ['no key: whoever reaches the server may be anyone'],
    });
    await expect.poll(() => relayer.relayed().length).toBe(4);
    expect(await relayer.stop()).toBe(0);
  });

  it('feeds no server that does not prove itself, relays all the same, and feeds it when it does', async () => {
    const folder = await aFolder();
    const [cert, key, ca] = [`${folder}/server.pem`, `${folder}/server.key`, `${folder}/ca.pem`];
    const authority = createAuthority('the operator');
    const certify = async (options: CertificateOptions): Promise<void> => {
      const issued = authority.issue({ names: ['localhost'], ...options });
      await writeFile(cert, issued.certificate);
      await writeFile(key, issued.key);
    };
    await writeFile(ca, authority.certificate);
    await certify({ to: new Date(Date.now() - 60_000) });
    const { environment, server } = await aNode(
      `tls { cert_file: ${JSON.stringify(cert)}, key_file: ${JSON.stringify(key)} }\n`,
    );
    const url = `tls://localhost:${new URL(server.url).port}`;
    const relayer = await startRelayer({
      ...environment,
      SWITCHYARD_RELAYER_NATS_URL: url,
      SWITCHYARD_RELAYER_NATS_CA_FILE: ca,
    });
    const queueIs = (problem: string | undefined): Promise<true> =>
      eventually(`the problem ${problem}`, async () => {
        const queue = (await getJson(`${relayer.admin}/status`))?.['queue'] as Queue | undefined;
        return queue !== undefined && queue.problem === problem && (problem ?? queue.identity) !== undefined
          ? true
          : undefined;
      });
    await queueIs('QUEUE_UNTRUSTED');
    await expect.poll(() => relayer.relayed().length).toBe(4);
    const told = relayer.lines.find(({ msg }) => msg === 'the queue takes no blocks');
    expect(JSON.stringify(told)).toMatch(/CERT|certificate has expired/);
    expect(JSON.stringify(told)).toMatch(/out of its time: renew it/);
    await server.kill();
    await certify({});
    await server.start();
    await queueIs(undefined);
    expect((await getJson(`${relayer.admin}/status`))?.['queue']).toMatchObject({ messages: 0, unsafe: [] });
    expect(await relayer.stop()).toBe(0);
  });
});

type Queue = { readonly problem?: string; readonly identity?: string };
