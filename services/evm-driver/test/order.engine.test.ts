import { status } from '@grpc/grpc-js';
import { formatU64 } from '@switchyard/proto';
import { call, RemoteError } from '@switchyard/service-kit';
import { expect, it } from 'vitest';
import { rpcs } from '../src/execution-api/server.ts';
import { createExecutionClient, persistently, type SeenBlock } from './support/client.ts';
import { onEachEngine } from './support/each-engine.ts';
import { spawnDriver } from './support/process.ts';
import { rpc } from './support/sequence.ts';
import { signed, type World } from './support/world.ts';

// Calls of the execution API that no conductor makes, to a driver process in the middle of its work: each is refused with a status and
// words that tell the caller what to do, nothing moves, and the session goes on.

type Client = ReturnType<typeof createExecutionClient>;

/** Soft is block 3, firm is block 1; block 4 was executed and is not committed. */
type Work = {
  readonly id: string;
  readonly genesis: SeenBlock;
  readonly firm: SeenBlock;
  readonly second: SeenBlock;
  readonly soft: SeenBlock;
  readonly executed: SeenBlock;
  readonly items: readonly Uint8Array[];
};

type Row = readonly [name: string, run: () => Promise<unknown>, status: keyof typeof status, words: RegExp];

const limits = { deadlineMs: 20_000, signal: new AbortController().signal };
const nobodys = `0x${'ee'.repeat(32)}`;
const lastU64 = (1n << 64n) - 1n;
const lastSecond = BigInt(Date.parse('9999-12-31T23:59:59Z') / 1_000);
const newSession = /create a new (session|one)/;
const noHash = /has 32 bytes/;

async function begin(client: Client): Promise<Work> {
  const { id, soft: genesis } = await persistently(() => client.session());
  const make = async (parent: SeenBlock, nonce: number, firm?: SeenBlock): Promise<SeenBlock> => {
    const block = await client.execute(id, parent, [await signed({ nonce })]);
    await client.commit(id, block, firm ?? block);
    return block;
  };
  const firm = await make(genesis, 0);
  const second = await make(firm, 1, firm);
  const soft = await make(second, 2, firm);
  const items = [await signed({ nonce: 3 })];
  return { id, genesis, firm, second, soft, items, executed: await client.execute(id, soft, items) };
}

/** What users and operators see. */
async function seenBy({ front, admin }: World): Promise<unknown> {
  const tags = ['latest', 'safe', 'finalized', 'pending', '0x3', '0x4', '0x5'];
  const heads = await Promise.all(
    tags.map(async (tag) => {
      const { result } = await rpc(front, 'eth_getBlockByNumber', [tag, false]);
      return (result as { readonly hash: string } | null)?.hash;
    }),
  );
  return { heads, ready: (await fetch(`${admin}/readyz`)).status };
}

function executions({ client, execute }: Client, { id, ...blocks }: Work): readonly Row[] {
  const { genesis, firm, second, soft, executed, items } = blocks;
  const raw = (fields: object) => () => {
    const timestamp = { seconds: formatU64(soft.timestamp + 1n), nanos: 0 };
    const whole = { sessionId: id, parentHash: soft.hash, timestamp, sequencerBlockHash: nobodys };
    return call(client, rpcs.executeBlock, { ...whole, ...fields }, limits);
  };
  const onSoft = (extra: object) => () => execute(id, soft, items, extra);
  return [
    ['in no session', () => execute('', soft, items), 'PERMISSION_DENIED', newSession],
    ['in another session', () => execute(nobodys, soft, items), 'PERMISSION_DENIED', newSession],
    ['with nothing', () => call(client, rpcs.executeBlock, {}, limits), 'PERMISSION_DENIED', newSession],
    ['on block 0', () => execute(id, genesis, items), 'FAILED_PRECONDITION', newSession],
    ['on firm', () => execute(id, firm, items), 'FAILED_PRECONDITION', newSession],
    ['on the parent of soft', () => execute(id, second, items), 'FAILED_PRECONDITION', newSession],
    ['on a block not committed', () => execute(id, executed, []), 'FAILED_PRECONDITION', newSession],
    ['on nobody', () => execute(id, { ...soft, hash: nobodys }, items), 'FAILED_PRECONDITION', newSession],
    ['on half a hash', raw({ parentHash: soft.hash.slice(0, 34) }), 'INVALID_ARGUMENT', noHash],
    ['on no hash', raw({ parentHash: '' }), 'INVALID_ARGUMENT', noHash],
    ['on what is no hex', raw({ parentHash: 'zz'.repeat(32) }), 'INVALID_ARGUMENT', noHash],
    ['in the second of soft', onSoft({ timestamp: soft.timestamp }), 'INVALID_ARGUMENT', /after that/],
    ['before soft', onSoft({ timestamp: soft.timestamp - 1n }), 'INVALID_ARGUMENT', /after that/],
    ['after all time', onSoft({ timestamp: lastSecond + 1n }), 'INVALID_ARGUMENT', /before the year 10,000/],
    ['far after all time', onSoft({ timestamp: 1n << 62n }), 'INVALID_ARGUMENT', /before the year 10,000/],
    ['before all time', onSoft({ timestamp: lastU64 }), 'INVALID_ARGUMENT', /after that/],
    ['in half a second', onSoft({ nanos: 500_000_000 }), 'INVALID_ARGUMENT', /whole seconds/],
    ['at no time', raw({ timestamp: null }), 'INVALID_ARGUMENT', /after that/],
    ['of no sequencer block', onSoft({ sequencer: '' }), 'INVALID_ARGUMENT', noHash],
    ['of half a sequencer block', onSoft({ sequencer: 'ab' }), 'INVALID_ARGUMENT', noHash],
  ];
}

function commitments({ client, commit }: Client, { id, ...blocks }: Work): readonly Row[] {
  const { genesis, firm, second, soft, executed } = blocks;
  const other = { ...executed, hash: nobodys };
  const last = { ...other, number: lastU64 };
  const wire = ({ number, hash }: SeenBlock) => ({ number: formatU64(number), hash });
  const raw = (commitmentState: object | undefined) => () =>
    call(
      client,
      rpcs.updateCommitmentState,
      { sessionId: id, ...(commitmentState && { commitmentState }) },
      limits,
    );
  const search = { lowestCelestiaSearchHeight: formatU64(1n) };
  const noSoft = { firmExecutedBlockMetadata: wire(firm), ...search };
  const noFirm = { softExecutedBlockMetadata: wire(soft), ...search };
  const half = { ...noSoft, softExecutedBlockMetadata: wire({ ...soft, hash: '0xab' }) };
  return [
    ['in no session', () => commit('', soft, firm), 'PERMISSION_DENIED', newSession],
    ['in another session', () => commit(nobodys, soft, firm), 'PERMISSION_DENIED', newSession],
    ['soft back', () => commit(id, second, firm), 'FAILED_PRECONDITION', newSession],
    ['all back', () => commit(id, genesis, genesis), 'FAILED_PRECONDITION', newSession],
    ['firm back', () => commit(id, soft, genesis), 'FAILED_PRECONDITION', newSession],
    ['firm above soft', () => commit(id, soft, executed), 'FAILED_PRECONDITION', /firm-above-soft/],
    ['soft below firm', () => commit(id, second, soft), 'FAILED_PRECONDITION', /firm-above-soft/],
    ["nobody's soft", () => commit(id, other, firm), 'FAILED_PRECONDITION', /unknown-block/],
    [
      "nobody's firm",
      () => commit(id, soft, { ...second, hash: nobodys }),
      'FAILED_PRECONDITION',
      /unknown-block/,
    ],
    [
      'a number too high',
      () => commit(id, { ...soft, number: 4n }, firm),
      'FAILED_PRECONDITION',
      /unknown-block/,
    ],
    [
      'the hash of soft',
      () => commit(id, { ...executed, hash: soft.hash }, firm),
      'FAILED_PRECONDITION',
      /unknown-block/,
    ],
    [
      'a skipped number',
      () => commit(id, { ...other, number: 5n }, firm),
      'FAILED_PRECONDITION',
      /unknown-block/,
    ],
    ['the last number', () => commit(id, last, last), 'FAILED_PRECONDITION', /unknown-block/],
    ['no state', raw(undefined), 'INVALID_ARGUMENT', /state is required/],
    ['no soft', raw(noSoft), 'INVALID_ARGUMENT', /blocks are required/],
    ['no firm', raw(noFirm), 'INVALID_ARGUMENT', /blocks are required/],
    ['half a hash', raw(half), 'INVALID_ARGUMENT', noHash],
    ['what is committed', () => commit(id, soft, firm), 'OK', /^$/],
  ];
}

function questions({ client, find }: Client, { executed }: Work): readonly Row[] {
  const nothing = () => call(client, rpcs.getExecutedBlockMetadata, {}, limits);
  return [
    ['for a number not committed', () => find({ number: 4n }), 'NOT_FOUND', /no such block/],
    ['for a hash not committed', () => find({ hash: executed.hash }), 'NOT_FOUND', /no such block/],
    ['for the last number', () => find({ number: lastU64 }), 'NOT_FOUND', /no such block/],
    ["for nobody's hash", () => find({ hash: nobodys }), 'NOT_FOUND', /no such block/],
    ['for half a hash', () => find({ hash: '0xab' }), 'INVALID_ARGUMENT', noHash],
    ['for nothing', nothing, 'INVALID_ARGUMENT', /identifier is required/],
  ];
}

/** How a call was answered: the status and words of a refusal. */
const answerOf = (
  run: () => Promise<unknown>,
): Promise<{ readonly status: string; readonly words: string }> =>
  run().then(
    () => ({ status: 'OK', words: '' }),
    (error: unknown) => {
      if (!(error instanceof RemoteError)) throw error;
      return { status: String(status[error.grpcStatus]), words: String(error.context['details']) };
    },
  );

onEachEngine('the execution API out of order', (makeWorld) => {
  it('refuses in words, moves nothing, and goes on', async () => {
    await using world = await makeWorld({ SWITCHYARD_EVM_DRIVER_ROLLUP_END_NUMBER: '5' });
    await using driver = spawnDriver(world);
    const client = createExecutionClient(world.grpc);
    const work = await begin(client);
    const before = await seenBy(world);
    const sets = { execute: executions, commit: commitments, ask: questions };
    for (const [what, rowsOf] of Object.entries(sets)) {
      for (const [name, run, wanted, words] of rowsOf(client, work)) {
        const answer = await answerOf(run);
        expect({ name: `${what} ${name}`, ...answer }).toMatchObject({
          name: `${what} ${name}`,
          status: wanted,
        });
        expect(answer.words).toMatch(words);
        expect(await seenBy(world), `${what} ${name}`).toEqual(before);
      }
    }
    const { id, soft, firm, executed, items } = work;
    expect(await client.execute(id, soft, items)).toEqual(executed);
    await client.commit(id, executed, firm);
    const fifth = await client.execute(id, executed, []);
    await client.commit(id, fifth, executed);
    const beyond = await answerOf(() => client.execute(id, fifth, []));
    expect(beyond).toMatchObject({
      status: 'OUT_OF_RANGE',
      words: expect.stringMatching(newSession) as string,
    });
    client.close();
    expect(driver.isRunning()).toBe(true);
  });

  it('makes one block of several that are asked for at once, and gives the session to the last who asks', async () => {
    await using world = await makeWorld();
    await using driver = spawnDriver(world);
    const client = createExecutionClient(world.grpc);
    const { id, soft, firm, executed, items } = await begin(client);
    const before = await seenBy(world);
    const [far, other] = [{ timestamp: lastSecond }, { sequencer: 'ab'.repeat(32) }];
    const made = await Promise.all([
      ...Array.from({ length: 8 }, () => client.execute(id, soft, items)),
      client.execute(id, soft, items, other),
      client.execute(id, soft, [], far),
      client.execute(id, soft, items),
    ]);
    expect(await seenBy(world)).toEqual(before);
    for (const block of [...made.slice(0, 8), made.at(-1)]) expect(block).toEqual(executed);
    // Only what was executed last may become soft.
    const forked = await client.execute(id, soft, [], other);
    expect(await answerOf(() => client.commit(id, executed, firm))).toMatchObject({
      status: 'FAILED_PRECONDITION',
    });
    expect(forked.hash).not.toBe(executed.hash);
    expect(await client.execute(id, soft, items)).toEqual(executed);

    const sessions = await Promise.all(Array.from({ length: 8 }, () => client.session()));
    const served = await Promise.all(
      sessions.map((session) => answerOf(() => client.commit(session.id, soft, firm))),
    );
    expect(served.filter((answer) => answer.status === 'OK')).toHaveLength(1);
    expect(await answerOf(() => client.execute(id, soft, items))).toMatchObject({
      status: 'PERMISSION_DENIED',
    });
    expect(await seenBy(world)).toEqual(before);
    client.close();
    expect(driver.isRunning()).toBe(true);
  });
});
