import { MalformedError } from '@switchyard/primitives';
import type { Transaction } from '@switchyard/protocol';
import { expect, it } from 'vitest';
import { createAdmit, type Source } from './admit.ts';
import type { Committed } from './consensus.ts';
import { createPool } from './domain/pool.ts';
import { defaultPoolLimits, type PoolLimits } from './domain/pool-usage.ts';
import { RefusedError } from './errors.ts';
import { aTransaction, createWorld, data, person, report } from './testing/world.ts';

const megabyte = 1_048_576;

/** Admission over a chain in memory; signatures are answered when the test says so. */
function anAdmission(limits: PoolLimits = defaultPoolLimits) {
  const world = createWorld({ params: { reporters: [person(5)] } });
  world.blocks(3);
  const checks: PromiseWithResolvers<boolean>[] = [];
  const admitted: Source[] = [];
  const answers: string[] = [];
  const committed: Committed = {
    height: world.height(),
    appHash: new Uint8Array(32),
    state: world.state(),
    read: world.read,
  };
  const pool = createPool(limits);
  const admit = createAdmit({
    pool,
    committed: () => committed,
    checkSignature: () => {
      const check = Promise.withResolvers<boolean>();
      checks.push(check);
      return check.promise;
    },
    onAdmitted: (_transaction, source) => admitted.push(source),
    onAnswer: (outcome) => answers.push(outcome),
  });
  const submit = ({ bytes }: Transaction): Promise<string> =>
    admit(bytes, 'client').then(
      () => 'ok',
      (error: unknown) => (error instanceof RefusedError ? error.code : String(error)),
    );
  return { submit, admit, checks, admitted, answers, pool };
}

const ofData = (from: number, length: number): Transaction =>
  aTransaction(from, { actions: [data('hog', length)] });
const overhead = ofData(1, megabyte - 400).bytes.length - (megabyte - 400);
/** Exactly. */
const aMegabyte = (from: number): Transaction => ofData(from, megabyte - overhead);

it('refuses what does not fit the time of the thread pool, and says when to come again', async () => {
  const { submit, checks, answers } = anAdmission();
  const waiting = Array.from({ length: 16 }, (_, index) => submit(aMegabyte(10 + index)));
  expect(await submit(aMegabyte(30))).toBe('SEQUENCER_BUSY');
  for (const check of checks) check.resolve(false);
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['SEQUENCER_BAD_SIGNATURE']));
  expect(answers.length).toBe(17);
  // Room again.
  const next = submit(aMegabyte(30));
  checks.at(-1)?.resolve(true);
  expect(await next).toBe('ok');
});

it('takes a report while megabytes of data wait for their signatures', async () => {
  const { submit, checks } = anAdmission();
  for (let from = 10; from < 26; from++) void submit(aMegabyte(from));
  const reporting = submit(aTransaction(5, { actions: [report(1n, 1n)] }));
  for (const check of checks) check.resolve(true);
  expect(await reporting).toBe('ok');
});

it('checks no signature of what the full pool has no room for', async () => {
  const { submit, checks } = anAdmission({ maxBytes: 8 * megabyte, maxTransactions: 100 });
  for (let from = 10; from < 12; from++) {
    const one = submit(aMegabyte(from));
    checks.at(-1)?.resolve(true);
    expect(await one).toBe('ok');
  }
  expect(await submit(aMegabyte(30))).toBe('SEQUENCER_POOL_FULL');
  expect(await submit(aTransaction(31, { nonce: 1n, actions: [data('hog', megabyte - 400)] }))).toBe(
    'SEQUENCER_POOL_FULL',
  );
  expect(checks.length).toBe(2);
});

it('checks a signature once for all who hand the same bytes in, and knows them afterwards', async () => {
  const { submit, checks, admitted } = anAdmission();
  const transaction = aTransaction(3);
  const both = [submit(transaction), submit(transaction)];
  expect(checks.length).toBe(1);
  checks[0]?.resolve(true);
  expect(await Promise.all(both)).toEqual(['ok', 'ok']);
  expect(await submit(transaction)).toBe('ok');
  expect(admitted).toEqual(['client']);
});

it('counts what is no transaction', async () => {
  const { admit, answers } = anAdmission();
  await expect(admit(new Uint8Array([1, 2, 3]), 'gossip')).rejects.toThrow(MalformedError);
  await expect(admit(new Uint8Array(megabyte + 1), 'gossip')).rejects.toThrow(RefusedError);
  expect(answers).toEqual(['MALFORMED', 'SEQUENCER_TOO_LARGE']);
});
