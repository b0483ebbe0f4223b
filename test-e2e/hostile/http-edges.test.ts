import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { underAttack } from '../support/attack/honest-user.ts';
import { ask, counter } from '../support/attack/http.ts';
import { hold, talk } from '../support/attack/tcp.ts';
import { attackedNetwork } from '../support/attacked-network.ts';
import { hasEngine } from '../support/engines.ts';

// Every HTTP port but the RPCs: submission, dashboard, and the admin port of each service, with its knobs.
const offset = 1_610;
const submit = 9_094 + offset;
/** CometBFT has none. */
const consensusAdmins = hasEngine('cometbft') ? [] : [9_101];
const admins = [9_100, ...consensusAdmins, 9_102, 9_103, 9_104, 9_105, 9_310, 9_311, 9_312].map(
  (port) => port + offset,
);
const all = [submit, 8_080 + offset, ...admins];

const network = attackedNetwork('HTTP edges', offset);

describe('a web page', () => {
  const actions = [
    [9_102 + offset, '/knobs', '{"gossip":false}'],
    [9_104 + offset, '/knobs', '{"pause":true}'],
    [9_311 + offset, '/rewind-to-firm', ''],
    [9_310 + offset, '/resume', '{}'],
    [submit, '/v1/transactions', '00'],
  ] as const;

  it.each(actions)('cannot act by %i%s', async (port, path, body) => {
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: 'http://evil.example', 'content-type': 'text/plain' },
      { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
      { host: `127.0.0.1.evil.example:${port}` },
    ]) {
      expect({ headers, ...(await ask({ port, path, headers, body })) }).toMatchObject({ status: 403 });
    }
  });

  it('has changed nothing', async () => {
    const { text } = await ask({ port: 9_104 + offset, path: '/knobs', method: 'GET' });
    expect(JSON.parse(text)).toMatchObject({ pause: false });
    const relayer = await ask({ port: 9_102 + offset, path: '/status', method: 'GET' });
    expect(JSON.parse(relayer.text)).toMatchObject({ gossip: { publishing: true } });
  });

  it.each(all)('cannot read %i by a name of its own', async (port) => {
    const headers = { host: `evil.example:${port}` };
    expect((await ask({ port, path: '/status', method: 'GET', headers })).status).toBe(403);
  });
});

describe.each(all)('port %i', (port) => {
  it('answers what it cannot take with a status of the 400s', async () => {
    const path = port === submit ? '/v1/transactions' : '/knobs';
    for (const body of [
      '',
      '{',
      '[[[[',
      '{"__proto__":{"gossip":true}}',
      '['.repeat(60_000),
      'x'.repeat(60_000),
    ]) {
      const { status } = await ask({ port, path, body });
      expect(status, body.slice(0, 20)).toSatisfy(isRefusal);
    }
    expect(
      (await ask({ port, path, headers: { 'content-length': `${100 * 2 ** 20}` }, body: 'x', ms: 2_000 }))
        .status,
    ).toBeLessThan(500);
    for (const url of [
      '/%00',
      '/..%2f..%2fetc/passwd',
      '/trace/%ff',
      `/trace/${'a'.repeat(10_000)}`,
      '/__proto__',
      '//',
      '/api/why/-1',
    ]) {
      expect((await ask({ port, path: url, method: 'GET' })).status).toSatisfy(isAnswer);
    }
  });
});

it('lives through slow and endless requests, all ports at once', async () => {
  const fared = await underAttack(network, 'HTTP edges, slow and endless', async () => {
    await Promise.all(
      all.flatMap((port) => [
        hold(port, 100, 8_000),
        ...Array.from({ length: 5 }, () =>
          talk(port, slowly(`POST /knobs HTTP/1.1\r\nHost: 127.0.0.1\r\n`), { ms: 8_000, pauseMs: 200 }),
        ),
        ...Array.from({ length: 5 }, () => talk(port, tinyChunks('/knobs', 100_000), { ms: 8_000 })),
      ]),
    );
  });
  for (const [service, bytes] of Object.entries(fared.logBytes))
    expect(bytes, service).toBeLessThan(256 * 1024);
});

it('holds a body once, into however many pieces it is cut', async () => {
  await underAttack(network, 'submission, 2 MB in chunks of one byte', async () => {
    await Promise.all(
      Array.from({ length: 4 }, () =>
        talk(submit, tinyChunks('/v1/transactions', 2_000_000), { ms: 30_000, until: (text) => text !== '' }),
      ),
    );
  });
});

it('refuses a thousand bad submissions by name, counts them, and says little of it', async () => {
  const admin = 9_100 + offset;
  const before = await counter(admin, 'sequencer_app_admissions_total');
  const { logBytes } = await underAttack(network, 'a thousand bad submissions', async () => {
    for (let n = 0; n < 1_000; n++) {
      const { status, text } = await ask({
        port: submit,
        path: '/v1/transactions',
        body: '00'.repeat(n + 1),
      });
      expect(status).toBe(400);
      const { error } = JSON.parse(text) as { readonly error: { readonly code: string } };
      expect(error.code).toMatch(/^(MALFORMED|SEQUENCER_)/);
    }
  });
  expect((await counter(admin, 'sequencer_app_admissions_total')) - before).toBeGreaterThanOrEqual(1_000);
  expect(logBytes['sequencer-app']).toBeLessThan(64 * 1024);
});

it('does not take a second request out of the body of the first', async () => {
  const smuggled = 'GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  for (const port of admins) {
    const { text } = await talk(
      port,
      [
        `POST /knobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${smuggled.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      ],
      { ms: 2_000, until: (heard) => heard.includes('# HELP') },
    );
    expect(text).not.toContain('# HELP');
  }
});

it('outlives connections that are reset', async () => {
  await underAttack(network, 'resets', async () => {
    for (const port of all) {
      for (let n = 0; n < 50; n++) {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        await new Promise((resolve) => socket.once('connect', resolve));
        socket.write('POST /knobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{');
        socket.resetAndDestroy();
      }
    }
  });
});

/** More than a server takes, however they hold it. */
const many = 1_100;
const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';

describe.each([
  ['submission', submit, '/v1/transactions', '/v1/transactions'],
  ['an admin port', 9_100 + offset, '/healthz', '/metrics'],
])('%s', (name, port, path, longest) => {
  const get = (headers = '', body = '', asked = path): string =>
    `GET ${asked} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n${body}`;

  it.each([
    ['Upgrade requests', get(upgrade)],
    ['GETs with a body', get('Content-Length: 1\r\n', 'x')],
    ['heads before their bodies', get('Content-Length: 1\r\n')],
  ])(`serves others beside ${many} %s`, async (what, text) => {
    await underAttack(network, `${name}, ${what}`, async () => {
      const held = hold(port, many, 6_000, text);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect((await ask({ port, path, method: 'GET' })).status).toSatisfy(isAnswer);
      await held;
    });
  });

  it('outlives Upgrade requests that are reset', async () => {
    await underAttack(network, `${name}, reset Upgrade requests`, async () => {
      for (let n = 0; n < 50; n++) {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        await new Promise((resolve) => socket.once('connect', resolve));
        socket.write(get(upgrade));
        await new Promise((resolve) => setTimeout(resolve, n % 5));
        socket.resetAndDestroy();
      }
    });
  });

  it('serves others beside deaf readers, and cuts off pipelines', async () => {
    await underAttack(network, `${name}, deaf readers and pipelines`, async () => {
      const deaf = Array.from({ length: 300 }, () =>
        talk(port, [get('', '', longest).repeat(4)], { ms: 8_000, isDeaf: true }),
      );
      const long = Array.from({ length: 20 }, () =>
        talk(port, [get('', '', longest).repeat(1_000)], { ms: 30_000 }),
      );
      expect((await ask({ port, path, method: 'GET' })).status).toSatisfy(isAnswer);
      for (const { isClosed } of await Promise.all(long)) expect(isClosed).toBe(true);
      await Promise.all(deaf);
    });
  });
});

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500;
}

function isAnswer(status: number): boolean {
  return status >= 200 && status < 500;
}

function* slowly(head: string): Generator<string> {
  yield head;
  for (let n = 0; n < 35; n++) yield `X-${n}: 1\r\n`;
}

/** A body in chunks of one byte. */
function* tinyChunks(path: string, bytes: number): Generator<string> {
  yield `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const some = '1\r\n0\r\n'.repeat(10_000);
  for (let n = 0; n < bytes; n += 10_000) yield some;
  yield '0\r\n\r\n';
}
