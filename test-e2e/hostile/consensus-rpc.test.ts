import { rollupIdOf } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { underAttack } from '../support/attack/honest-user.ts';
import { ask, counter } from '../support/attack/http.ts';
import { hold, talk } from '../support/attack/tcp.ts';
import { brokenFrames, frame, talkFrames } from '../support/attack/web-socket.ts';
import { attackedNetwork } from '../support/attacked-network.ts';
import { consensusChild } from '../support/engines.ts';
import { listeningOf } from '../support/listening.ts';
import { openSequencerAccount } from '../support/sequencer-account.ts';

// The public consensus RPC of the sequencer, by HTTP and WebSocket. The relayer reads blocks from it: who fills it stops soft blocks.
// CometBFT's own has the same attacks to live through; what it counts and where it draws its bounds is its own.
const offset = Number(process.env['SWITCHYARD_TEST_OFFSET'] ?? 1_630);
const rpc = 26_657 + offset;
const admin = 9_101 + offset;
const maxBody = 1_000_000;
const largeTxBytes = 200_000;
const blocksOf = 5;

const network = attackedNetwork('consensus RPC', offset);

function rowsHere<Row extends readonly [string, ...unknown[]]>(rows: readonly Row[]): readonly Row[] {
  return rows.filter(([name]) => consensusChild === 'solo-engine' || !ofSoloAlone.includes(name));
}

const one = (method: string, params: object = {}, id: unknown = 1): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });
const post = (body: string | Uint8Array): Promise<{ status: number; text: string }> =>
  ask({ port: rpc, body });
const request = (body: string): string =>
  `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const batch = (...calls: readonly string[]): string => `[${calls.join(',')}]`;

/** An honest call's answer, which a relayer gives up after. */
const honestWithinMs = 5_000;

/** What only solo-engine counts. */
const countedBySolo = async (name: string, label?: string): Promise<number> =>
  consensusChild === 'solo-engine' ? counter(admin, name, label) : 0;

/** The lines that each attack may cost its log. */
const maxLogBytes = 64 * 1024;

it('is reached from this machine alone, as is every port of the network', () => {
  for (const { name, pid } of network.children()) {
    for (const address of listeningOf(pid)) expect(`${name} ${address}`).toMatch(/ 127\.0\.0\.1:\d+$/);
  }
  expect(listeningOf(network.pidOf(consensusChild))).toContain(`127.0.0.1:${rpc}`);
});

/** Methods that solo-engine leaves out. */
const ofSoloAlone = ['a search', 'a search of transactions', 'a dump of consensus'];

describe('what CometBFT refuses', () => {
  it.each(
    rowsHere([
      ['not JSON', '{"id":', 500, -32_700, 'Parse error. Invalid JSON'],
      ['100,000 deep', '['.repeat(100_000), 500, -32_700, 'Parse error. Invalid JSON'],
      [
        '100,000 deep in params',
        `{"id":1,"method":"block","params":${'[{"a":'.repeat(50_000)}`,
        500,
        -32_700,
        'Parse error. Invalid JSON',
      ],
      ['400,000 values', `[${'0,'.repeat(400_000)}0]`, 500, -32_700, 'Parse error. Invalid JSON'],
      ['a number', '7', 500, -32_700, 'Parse error. Invalid JSON'],
      ['a body over the limit', ' '.repeat(maxBody + 1), 400, -32_600, 'Invalid Request'],
      [
        'a batch of 1,000',
        batch(...Array<string>(1_000).fill(one('block'))),
        200,
        -32_600,
        'Invalid Request',
      ],
      ['a prototype', one('__proto__'), 200, -32_601, 'Method not found'],
      ['a constructor', one('constructor'), 200, -32_601, 'Method not found'],
      ['a search', one('block_search', { query: 'block.height > 1' }), 200, -32_601, 'Method not found'],
      [
        'a search of transactions',
        one('tx_search', { query: 'tx.height > 1' }),
        200,
        -32_601,
        'Method not found',
      ],
      ['a dump of consensus', one('dump_consensus_state'), 200, -32_601, 'Method not found'],
      ['an unsafe method', one('dial_seeds', { seeds: [] }), 200, -32_601, 'Method not found'],
      ['a height below 0', one('block', { height: '-1' }), 200, -32_603, 'Internal error'],
      ['a height of 40 digits', one('block', { height: '9'.repeat(40) }), 200, -32_602, 'Invalid params'],
      ['a height that is no text', one('block', { height: {} }), 200, -32_602, 'Invalid params'],
      [
        'a million transactions a page',
        one('validators', { per_page: '-9', page: '999999' }),
        200,
        -32_603,
        'Internal error',
      ],
      ['a transaction', one('broadcast_tx_sync', { tx: 'AA==' }), 200, -32_603, 'Internal error'],
    ]),
  )('is refused as it does: %s', async (_name, body, status, code, message) => {
    const reply = await post(body);
    const { error } = JSON.parse(reply.text) as {
      readonly error?: { readonly code: number; readonly message: string };
    };
    expect({ status: reply.status, error }).toMatchObject({ status, error: { code, message } });
  });

  it('is counted, and costs the log little', async () => {
    const before = await countedBySolo('solo_engine_rpc_requests_total', 'refused');
    const { logBytes } = await underAttack(network, 'consensus: a thousand bad requests', async () => {
      for (let n = 0; n < 1_000; n++) await post('{');
    });
    const refused = (await countedBySolo('solo_engine_rpc_requests_total', 'refused')) - before;
    if (consensusChild === 'solo-engine') expect(refused).toBe(1_000);
    expect(logBytes[consensusChild]).toBeLessThan(maxLogBytes);
  });
});

it('reads no body of 10 MB, and is not held up by those that never end', async () => {
  const tenMegabytes = Buffer.alloc(10_000_000, 0x5b);
  const head = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n';
  const endless = [`${head}Content-Length: ${maxBody}\r\n\r\n`, Buffer.alloc(maxBody - 1, 0x5b)];
  const chunked = [
    `${head}Transfer-Encoding: chunked\r\n\r\n`,
    ...Array<string>(40).fill('1\r\n[\r\n'.repeat(10_000)),
  ];
  const { logBytes } = await underAttack(network, 'consensus: large and endless bodies', async () => {
    const replies = await Promise.all(Array.from({ length: 64 }, () => post(tenMegabytes)));
    for (const { status } of replies) expect([400, 503, 0]).toContain(status);
    await Promise.all([
      ...Array.from({ length: 60 }, () => talk(rpc, endless, { ms: 12_000 })),
      ...Array.from({ length: 3 }, () => talk(rpc, chunked, { ms: 12_000 })),
      ...Array.from({ length: 20 }, () =>
        talk(rpc, [head, ...Array.from({ length: 40 }, (_, n) => `X-${n}: 1\r\n`)], {
          ms: 12_000,
          pauseMs: 300,
        }),
      ),
    ]);
  });
  expect(logBytes[consensusChild]).toBeLessThan(maxLogBytes);
});

it('goes on for those who are connected, and for others once idle ones are cut off', async () => {
  await underAttack(network, 'consensus: 600 that say nothing, for 25 s', () => hold(rpc, 600, 25_000));
});

describe('large answers', () => {
  it('are held to a bound, whoever asks for them and does not read', async () => {
    const height = await fill();
    const call = one('block', { height: `${height}` });
    const calls = Array<string>(10).fill(call);
    const isSolo = consensusChild === 'solo-engine';
    // CometBFT makes all answers at once, as if they were as urgent as its blocks: 200 stopped it for more than 15 s.
    const callers = isSolo ? 200 : 20;
    const waits = one('abci_query', { path: '/nothing' });
    // CometBFT is told to take no batches: the calls come in one piece instead.
    const bodies = (wanted: readonly string[]): string =>
      isSolo ? request(batch(...wanted)) : wanted.map(request).join('');
    const waiting = bodies([...calls.slice(1), waits]);
    const all = bodies(calls);
    const dropped = await countedBySolo('solo_engine_rpc_dropped_total');
    const { logBytes } = await underAttack(
      network,
      `consensus: twice ${callers} callers of ten large blocks`,
      async () => {
        for (const isDeaf of [true, false]) {
          await Promise.all(
            Array.from({ length: callers }, (_, n) =>
              talk(rpc, [n % 2 === 0 ? waiting : all], { ms: 15_000, isDeaf }),
            ),
          );
        }
      },
    );
    if (consensusChild === 'solo-engine')
      expect(await countedBySolo('solo_engine_rpc_dropped_total')).toBeGreaterThan(dropped);
    if (consensusChild === 'solo-engine') expect(logBytes[consensusChild]).toBeLessThan(maxLogBytes);
  }, 180_000);

  it('of WebSockets that subscribe, ask and never read', async () => {
    const call = { payload: one('block', { height: `${await fill()}` }) };
    const frames = [
      ...["tm.event='NewBlock'", "tm.event='NewBlockHeader'"].map((query, id) =>
        frame({ payload: one('subscribe', { query }, id) }),
      ),
      ...Array.from({ length: 60 }, () => frame(call)),
    ];
    const half = Buffer.alloc(maxBody / 2, 0x5b);
    const dropped = await countedBySolo('solo_engine_rpc_dropped_total');
    await underAttack(network, 'consensus: 60 deaf WebSockets, 40 messages that never end', async () => {
      const path = { path: '/websocket' };
      await Promise.all([
        ...Array.from({ length: 60 }, () => talkFrames(rpc, frames, { ms: 25_000, isDeaf: true }, path)),
        ...Array.from({ length: 40 }, () =>
          talkFrames(rpc, [frame({ length: BigInt(maxBody) }).subarray(0, 14), half], { ms: 20_000 }, path),
        ),
      ]);
    });
    if (consensusChild === 'solo-engine')
      expect(await countedBySolo('solo_engine_rpc_dropped_total')).toBeGreaterThan(dropped);
  }, 180_000);

  it.each([['1,300 GETs in one piece', 1, 1_300, 300]])(
    'of %s whose callers leave hold nobody up',
    async (name, callers, requests, afterMs) => {
      const height = await fill(10);
      const get = `GET /block?height=${height} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(requests);
      await underAttack(network, `consensus: ${name} whose callers leave, over and over`, async () => {
        const until = performance.now() + 12_000;
        const attack = async (): Promise<void> => {
          while (performance.now() < until) {
            await Promise.all(Array.from({ length: callers }, () => talk(rpc, [get], { ms: afterMs })));
          }
        };
        const attacking = attack();
        const took: number[] = [];
        while (performance.now() < until) took.push(await honestCalls());
        await attacking;
        process.stdout.write(
          `${took.length} rounds of honest calls, slowest ${Math.max(...took).toFixed(0)} ms\n`,
        );
        expect(Math.max(...took)).toBeLessThan(honestWithinMs);
      });
    },
    180_000,
  );

  /** Asks what a relayer asks, again when the RPC is busy or has no room for a connection. @returns the milliseconds of the slowest */
  async function honestCalls(): Promise<number> {
    let slowest = 0;
    for (const path of ['/health', '/status', '/commit', '/block']) {
      const began = performance.now();
      for (let status = 0; status !== 200; ) {
        ({ status } = await ask({ port: rpc, path, method: 'GET' }));
        expect([200, 503, 0]).toContain(status);
        if (performance.now() - began > 60_000) throw new Error(`${path} is not answered`);
      }
      slowest = Math.max(slowest, performance.now() - began);
    }
    return slowest;
  }

  /** Fills a block, or several. @returns the height of the largest */
  async function fill(count = blocksOf): Promise<bigint> {
    using account = await openSequencerAccount(network);
    const data = new Uint8Array(largeTxBytes);
    const rollupId = rollupIdOf('nobody');
    const heights: bigint[] = [];
    const ids: Uint8Array[] = [];
    for (let n = 0; n < count; n++)
      ids.push(await account.submit([{ kind: 'submitRollupData', rollupId, data }]));
    for (const id of ids) heights.push(await account.heightOf(id));
    process.stdout.write(`large blocks: ${heights.join(' ')}\n`);
    return heights.at(-1) ?? 1n;
  }
});

/** Read and answered, or waited for: it has no bounds of ours here. */
const takenByCometbft = ['text that is not UTF-8', '10,000 fragments'];
const longFrame: (typeof brokenFrames)[number] = [
  'longer than a message',
  [frame({ length: BigInt(maxBody + 1) })],
];

describe('WebSockets', () => {
  it.each<(typeof brokenFrames)[number]>([
    ...brokenFrames.filter(([name]) => consensusChild === 'solo-engine' || !takenByCometbft.includes(name)),
    ...(consensusChild === 'solo-engine' ? [longFrame] : []),
  ])('are cut off for a frame that is %s', async (_name, frames) => {
    const heard = await talkFrames(rpc, frames, { ms: 5_000 }, { path: '/websocket' });
    // CometBFT closes without having read all, which may take its last words along.
    expect(heard.text).toMatch(consensusChild === 'cometbft' ? /^(HTTP\/1\.1 101 |$)/ : /^HTTP\/1\.1 101 /);
    expect(heard.isClosed).toBe(true);
  });
});
