import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { underAttack } from '../support/attack/honest-user.ts';
import { ask, call, counter } from '../support/attack/http.ts';
import { hold, talk } from '../support/attack/tcp.ts';
import { brokenFrames, frame, talkFrames } from '../support/attack/web-socket.ts';
import { attackedNetwork } from '../support/attacked-network.ts';
import { eventually } from '../support/local-network.ts';

// The DA layer's RPC by HTTP and WebSocket. Soft blocks do not need it; after each attack firm goes on.
const offset = 1_620;
const da = 26_658 + offset;
const admin = 9_104 + offset;
const maxBody = 16_777_216;

const network = attackedNetwork('DA RPC', offset);

const post = (body: string | Uint8Array): Promise<{ status: number; text: string }> =>
  ask({ port: da, body });

/** What was soft when it was asked becomes firm. */
const untilFirm = async (): Promise<void> => {
  const front = 8_545 + offset;
  const number = async (tag: string): Promise<number> =>
    Number(((await call(front, 'eth_getBlockByNumber', [tag, false])).result as { number: string }).number);
  const soft = await number('latest');
  await eventually(
    'firm blocks',
    async () => ((await number('finalized')) >= soft ? true : undefined),
    40_000,
  );
};

describe('what celestia-node refuses', () => {
  it.each([
    ['not JSON', '{"id":', 500, -32_700, 'Parse error'],
    ['nothing', '', 400, -32_600, 'Invalid request'],
    ['an empty batch', '[]', 400, -32_600, 'Invalid request'],
    ['a batch of 2,000', `[${Array(2_000).fill('{}').join(',')}]`, 400, -32_600, 'Invalid request'],
    ['100,000 deep', '['.repeat(100_000), 500, -32_700, 'Parse error'],
    ['16 MB of [', '['.repeat(maxBody), 500, -32_700, 'Parse error'],
    ['a million values', `[${'0,'.repeat(1_000_000)}0]`, 500, -32_700, 'Parse error'],
    [
      'a body over the limit',
      ' '.repeat(maxBody + 1),
      500,
      -32_700,
      'request bigger than maximum 16777216 allowed',
    ],
    ['a prototype', '{"id":1,"method":"__proto__"}', 500, -32_601, "method '__proto__' not found"],
    [
      'a constructor',
      '{"id":1,"method":"constructor","params":[]}',
      500,
      -32_601,
      "method 'constructor' not found",
    ],
    [
      'too few parameters',
      '{"id":1,"method":"header.GetByHeight","params":[]}',
      500,
      -32_602,
      "wrong param count (method 'header.GetByHeight'): 0 != 1",
    ],
    [
      'a height beyond 2^64',
      '{"id":1,"method":"header.GetByHeight","params":[1e30]}',
      500,
      -32_700,
      /uint64/,
    ],
    ['a height below 0', '{"id":1,"method":"header.GetByHeight","params":[-1]}', 500, -32_700, /uint64/],
  ])('is refused as it does: %s', async (_name, body, status, code, message) => {
    const reply = await post(body);
    expect(reply.status).toBe(status);
    const { error } = JSON.parse(reply.text) as {
      readonly error: { readonly code: number; readonly message: string };
    };
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('is counted by reason, and costs the log little', async () => {
    const before = await counter(admin, 'local_da_refused_total', 'parse');
    const { logBytes } = await underAttack(network, 'DA: a thousand bad requests', async () => {
      for (let n = 0; n < 1_000; n++) await post('{');
    });
    expect((await counter(admin, 'local_da_refused_total', 'parse')) - before).toBe(1_000);
    expect(logBytes['local-da']).toBeLessThan(64 * 1024);
  });
});

it('holds the shape of what is sent, not what parsing would make of it', async () => {
  const bodies = [
    '['.repeat(maxBody),
    '{"a":'.repeat(maxBody / 5),
    '[],'.repeat(maxBody / 3),
    `"${'\u00e9'.repeat(maxBody / 2 - 2)}"`,
  ];
  await underAttack(network, 'DA: 8 bodies of 16 MB', async () => {
    for (let round = 0; round < 2; round++) await Promise.all(bodies.map(post));
  });
  await untilFirm();
});

it('is not held up by bodies that never end', async () => {
  const declared = `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${maxBody}\r\n\r\n`;
  const almost = Buffer.alloc(maxBody - 1, 0x5b);
  await underAttack(network, 'DA: 20 bodies that never end', async () => {
    const dawdling = Array.from({ length: 20 }, () => talk(da, [declared, almost], { ms: 14_000 }));
    await untilFirm();
    await Promise.all([...dawdling, hold(da, 300, 5_000)]);
  });
});

it('holds a body once, into however many pieces it is cut', async () => {
  const head = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n';
  const some = '1\r\n[\r\n'.repeat(10_000);
  await underAttack(network, 'DA: 4 MB in chunks of one byte', async () => {
    await Promise.all(
      Array.from({ length: 2 }, () => talk(da, [head, ...Array<string>(400).fill(some)], { ms: 12_000 })),
    );
  });
});

describe('WebSockets', () => {
  it('may not fill it with messages that never end', async () => {
    const half = Buffer.alloc(1024 * 1024, 0x5b);
    await underAttack(network, 'DA: 40 messages of 16 MB that never end', async () => {
      await Promise.all(
        Array.from({ length: 40 }, () =>
          talkFrames(
            da,
            (function* () {
              yield frame({ length: BigInt(maxBody) }).subarray(0, 14);
              for (let sent = 0; sent < 15; sent++) yield half;
            })(),
            { ms: 10_000 },
          ),
        ),
      );
    });
    await untilFirm();
  });

  it('may subscribe and ask and never read', async () => {
    const namespace = Buffer.concat([Buffer.alloc(19), randomBytes(10)]).toString('base64');
    const data = randomBytes(1_500_000).toString('base64');
    const landed = (await call(da, 'blob.Submit', [[{ namespace, data }], {}])).result as number;
    expect(landed).toBeGreaterThan(0);
    const frames = [
      frame({ payload: JSON.stringify({ id: 1, method: 'header.Subscribe', params: [] }) }),
      frame({ payload: JSON.stringify({ id: 2, method: 'blob.Subscribe', params: [namespace] }) }),
      ...Array.from({ length: 100 }, (_, id) =>
        frame({
          payload: JSON.stringify({ id: id + 3, method: 'blob.GetAll', params: [landed, [namespace]] }),
        }),
      ),
    ];
    const before = await counter(admin, 'local_da_refused_total', 'slow-reader');
    await underAttack(network, 'DA: 40 sockets that ask for 3 GB and never read', async () => {
      await Promise.all(
        Array.from({ length: 40 }, () => talkFrames(da, frames, { ms: 35_000, isDeaf: true })),
      );
    });
    expect(await counter(admin, 'local_da_refused_total', 'slow-reader')).toBeGreaterThan(before);
    await untilFirm();
  }, 150_000);

  it.each(brokenFrames)('are cut off for a frame that is %s', async (_name, frames) => {
    expect((await talkFrames(da, frames, { ms: 5_000 })).isClosed).toBe(true);
  });
});
