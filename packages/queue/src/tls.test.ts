import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '@switchyard/primitives';
import { type CertificateOptions, createAuthority } from '@switchyard/testing/certificates';
import type { NatsServer } from '@switchyard/testing/nats-server';
import { aFolder } from '@switchyard/testing/program';
import { describe, expect, it } from 'vitest';
import { createQueueDrain } from './drain.ts';
import { createQueueFeed } from './feed.ts';
import { parseMessageName } from './names.ts';
import { chainId, connectionOf, natsPath, never, startQueueServer } from './testing/queue-server.ts';

const dayMs = 86_400_000;
const ours = createAuthority('ours');
const others = createAuthority('ours');
const here: CertificateOptions = { names: ['localhost'], addresses: ['127.0.0.1'] };

/** A server with the certificate that is in its files when it starts. */
async function aServer() {
  const folder = await aFolder();
  const [cert, key, caFile] = ['server.pem', 'server.key', 'ca.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const certify = async (options: CertificateOptions, authority = ours): Promise<void> => {
    const issued = authority.issue(options);
    await writeFile(cert, issued.certificate);
    await writeFile(key, issued.key);
  };
  await certify(here);
  await writeFile(caFile, ours.certificate);
  const tls = `tls { cert_file: ${JSON.stringify(cert)}, key_file: ${JSON.stringify(key)} }\n`;
  const server = await startQueueServer(tls);
  return { server, certify, caFile };
}

const tlsUrl = ({ url }: NatsServer, host = 'localhost'): string => `tls://${host}:${new URL(url).port}`;

describe('a queue on nats-server with TLS', { timeout: 60_000 }, () => {
  if (natsPath === undefined) {
    it('runs', ({ skip }) => skip('not run: nats-server is missing: npm run engines'));
    return;
  }

  const feedOf = (url: string, caFile: string) =>
    createQueueFeed(connectionOf({ url, user: 'relayer', caFile }), {
      chainId,
      maxBytes: 1 << 20,
      beforeCreate: () => undefined,
      afterCreate: () => undefined,
    });

  it.each([
    ['localhost', { names: ['localhost'] }],
    ['127.0.0.1', { addresses: ['127.0.0.1'] }],
  ])('carries messages from one end to the other, by %s', async (host, options) => {
    const { server, certify, caFile } = await aServer();
    await server.kill();
    await certify(options);
    await server.start();
    const url = tlsUrl(server, host);
    const feed = feedOf(url, caFile);
    await feed.open(never);
    await feed.put({ height: 1n, part: 0, round: '0' }, utf8('block 1'), never);
    const drain = createQueueDrain(connectionOf({ url, user: 'da-writer', caFile }), { chainId });
    const open = await drain.open(never);
    const heights: bigint[] = [];
    for await (const { subject, id } of open.messages(never))
      heights.push(parseMessageName(chainId, subject, id).height);
    expect(heights).toEqual([1n]);
  });

  const soon = new Date(Date.now() + dayMs / 2);
  const past = new Date(Date.now() - dayMs / 2);
  it.each([
    ['of another authority of the same name', here, others, 'localhost', /NATS_CA_FILE/],
    ['of before', { ...here, to: past }, ours, 'localhost', /out of its time/],
    ['of later', { ...here, from: soon }, ours, 'localhost', /out of its time/],
    ['for another name', { names: ['nats.example'] }, ours, 'localhost', /another name/],
    // Without a name Node compares with `localhost`, which any server may be.
    ['for a name, asked by address', { names: ['localhost'] }, ours, '127.0.0.1', /another name/],
  ])('refuses a certificate %s, and says what to do', async (_, options, authority, host, remedy) => {
    const { server, certify, caFile } = await aServer();
    await server.kill();
    await certify(options, authority);
    await server.start();
    const connection = connectionOf({ url: tlsUrl(server, host), user: 'relayer', caFile });
    await expect(connection.get(never)).rejects.toMatchObject({
      code: 'QUEUE_UNTRUSTED',
      fault: 'transient',
      context: { url: tlsUrl(server, host), remedy: expect.stringMatching(remedy) as string },
    });
  });

  it('refuses a server whose authority is not named, also when TLS was not asked for', async () => {
    const { server } = await aServer();
    for (const url of [tlsUrl(server), server.url]) {
      await expect(connectionOf({ url, user: 'relayer' }).get(never)).rejects.toMatchObject({
        code: 'QUEUE_UNTRUSTED',
        context: { remedy: expect.stringMatching(/NATS_CA_FILE/) as string },
      });
    }
  });

  it('says which file has no certificates', async () => {
    const { server, caFile } = await aServer();
    const key = await readFile(caFile.replace('ca.pem', 'server.key'));
    const connection = connectionOf({ url: tlsUrl(server), user: 'relayer', caFile });
    for (const damage of [
      () => writeFile(caFile, 'garbage'),
      () => writeFile(caFile, key),
      () => rm(caFile),
    ]) {
      await damage();
      await expect(connection.get(never)).rejects.toMatchObject({
        code: 'QUEUE_UNTRUSTED',
        context: { file: caFile, remedy: expect.stringMatching(/PEM/) as string },
      });
    }
    await writeFile(caFile, ours.certificate);
    await connection.get(never);
  });

  it('does not go on without TLS where it is asked for', async () => {
    const server = await startQueueServer();
    await expect(connectionOf({ url: tlsUrl(server), user: 'relayer' }).get(never)).rejects.toMatchObject({
      code: 'QUEUE_UNTRUSTED',
      context: { remedy: expect.stringMatching(/has no TLS/) as string },
    });
  });

  it('comes back when the certificate is renewed, and goes when it is replaced by a false one', async () => {
    const { server, certify, caFile } = await aServer();
    const feed = feedOf(tlsUrl(server), caFile);
    await feed.open(never);
    for (const [options, authority] of [
      [{ ...here, to: past }, ours],
      [here, others],
    ] as const) {
      await server.kill();
      await certify(options, authority);
      await server.start();
      await expect
        .poll(() => feed.open(never).catch((error: unknown) => error))
        .toMatchObject({ code: 'QUEUE_UNTRUSTED' });
      await server.kill();
      await certify(here);
      await server.start();
      await expect.poll(() => feed.open(never)).toMatchObject({ messages: 0 });
    }
  });
});
