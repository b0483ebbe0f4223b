import { describe, expect, it } from 'vitest';
import { underAttack } from '../support/attack/honest-user.ts';
import { call, type RpcReply } from '../support/attack/http.ts';
import { hold, talk } from '../support/attack/tcp.ts';
import { frame, opcodes, talkFrames, upgrade } from '../support/attack/web-socket.ts';
import { attackedNetwork } from '../support/attacked-network.ts';

// The front of a rollup by WebSocket, and what it is asked that costs much. One network for all attacks.
const offset = 2_800;
const front = 8_545 + offset;

const network = attackedNetwork('front, WebSocket and costly calls', offset);

const target = '0x00000000000000000000000000000000000b1a5e';
const running = (code: string, gas?: string): readonly unknown[] => [
  { to: target, ...(gas === undefined ? {} : { gas }) },
  'latest',
  { [target]: { code } },
];
/** JUMPDEST, PUSH1 0, JUMP: until the gas is gone. */
const loop = '0x5b600056';

describe('code that nobody pays for', () => {
  it('ends, whatever gas it asks for, and blocks go on', async () => {
    await underAttack(network, 'front: loops with all the gas that there is', async () => {
      const replies: RpcReply[] = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          n % 2 === 0
            ? call(front, 'eth_call', running(loop, '0xffffffffffffffff'))
            : call(front, 'eth_estimateGas', running(loop, '0xffffffffffffffff')),
        ),
      );
      // Of an estimate Geth says how much it may be at most.
      for (const { error } of replies)
        expect(error?.message).toMatch(/out ?of ?gas|gas required exceeds allowance/i);
    });
  });

  it('is asked for a history without end, and for all logs', async () => {
    const history = (await call(front, 'eth_feeHistory', [1_000_000_000, 'latest', [1, 50, 99]])).result;
    expect(history).toHaveProperty('oldestBlock');
    const all = await call(front, 'eth_getLogs', [{ fromBlock: '0x0', toBlock: '0xffffffffffff' }]);
    expect(all.result).toEqual([]);
  });
});

describe('answers of megabytes that nobody reads', () => {
  /** PUSH3 size, PUSH0, RETURN: so many zeros. */
  const returning = (size: string): string => JSON.stringify(request(`0x62${size}5ff3`));
  const request = (code: string): object => ({
    jsonrpc: '2.0',
    id: 1,
    method: 'eth_call',
    params: running(code),
  });
  const attackMs = 10_000;

  it.each([
    ['5 MB each, as much as the gas allows', '4c4b40'],
    ['1 MB each, nearly as much as is answered', '0f4240'],
  ])('hold nobody up: 40 callers by HTTP and as many by WebSocket, 10 calls of %s', async (what, size) => {
    const body = returning(size);
    const head = `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    const attacks = {
      http: () => talk(front, Array<string>(10).fill(head + body), { ms: attackMs, isDeaf: true }),
      ws: () =>
        talkFrames(front, Array<Uint8Array>(10).fill(frame({ payload: body })), {
          ms: attackMs,
          isDeaf: true,
        }),
    };
    for (const [by, attack] of Object.entries(attacks)) {
      let over = false;
      const estimateMs: number[] = [];
      const estimate = async (): Promise<void> => {
        while (!over) {
          const began = performance.now();
          const { result } = await call(front, 'eth_estimateGas', [{ to: target }]);
          if (result === '0x5208') estimateMs.push(performance.now() - began);
        }
      };
      await underAttack(network, `front: unread answers of ${what}, by ${by}`, async () => {
        const estimating = estimate();
        await Promise.all(Array.from({ length: 40 }, attack));
        over = true;
        await estimating;
      });
      process.stdout.write(
        `  ${estimateMs.length} honest estimates, slowest ${(Math.max(...estimateMs) / 1_000).toFixed(1)} s\n`,
      );
      expect(estimateMs.length).toBeGreaterThan(5);
      expect(Math.max(...estimateMs)).toBeLessThan(10_000);
    }
  });
});

describe('WebSockets', () => {
  const subscribe = ['newHeads', 'newPendingTransactions', 'logs'].map((kind, id) =>
    frame({ payload: JSON.stringify({ jsonrpc: '2.0', id, method: 'eth_subscribe', params: [kind] }) }),
  );

  it('may subscribe and never read, stay idle, ping, and cut messages into pieces', async () => {
    const pings = Array<Uint8Array>(20_000).fill(frame({ opcode: opcodes.ping, payload: 'x'.repeat(125) }));
    await underAttack(network, 'front: 300 idle sockets, 40 deaf ones, ping floods', async () => {
      await Promise.all([
        hold(front, 300, 8_000, upgrade('/')),
        ...Array.from({ length: 40 }, () => talkFrames(front, subscribe, { ms: 8_000, isDeaf: true })),
        ...Array.from({ length: 5 }, () => talkFrames(front, pings, { ms: 8_000, isDeaf: true })),
      ]);
    });
  });

  it.each([
    ['unmasked', [frame({ isMasked: false, payload: '{}' })]],
    ['compressed', [frame({ reserved: 4, payload: '{}' })]],
    ['longer than 2^53', [frame({ length: 2n ** 63n - 1n })]],
    ['a continuation of nothing', [frame({ opcode: opcodes.continuation, payload: '{}' })]],
    [
      'one of 10,000 fragments',
      [
        frame({ isFinal: false }),
        ...Array<Uint8Array>(10_000).fill(
          frame({ opcode: opcodes.continuation, isFinal: false, payload: '[' }),
        ),
      ],
    ],
  ])('are cut off for a frame that is %s', async (_name, frames) => {
    expect((await talkFrames(front, frames, { ms: 10_000 })).isClosed).toBe(true);
  });
});
