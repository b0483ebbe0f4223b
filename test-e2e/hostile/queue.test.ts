import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { underAttack } from '../support/attack/honest-user.ts';
import { crowd, talk } from '../support/attack/tcp.ts';
import { counted } from '../support/attack/watch.ts';
import { attackedNetwork } from '../support/attacked-network.ts';
import { get } from '../support/checker/json-rpc.ts';
import { eventually } from '../support/local-network.ts';

// The port of NATS, to which blocks come for the DA layer and by no other way here. Strangers have no key for it.
const offset = 2_400;
const port = 4_222 + offset;
const recoversWithinMs = 20_000;
/** Many times what a relayer and a da-writer need; at a limit of 64 connections their way back took 22.5 s. */
const strangers = 300;

const network = attackedNetwork('the queue', offset, (fresh) =>
  fresh.override('da-writer', { env: { SWITCHYARD_DA_WRITER_RELAYER_ADDRESS: '' } }),
);

const admin = (of: number, path: string): string => `http://127.0.0.1:${of + offset}${path}`;

/** What is made from now on is confirmed by the DA layer, having come through the queue. */
async function goesOn(what: string): Promise<void> {
  const began = performance.now();
  const { height } = await get<{ readonly height: string }>(admin(9_100, '/status'));
  await eventually(
    `height ${height} to be confirmed: ${what}`,
    async () => {
      const writer = await get<{ readonly confirmedHeight: string }>(admin(9_103, '/status')).catch(
        () => undefined,
      );
      if (Number(writer?.confirmedHeight ?? 0) > Number(height)) return true;
      await sleep(100);
      return undefined;
    },
    recoversWithinMs,
  );
  process.stdout.write(`${what}: confirmed after ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
}

/** The public key of a user, which is no secret. */
const relayersName = (): string =>
  /nkey: (U\w+)/.exec(readFileSync(join(network.folder, 'data/nats.conf'), 'utf8'))?.[1] ?? '';

const connectAs = (options: object): string => `CONNECT ${JSON.stringify(options)}\r\n`;
const subjects =
  'SUB > 1\r\nSUB _INBOX_relayer.> 2\r\nPUB $JS.API.STREAM.NAMES _INBOX_relayer.x 0\r\n\r\nPING\r\n';

it('puts out whoever has no key, whatever it says', async () => {
  const pid = network.pidOf('nats');
  await underAttack(network, 'words of strangers', async () => {
    const words: readonly (readonly [string, readonly (string | Uint8Array)[]])[] = [
      ['random bytes', [randomBytes(64 * 1024)]],
      ['no name', [connectAs({ verbose: true }), subjects]],
      ['a name without a signature', [connectAs({ verbose: true, nkey: relayersName() }), subjects]],
      [
        'a name with a wrong signature',
        [
          connectAs({ verbose: true, nkey: relayersName(), sig: randomBytes(64).toString('base64url') }),
          subjects,
        ],
      ],
      ['a password', [connectAs({ verbose: true, user: 'relayer', pass: 'relayer' }), subjects]],
      // Its log has them, and the supervisor reads that.
      ['the words of a failed write', [connectAs({ verbose: true, user: 'Critical write error' }), subjects]],
      ['the words of a full disk', [connectAs({ verbose: true, nkey: 'no space left on device' }), subjects]],
      ['a leaf node', [connectAs({ verbose: true, remote_account: '$SYS', lang: 'go' }), subjects]],
      ['subjects before a name', [subjects]],
      ['a message of 8 MiB before a name', ['PUB x 8388608\r\n', Buffer.alloc(8 << 20)]],
      ['a line of a megabyte', ['PUB ', Buffer.alloc(1 << 20, 'x')]],
      ['a deep name', [`CONNECT ${'{"a":'.repeat(50_000)}\r\n`]],
      ['100,000 pings', ['PING\r\n'.repeat(100_000)]],
      ['HTTP', ['GET /connz HTTP/1.1\r\nHost: nats\r\n\r\n']],
      ['nothing', []],
    ];
    await Promise.all(
      words.map(async ([what, pieces]) => {
        const { text, isClosed } = await talk(port, pieces, { ms: 20_000 });
        expect({ what, isClosed }).toEqual({ what, isClosed: true });
        expect({ what, text }).toEqual({ what, text: expect.not.stringMatching(/^(?:\+OK|MSG)/m) as string });
      }),
    );
    const slow = await talk(port, Array<string>(60).fill('P'), { ms: 30_000, pauseMs: 500 });
    expect(slow.isClosed).toBe(true);
    expect(network.pidOf('nats')).toBe(pid);
  });
});

it('goes on while strangers take connection after connection', async () => {
  const over = new AbortController();
  const crowding = crowd(port, strangers, over.signal);
  try {
    await underAttack(network, 'a crowd of strangers', () => sleep(10_000));
    await goesOn('among strangers');
  } finally {
    over.abort();
    await crowding;
  }
});

it('lets its users in again among strangers', async () => {
  const over = new AbortController();
  const crowding = crowd(port, strangers, over.signal);
  try {
    process.kill(network.pidOf('nats'), 'SIGKILL');
    await goesOn('killed among strangers');
  } finally {
    over.abort();
    await crowding;
  }
});

it('has brought every block through the queue', async () => {
  await goesOn('without strangers');
  const via = (way: string): Promise<number> =>
    counted(network, 9_103, new RegExp(`^da_writer_queue_blocks_total.*via="${way}"`));
  expect(await via('queue')).toBeGreaterThan(20);
  expect(await via('relayer')).toBe(0);
  type Status = { readonly queue: { readonly problem?: string; readonly unsafe: readonly string[] } };
  const { queue } = await get<Status>(admin(9_102, '/status'));
  expect(queue).toMatchObject({ unsafe: [] });
  expect(queue.problem).toBeUndefined();
});
