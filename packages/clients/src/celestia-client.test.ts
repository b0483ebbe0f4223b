import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Blob, userNamespace } from '@switchyard/celestia';
import { codeOf, daHeight, faultOf, toHex } from '@switchyard/primitives';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCelestiaClient, parseDaHeader } from './celestia-client.ts';
import { CelestiaRefusedError } from './celestia-errors.ts';

const signal = AbortSignal.timeout(30_000);
const blob: Blob = {
  namespace: userNamespace(new Uint8Array([1, 2])),
  data: new Uint8Array([1, 2, 3]),
  shareVersion: 1,
  signer: new Uint8Array(20).fill(4),
};

type Recorded = { readonly http_status: number; readonly response: unknown };

/** What a celestia-node v0.31.4 answered. */
function recorded(name: string): Recorded {
  const url = new URL(`../../../test-e2e/celestia-client/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Recorded;
}

/** A server that answers each request the same, and keeps what it was asked. */
async function answering(
  status: number,
  body: string,
): Promise<{ url: string; asked: unknown[]; seen: string[] }> {
  const asked: unknown[] = [];
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    seen.push(String(request.headers.authorization));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, seen };
}

async function answeringAs(name: string): Promise<ReturnType<typeof createCelestiaClient>> {
  const { http_status, response } = recorded(name);
  const { url } = await answering(http_status, JSON.stringify(response));
  return createCelestiaClient({ url });
}

describe('answers of the real node', () => {
  it('are parsed', async () => {
    expect(await (await answeringAs('blob.Submit.v1')).submit([blob], {}, signal)).toBe(14n);
    expect(await (await answeringAs('state.Balance')).balance(signal)).toBe(1_000_000_000_000_000n);
    const account = await answeringAs('state.AccountAddress');
    expect(await account.accountAddress(signal)).toBe('celestia1722ffqehk7hfsgfkqkqa8n9m2ecm7c82sd4lvl');
    expect(toHex(await account.signer(signal))).toBe('f294948337b7ae9821360581d3ccbb5671bf60ea');
    const head = await (await answeringAs('header.NetworkHead')).networkHead(signal);
    expect(head.header.chainId).toBe('test');
    const second = await (await answeringAs('header.GetByHeight')).headerByHeight(daHeight(2), signal);
    expect(toHex(second.headerHash)).toBe('71cd46f9bdd71f24a0a1900f9a20c333a5ef56744ab0f77e6a3de699eb23e895');
    expect(
      (await (await answeringAs('header.WaitForHeight')).waitForHeight(daHeight(9), signal)).height,
    ).toBeTypeOf('bigint');
    expect(
      await (await answeringAs('blob.GetAll.none')).getAll(daHeight(4), [blob.namespace], signal),
    ).toEqual([]);
    const [row] = await (await answeringAs('share.GetNamespaceData.absent')).namespaceData(
      daHeight(4),
      blob.namespace,
      signal,
    );
    expect(row?.proof.start).toBe(6);
  });

  it.each([
    ['blob.Submit.tooBig.8MiB', 'too-big', 'rejected'],
    ['blob.Submit.insufficientFunds', 'insufficient-funds', 'transient'],
    ['blob.Submit.gasPriceTooLow', 'fee-too-low', 'transient'],
    ['blob.Submit.maxGasPriceTooLow', 'fee-too-low', 'transient'],
    ['blob.Submit.gasTooLow', 'fee-too-low', 'transient'],
    ['blob.Submit.accountNotOnChain', 'unknown-account', 'transient'],
    ['blob.Submit.v1.wrongSigner', 'bad-request', 'rejected'],
    ['blob.Submit.empty', 'bad-request', 'rejected'],
    ['blob.Submit.unknownKey', 'bad-request', 'rejected'],
    ['blob.Submit.badNamespace.reserved', 'bad-request', 'rejected'],
    ['blob.Submit.tooBig.14MB', 'bad-request', 'rejected'],
    ['auth.read.submit', 'no-permission', 'rejected'],
  ] as const)('to %s are refusals: %s, %s', async (name, reason, fault) => {
    const error: unknown = await (await answeringAs(name))
      .submit([blob], {}, signal)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CelestiaRefusedError);
    expect([(error as CelestiaRefusedError).reason, faultOf(error)]).toEqual([reason, fault]);
  });

  it('above the head are not there yet', async () => {
    const client = await answeringAs('header.GetByHeight.future');
    await expect(client.headerByHeight(daHeight(1_006), signal)).rejects.toMatchObject({
      code: 'CELESTIA_HEIGHT_NOT_YET',
      fault: 'transient',
    });
  });
});

describe('failures', () => {
  const failing = async (client: ReturnType<typeof createCelestiaClient>) => [
    codeOf(await client.balance(signal).catch((error: unknown) => error)),
    codeOf(await client.submit([blob], {}, signal).catch((error: unknown) => error)),
  ];

  it('of the transport are transient, and leave open whether a submission landed', async () => {
    const nobody = createCelestiaClient({ url: 'http://127.0.0.1:1' });
    expect(await failing(nobody)).toEqual(['CELESTIA_UNAVAILABLE', 'CELESTIA_OUTCOME_UNKNOWN']);
  });

  it.each(['', '<html>', '[]', '{"id":1}', '{"id":1,"result":{"x":1}}', 'null'])(
    'in the form of %j are transient too',
    async (body) => {
      const { url } = await answering(200, body);
      expect(await failing(createCelestiaClient({ url }))).toEqual([
        'CELESTIA_UNAVAILABLE',
        'CELESTIA_OUTCOME_UNKNOWN',
      ]);
    },
  );

  it.each([
    'rpc error: code = Unavailable desc = connection error: desc = "transport"',
    'tx with hash AB was evicted from the mempool',
  ])('told as %j leave open whether a submission landed', async (message) => {
    const { url } = await answering(200, JSON.stringify({ error: { code: 1, message }, id: 1 }));
    expect(await failing(createCelestiaClient({ url }))).toEqual([
      'CELESTIA_UNAVAILABLE',
      'CELESTIA_OUTCOME_UNKNOWN',
    ]);
  });

  it('told by a server that does not know the methods say nothing of the request', async () => {
    const message = 'the method header.WaitForHeight does not exist/is not available';
    const { url } = await answering(200, JSON.stringify({ error: { code: -32_601, message }, id: 1 }));
    const client = createCelestiaClient({ url });
    expect(await failing(client)).toEqual(['CELESTIA_UNAVAILABLE', 'CELESTIA_OUTCOME_UNKNOWN']);
    await expect(client.waitForHeight(daHeight(9), signal)).rejects.toMatchObject({
      fault: 'transient',
      context: { reason: message },
    });
  });

  it('of the token are refusals', async () => {
    const { url, seen } = await answering(401, '');
    const client = createCelestiaClient({ url, token: 'abc' });
    expect(await failing(client)).toEqual(['CELESTIA_REFUSED', 'CELESTIA_REFUSED']);
    expect(seen[0]).toBe('Bearer abc');
  });

  it('of a panic and of withheld data are told apart', async () => {
    const panic = await answering(500, '{"error":{"code":0,"message":"fatal error calling"},"id":1}');
    const withheld = await answering(
      200,
      '{"error":{"code":1,"message":"share: data not available"},"id":1}',
    );
    const ask = (url: string): Promise<unknown> =>
      createCelestiaClient({ url })
        .namespaceData(daHeight(1), blob.namespace, signal)
        .catch((error: unknown) => error);
    expect(codeOf(await ask(panic.url))).toBe('CELESTIA_UNAVAILABLE');
    expect(codeOf(await ask(withheld.url))).toBe('CELESTIA_DATA_UNAVAILABLE');
  });

  it('end with the deadline, or at once with the signal', async () => {
    const hang = createCelestiaClient({
      url: 'http://127.0.0.1:1',
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    });
    await expect(hang.submit([blob], { deadlineMs: 20 }, signal)).rejects.toMatchObject({
      code: 'CELESTIA_OUTCOME_UNKNOWN',
    });
    const stop = new AbortController();
    const waiting = hang.waitForHeight(daHeight(9), stop.signal);
    stop.abort(new Error('shut down'));
    await expect(waiting).rejects.toThrow('shut down');
  });
});

describe('requests', () => {
  it('carry commitment, signer and price', async () => {
    const { url, asked } = await answering(200, '{"id":1,"jsonrpc":"2.0","result":7}');
    await createCelestiaClient({ url }).submit([blob], { gasPrice: 0.02, maxGasPrice: 0.5 }, signal);
    const { params } = asked[0] as { params: [Record<string, unknown>[], object] };
    expect(Object.keys(params[0][0] ?? {})).toEqual([
      'namespace',
      'data',
      'share_version',
      'commitment',
      'signer',
      'index',
    ]);
    expect(params[1]).toEqual({ gas_price: 0.02, is_gas_price_set: true, max_gas_price: 0.5 });
  });
});

describe('parseDaHeader', () => {
  it('reads every header that was recorded', () => {
    const { response } = recorded('header.LocalHead');
    const { result } = response as { result: unknown };
    expect(parseDaHeader(result).dah.rowRoots).toHaveLength(2);
    expect(() => parseDaHeader({ header: 1 })).toThrow();
    expect(() => parseDaHeader(undefined)).toThrow();
  });
});
