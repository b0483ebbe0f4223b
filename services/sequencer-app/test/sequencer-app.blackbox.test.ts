import { createSequencerClient, SequencerRefusedError } from '@switchyard/clients';
import { faultOf, rollupIdOf, toHex } from '@switchyard/primitives';
import { parseI64 } from '@switchyard/proto';
import { decodeStateProof, encodeTransaction, verifyStateProof } from '@switchyard/protocol';
import { sweepsFaults } from '@switchyard/testing/program';
import { describe, expect, it } from 'vitest';
import { aTransaction, data, person, report, sudo, transfer } from '../src/testing/world.ts';
import { aHome, connected, environment, initChain, nextBlock, run } from './process.ts';

const signal = AbortSignal.timeout(120_000);
const slow = { timeout: 60_000 };
const genesis = {
  accounts: [{ address: person(2), balance: 1_000n }],
  params: { reporters: [person(3)] },
};

it('orders what is sent, answers for it, and stops clean', slow, async () => {
  await using home = await aHome();
  await using app = run(environment(home));
  await using engine = await connected(home);
  expect((await fetch(`http://${home.admin}/readyz`)).status).toBe(503);
  await initChain(engine, genesis);
  expect((await fetch(`http://${home.admin}/readyz`)).status).toBe(200);
  using client = createSequencerClient(home.grpc);

  const leaving = new AbortController();
  const carried: string[] = [];
  const carrying = (async () => {
    for await (const { transactions, control } of client.poolStream(leaving.signal)) {
      carried.push(...transactions.map((bytes) => `${control ? 'control' : 'data'} ${bytes.length}`));
    }
  })().catch(() => undefined);
  const first = aTransaction(2, { actions: [data('demo', 50), transfer(9, 400n)] });
  expect(await client.submit(first.bytes, 'client', signal)).toEqual(first.id);
  expect(await client.submit(first.bytes, 'client', signal)).toEqual(first.id);
  const waiting = aTransaction(2, { nonce: 2n });
  await client.submit(waiting.bytes, 'gossip', signal);
  expect(await client.status({ id: first.id }, signal)).toMatchObject({ state: 'pending', stateHeight: 0n });
  expect(await client.status({ account: person(2), nonce: 2n }, signal)).toMatchObject({ state: 'waiting' });
  expect(await client.account(person(2), signal)).toMatchObject({ nonce: 0n, pendingNonce: 1n });

  const { status, txResults, items } = await nextBlock(engine, 1n);
  expect([status, txResults.length, items.length]).toEqual([1, 2, 2]);
  const place = { state: 'committed', id: first.id, height: 1n, index: 1, stateHeight: 1n };
  expect(await client.status({ id: first.id }, signal)).toEqual(place);
  expect(await client.status({ account: person(2), nonce: 0n }, signal)).toEqual(place);
  expect(await client.status({ id: rollupIdOf('?') }, signal)).toEqual({
    state: 'unknown',
    stateHeight: 1n,
    indexedFrom: 1n,
  });
  expect((await client.blockItems(1n, signal))?.length).toBe(2);
  expect(await client.blockItems(2n, signal)).toBeUndefined();

  const key = `account/${toHex(person(9))}`;
  const proven = await client.stateProof(key, signal);
  expect(verifyStateProof({ ...proven, key, proof: decodeStateProof(proven.proof) })).toBe(true);
  const none = await client.stateProof('account/none', signal);
  expect(none.value).toBeUndefined();
  expect(verifyStateProof({ ...none, key: 'account/none', proof: decodeStateProof(none.proof) })).toBe(true);

  await client
    .submit(aTransaction(3, { actions: [report(0n, 1n)] }).bytes, 'client', signal)
    .catch(() => undefined);
  await client
    .submit(aTransaction(3, { actions: [report(1n, 8n)] }).bytes, 'client', signal)
    .catch(() => undefined);
  const action = { kind: 'registerRollup', rollupId: rollupIdOf('demo'), weight: 4n } as const;
  await client.submit(aTransaction(1, { actions: [action] }).bytes, 'client', signal);
  await nextBlock(engine, 2n);
  expect(await client.rollups(signal)).toEqual([{ rollupId: rollupIdOf('demo'), weight: 4n }]);
  expect(await client.params(signal)).toMatchObject({
    chainId: 'yard-test',
    sudo,
    price: 0n,
    stateHeight: 2n,
  });
  expect(await client.daProgress(signal)).toMatchObject({
    sequencerHeight: 1n,
    daHeight: 8n,
    backlogBytes: 0n,
  });

  const sent = await fetch(`http://${home.http}/v1/transactions`, {
    method: 'POST',
    body: `0x${toHex(aTransaction(4).bytes)}\n`,
  });
  expect([sent.status, await sent.json()]).toEqual([202, { transaction_id: toHex(aTransaction(4).id) }]);
  const raw = await fetch(`http://${home.http}/v1/transactions`, {
    method: 'POST',
    body: Buffer.from(aTransaction(5).bytes),
  });
  expect(raw.status).toBe(202);

  leaving.abort();
  await carrying;
  expect(carried).toContain(`data ${first.bytes.length}`);
  expect(carried).not.toContain(`data ${waiting.bytes.length}`);
  expect(carried.filter((line) => line.startsWith('control')).length).toBe(2);

  const { events } = (await (await fetch(`http://${home.admin}/trace/bundle:${toHex(first.id)}`)).json()) as {
    readonly events: readonly { readonly msg: string; readonly at: string; readonly fields: object }[];
  };
  expect(events.map(({ msg }) => msg)).toEqual(['transaction admitted', 'block committed']);
  expect(events[1]?.fields).toEqual({ height: '1', index: 1 });
  const lines = app
    .output()
    .split('\n')
    .filter((line) => line.includes('"block committed"'));
  expect(lines[0]).toContain(events[1]?.at);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ height: '1', txs: 1, rollups: 1 });
  expect(await (await fetch(`http://${home.admin}/metrics`)).text()).toContain('sequencer_app_height 2');

  expect(await app.stop()).toBe(0);
});

describe('what it refuses', () => {
  it('says why, by gRPC and HTTP, and lives', slow, async () => {
    await using home = await aHome();
    await using _app = run(environment(home));
    await using engine = await connected(home);
    using client = createSequencerClient(home.grpc);
    const refusal = (bytes: Uint8Array) =>
      client.submit(bytes, 'client', signal).then(
        () => 'accepted',
        (error: unknown) => {
          if (!(error instanceof SequencerRefusedError)) return String(error);
          return `${error.code} ${faultOf(error)}`;
        },
      );
    expect(await refusal(aTransaction(2).bytes)).toBe('SEQUENCER_NOT_READY transient');
    await initChain(engine, genesis);
    const honest = aTransaction(2);
    const forged = encodeTransaction({ ...honest, signature: aTransaction(2, { nonce: 1n }).signature });
    expect(await refusal(forged)).toBe('SEQUENCER_BAD_SIGNATURE rejected');
    expect(await refusal(new Uint8Array())).toBe('MALFORMED rejected');
    expect(await refusal(Uint8Array.of(...honest.bytes, 0x20, 1))).toBe('MALFORMED rejected');
    expect(await refusal(new Uint8Array(2_000_000))).toBe('SEQUENCER_TOO_LARGE rejected');
    expect(await refusal(aTransaction(2, { chainId: 'other' }).bytes)).toBe('SEQUENCER_WRONG_CHAIN rejected');
    expect(await refusal(aTransaction(2, { nonce: 200n }).bytes)).toBe('SEQUENCER_NONCE_TOO_FAR transient');
    expect(await refusal(aTransaction(4, { actions: [report(1n, 1n)] }).bytes)).toBe(
      'SEQUENCER_NOT_REPORTER rejected',
    );
    expect(await refusal(aTransaction(3, { actions: [report(5n, 1n)] }).bytes)).toBe(
      'SEQUENCER_REPORT_ABOVE_HEAD rejected',
    );
    expect(await refusal(honest.bytes)).toBe('accepted');
    const post = async (body: string, init: RequestInit = {}) =>
      (await fetch(`http://${home.http}/v1/transactions`, { method: 'POST', body, ...init })).status;
    expect(await post('abc')).toBe(400);
    expect(await post('{"a":1}', { headers: { 'content-type': 'application/json' } })).toBe(400);
    expect(await post('a'.repeat(3_000_000))).toBe(413);
    expect(await post(toHex(aTransaction(2, { nonce: 200n }).bytes))).toBe(503);
    await expect(client.account(new Uint8Array(3), signal)).rejects.toMatchObject({ code: 'MALFORMED' });
    for (const key of ['', 'k'.repeat(300)]) {
      await expect(client.stateProof(key, signal)).rejects.toMatchObject({ code: 'MALFORMED' });
    }
    const checked = await engine.checkTx({ tx: honest.bytes });
    expect([checked.code, checked.log]).toEqual([1, 'submit by gRPC']);
    expect((await engine.query({ path: '/' })).code).toBe(1);
  });

  it('a configuration, with every problem and exit code 78', slow, async () => {
    await using app = run({ SWITCHYARD_SEQUENCER_APP_LOG_LEVEL: 'loud', SWITCHYARD_SEQUENCER_APP_TYPO: '1' });
    expect(await app.ended).toBe(78);
    expect(app.output()).toContain('SWITCHYARD_SEQUENCER_APP_TYPO: no such setting');
    expect(app.output()).toContain('SWITCHYARD_SEQUENCER_APP_GRPC_ADDRESS');
  });

  it('a genesis, with every problem, and ends', slow, async () => {
    await using home = await aHome();
    await using app = run(environment(home));
    await using engine = await connected(home);
    await expect(
      initChain(engine, { params: { priceFloor: 2n, priceCap: 1n, rollupBudgetBytes: 0n } }),
    ).rejects.toThrow();
    expect(await app.ended).toBe(1);
    expect(app.output()).toContain('app_state.params');
  });
});

const kills = ['store-write.before', 'store-write.after', 'commit-reply.after'] as const;
it.each(sweepsFaults ? kills : (['store-write.after'] as const))(
  'killed at %s, it goes on where it was',
  slow,
  async (failpoint) => {
    await using home = await aHome();
    const transactions = [aTransaction(2), aTransaction(2, { nonce: 1n }), aTransaction(4)];
    const blocks: Awaited<ReturnType<typeof nextBlock>>[] = [];
    {
      await using app = run({ ...environment(home), SWITCHYARD_FAILPOINT: `sequencer-app/${failpoint}:3` });
      await using engine = await connected(home);
      await initChain(engine, genesis);
      using client = createSequencerClient(home.grpc);
      for (const { bytes } of transactions) await client.submit(bytes, 'client', signal);
      blocks.push(await nextBlock(engine, 1n), await nextBlock(engine, 2n));
      await nextBlock(engine, 3n).catch(() => undefined);
      expect(await app.ended).toBe('SIGKILL');
    }
    await using _app = run(environment(home));
    await using engine = await connected(home);
    const info = await engine.info({});
    const height = parseI64(info.lastBlockHeight);
    expect(height).toBe(failpoint === 'store-write.before' ? 2n : 3n);
    if (height === 2n) expect(Buffer.from(info.lastBlockAppHash).toString('hex')).toBe(blocks[1]?.appHash);
    const next = await nextBlock(engine, height + 1n);
    expect(next.status).toBe(1);
    using client = createSequencerClient(home.grpc);
    for (const { id } of transactions) {
      expect(await client.status({ id }, signal)).toMatchObject({ state: 'committed', height: 1n });
    }
    expect(parseI64((await engine.info({})).lastBlockHeight)).toBe(height + 1n);
  },
);
