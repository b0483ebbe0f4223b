import { sha256, utf8 } from '@switchyard/primitives';
import { publicKeyOf } from '@switchyard/protocol';
import { startNats } from '@switchyard/testing/nats-server';
import { describe, expect, it } from 'vitest';
import { createQueueFeed } from './feed.ts';
import { natsUserKey } from './nkey.ts';
import { rightsOf } from './rights.ts';
import { chainId, connectionOf, natsPath, never, seeds, startQueueServer } from './testing/queue-server.ts';
import { unsafeSettings } from './unsafe.ts';

it('refuses a chain id that would be several subjects', () => {
  expect(() => rightsOf('relayer', 'yard-*')).toThrow('no queue');
});

const noTls = 'no TLS on the way to another machine';
const noKey = 'no key: whoever reaches the server may be anyone';
const notAsked = 'certificates are named, and TLS is not asked for';
it.each([
  ['nats://127.0.0.1:4222', 'key', undefined, []],
  ['nats://localhost:4222', 'key', undefined, []],
  ['nats://[::1]:4222', 'key', undefined, []],
  ['nats://127.0.0.1:4222', 'key', 'ca.pem', [notAsked]],
  ['tls://nats.example:4222', 'key', 'ca.pem', []],
  ['nats://nats.example:4222', 'key', undefined, [noTls]],
  ['nats://10.0.0.1:4222', undefined, undefined, [noTls, noKey]],
])('says what is unsafe about %s with %s and %s', (url, key, caFile, unsafe) => {
  const keySeed = key === undefined ? undefined : seeds.relayer;
  expect(unsafeSettings({ url, keySeed, caFile })).toEqual(unsafe);
});

describe('users of nats-server', { timeout: 60_000 }, () => {
  if (natsPath === undefined) {
    it('run', ({ skip }) => skip('not run: nats-server is missing: npm run engines'));
    return;
  }
  const program = natsPath;
  const stream = `switchyard-blocks-${chainId}`;
  const consumer = `${stream}.da-writer`;
  const api = (verbs: readonly string[], of: string): readonly string[] =>
    verbs.map((verb) => `$JS.API.${verb}.${of}`);

  /** All that JetStream takes, on this stream, another one, and all of them; then what is not JetStream. */
  const publishing = [
    ...[stream, 'other'].flatMap((name) => [
      ...api(['INFO', 'CREATE', 'UPDATE', 'DELETE', 'PURGE', 'SNAPSHOT', 'RESTORE'], name).map((subject) =>
        subject.replace('API.', 'API.STREAM.'),
      ),
      ...api(['STREAM.MSG.GET', 'STREAM.MSG.DELETE', 'STREAM.LEADER.STEPDOWN', 'DIRECT.GET'], name),
      ...api(['CONSUMER.CREATE', 'CONSUMER.LIST', 'CONSUMER.NAMES'], name),
      ...['da-writer', 'other'].flatMap((reader) => [
        ...api(['CREATE', 'DURABLE.CREATE', 'DELETE', 'INFO', 'MSG.NEXT', 'PAUSE', 'UNPIN'], '').map(
          (subject) => `${subject.replace('API.', 'API.CONSUMER.')}${name}.${reader}`,
        ),
        `$JS.ACK.${name}.${reader}.1.1.1.1.1`,
      ]),
    ]),
    ...['INFO', 'STREAM.LIST', 'STREAM.NAMES', 'STREAM.TEMPLATE.CREATE.x', 'ACCOUNT.PURGE.x'].map(
      (call) => `$JS.API.${call}`,
    ),
    ...[chainId, 'yard-2'].flatMap((chain) => [
      `switchyard.blocks.${chain}.1.0`,
      `switchyard.demand.${chain}`,
    ]),
    ...['$SYS.REQ.USER.INFO', '$SYS.REQ.SERVER.PING', '_INBOX_relayer.x', '_INBOX_da_writer.x', 'anything'],
  ];
  const subscribing = [
    ...['>', '$JS.>', '$JS.EVENT.ADVISORY.>', '$SYS.>', '_INBOX.>', 'switchyard.>'],
    ...[chainId, 'yard-2'].flatMap((chain) => [`switchyard.blocks.${chain}.>`, `switchyard.demand.${chain}`]),
    ...['_INBOX_relayer.>', '_INBOX_da_writer.>'],
  ];
  const rights = {
    relayer: {
      publish: [
        ...['INFO', 'CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
        ...[`switchyard.blocks.${chainId}.1.0`, '$SYS.REQ.USER.INFO'],
      ],
      subscribe: [`switchyard.demand.${chainId}`, '_INBOX_relayer.>'],
    },
    'da-writer': {
      publish: [
        ...['CREATE', 'DELETE', 'MSG.NEXT'].map((verb) => `$JS.API.CONSUMER.${verb}.${consumer}`),
        ...[`$JS.ACK.${consumer}.1.1.1.1.1`, `switchyard.demand.${chainId}`, '$SYS.REQ.USER.INFO'],
      ],
      subscribe: ['_INBOX_da_writer.>'],
    },
  } as const;

  it.each(['relayer', 'da-writer'] as const)('let the %s do its work, and nothing else', async (user) => {
    const server = await startQueueServer();
    const feed = createQueueFeed(connectionOf({ url: server.url, user: 'relayer' }), {
      chainId,
      maxBytes: 1 << 20,
      beforeCreate: () => undefined,
      afterCreate: () => undefined,
    });
    const { identity } = await feed.open(never);
    const nats = await connectionOf({ url: server.url, user }).get(never);
    const isRefused = (error: unknown): boolean => String(error).includes('Permissions Violation');
    const mayPublish = await Promise.all(
      publishing.map((subject) =>
        nats.request(subject, '{}', { timeout: 2_000 }).then(
          () => true,
          (error: unknown) => !isRefused(error),
        ),
      ),
    );
    const refused = new Set<string>();
    for (const subject of subscribing) {
      nats.subscribe(subject, {
        callback: (error) => {
          if (error !== null && isRefused(error)) refused.add(subject);
        },
      });
    }
    await nats.flush();
    expect({
      publish: new Set(publishing.filter((_, index) => mayPublish[index])),
      subscribe: new Set(subscribing.filter((subject) => !refused.has(subject))),
    }).toEqual({
      publish: new Set<string>(rights[user].publish),
      subscribe: new Set<string>(rights[user].subscribe),
    });
    expect((await feed.open(never)).identity).toBe(identity);
  });

  it('are known by their keys', async () => {
    const { url } = await startQueueServer();
    for (const keySeed of [undefined, sha256(utf8('stranger'))]) {
      await expect(connectionOf({ url, user: 'relayer', keySeed }).get(never)).rejects.toMatchObject({
        code: 'QUEUE_REFUSED',
        fault: 'transient',
        context: { remedy: expect.stringMatching(/NATS_KEY_FILE/) as string },
      });
    }
  });

  it('who may do less than their work are told so', async () => {
    const { url } = await startQueueServer();
    const connection = connectionOf({ url, user: 'relayer', keySeed: seeds['da-writer'] });
    const feed = createQueueFeed(connection, {
      chainId,
      maxBytes: 1 << 20,
      beforeCreate: () => undefined,
      afterCreate: () => undefined,
    });
    await expect(feed.open(never)).rejects.toMatchObject({ code: 'QUEUE_REFUSED' });
    await expect(Array.fromAsync(feed.demands(never))).rejects.toMatchObject({ code: 'QUEUE_REFUSED' });
  });

  it('of their own are safe', async () => {
    const { url } = await startQueueServer();
    const connection = connectionOf({ url, user: 'da-writer' });
    const nats = await connection.get(never);
    // Answers come in order: that of the server about its user before this one.
    await nats.request('$SYS.REQ.USER.INFO');
    expect([connection.unsafe(), connection.told]).toEqual([[], []]);
  });

  const loose = 'the server lets this user do more than its work: ';
  const keyOf = natsUserKey(publicKeyOf(seeds.relayer));
  it.each([
    [
      'a server for anyone',
      '',
      undefined,
      [noKey, `${loose}publish to any subject, subscribe to any subject`],
    ],
    [
      'one user for all',
      `authorization { users: [{ nkey: ${keyOf}, permissions { publish: ">", subscribe: ["_INBOX_relayer.>"] } }] }`,
      seeds.relayer,
      [`${loose}publish to >`],
    ],
  ])('are unsafe with %s', async (_, authorization, keySeed, unsafe) => {
    const { url } = await startNats(
      program,
      ({ port, storeDir }) =>
        `listen: "127.0.0.1:${port}"\njetstream { store_dir: ${JSON.stringify(storeDir)} }\n${authorization}\n`,
    );
    const connection = connectionOf({ url, user: 'relayer', keySeed });
    await connection.get(never);
    await expect.poll(() => connection.unsafe()).toEqual(unsafe);
    expect(connection.told.at(-1)).toEqual(unsafe);
  });
});
