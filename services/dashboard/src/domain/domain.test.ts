import { describe, expect, it } from 'vitest';
import { at, decimalAt, textAt } from './json.ts';
import { queueOf, type Said, statusOf, throttleOf } from './status.ts';
import type { Topology } from './topology.ts';
import {
  bundleIds,
  heightWaitsFor,
  includedHeight,
  inOrder,
  transactionWaitsFor,
  type WayEvent,
} from './way.ts';

const anEvent = (msg: string, content: Partial<WayEvent> = {}): WayEvent => ({
  at: '2030-01-01T00:00:00.000Z',
  service: 'composer',
  msg,
  fields: {},
  ...content,
});

describe('reading JSON', () => {
  const value = { a: { b: '7', c: 8, d: 'x', e: [1], f: null, g: 1.5 } };

  it('follows names', () => {
    expect(at(value, 'a', 'b')).toBe('7');
    expect(at(value, 'a', 'e', '0')).toBeUndefined();
    expect(at(value, 'a', 'f', 'g')).toBeUndefined();
    expect(at(value, 'x')).toBeUndefined();
    expect(at(undefined, 'x')).toBeUndefined();
  });

  it.each([
    ['b', '7'],
    ['c', '8'],
    ['d', null],
    ['g', null],
    ['x', null],
  ])('takes %s for the decimal %j', (name, decimal) => {
    expect(decimalAt(value, 'a', name)).toBe(decimal);
  });

  it('takes texts only', () => {
    expect([textAt(value, 'a', 'd'), textAt(value, 'a', 'c')]).toEqual(['x', null]);
  });
});

describe('a way', () => {
  it('is in order of time, each event once', () => {
    const [early, late] = [anEvent('a', { at: '1' }), anEvent('b', { at: '2' })];
    expect(inOrder([late, early, late])).toEqual([early, late]);
    expect(
      inOrder([anEvent('a'), anEvent('b'), anEvent('a', { rollup: 'gm' })]).map(({ msg }) => msg),
    ).toEqual(['a', 'b', 'a']);
  });

  it('knows its bundles and its last height', () => {
    const events = [
      anEvent('bundle submitted', { fields: { id: 'x' } }),
      anEvent('bundle included', { fields: { id: 'x', height: '7' } }),
      anEvent('bundle included', { fields: { id: 'y', height: 9 } }),
    ];
    expect(bundleIds(events)).toEqual(['x', 'y']);
    expect(includedHeight(events)).toBe('9');
    expect(includedHeight([anEvent('bundle included')])).toBeNull();
    expect(includedHeight([])).toBeNull();
  });

  it.each([
    [[], null, 'the composer to take it out of the mempool'],
    [
      ['transaction queued'],
      null,
      "an earlier nonce of its sender, or a base fee that the sender's transactions pay",
    ],
    [
      ['transactions replaced', 'block finalized'],
      '7',
      'nothing: another transaction of its sender took its nonce',
    ],
    [['transaction queued', 'transactions taken'], null, 'its bundle to be accepted by a sequencer node'],
    [['bundle submitted'], null, 'a sequencer block that includes its bundle'],
    [['bundle submitted'], '7', 'the relayer to relay height 7'],
    [['block relayed'], '7', 'its conductor to execute height 7, and the da-writer to submit height 7'],
    [['block relayed', 'soft block executed'], '7', 'the da-writer to submit height 7'],
    [['batch submitted', 'soft block executed'], '7', 'the DA layer to include the batch with height 7'],
    [['batch confirmed', 'soft block executed'], '7', 'its conductor to read height 7 from the DA layer'],
    [['block finalized'], '7', null],
    [['transactions settled', 'block finalized'], '7', null],
    [
      ['transactions put back', 'block finalized'],
      '7',
      'the composer to send it again: the rollup skipped it',
    ],
  ])('after %j at %s waits for %s', (messages, height, wait) => {
    expect(
      transactionWaitsFor(
        messages.map((msg) => anEvent(msg)),
        height,
      ),
    ).toBe(wait);
  });

  it.each([
    [['transactions taken'], 'its bundle to be accepted by a sequencer node, which waits for the DA layer'],
    [['bundle submitted'], 'a sequencer block that includes its bundle, which waits for the DA layer'],
    [
      ['bundle submitted', 'bundle refused'],
      'its bundle to be accepted by a sequencer node, which said SEQUENCER_THROTTLED, which waits for the DA layer',
    ],
  ])('after %j waits for the DA layer while the sequencer is throttled: %s', (messages, wait) => {
    const events = messages.map((msg) => anEvent(msg, { fields: { reason: 'SEQUENCER_THROTTLED' } }));
    expect(transactionWaitsFor(events, null, 'the DA layer')).toBe(wait);
  });

  it('says what a refused bundle was told', () => {
    const events = [anEvent('bundle refused', { fields: { reason: 'SEQUENCER_POOL_FULL' } })];
    expect(transactionWaitsFor(events, null)).toBe(
      'its bundle to be accepted by a sequencer node, which said SEQUENCER_POOL_FULL',
    );
  });

  it('of what was sequenced past every composer ends where the rollup skipped it, unless a later block has it', () => {
    const by = (msg: string, height: string, fields: object = {}): WayEvent =>
      anEvent(msg, { service: 'evm-driver', fields: { height, ...fields } });
    const skipped = [by('block executed', '7'), by('transactions skipped', '7', { reason: 'nonce-too-low' })];
    expect(includedHeight(skipped.slice(1))).toBe('7');
    expect(transactionWaitsFor([...skipped, anEvent('block finalized', { service: 'conductor' })], '7')).toBe(
      'nothing: the rollup skipped it (nonce-too-low)',
    );
    const executed = [...skipped, by('block executed', '9')];
    expect(includedHeight(executed)).toBe('9');
    expect(transactionWaitsFor(executed, '9')).toBe('the relayer to relay height 9');
    expect(
      transactionWaitsFor([...skipped, anEvent('transaction queued', { service: 'composer' })], '7'),
    ).toBe('the relayer to relay height 7');
  });

  it('is at its end when it is parked', () => {
    expect(transactionWaitsFor([anEvent('transactions parked')], '7')).toMatch('parked');
  });

  it('of a height is at its end when it is final', () => {
    expect(heightWaitsFor([anEvent('block finalized')], '7')).toBeNull();
  });
});

describe('a queue', () => {
  it.each([
    [undefined, undefined, null],
    [{ queue: { problem: null } }, { queue: { problem: null }, sourceProblem: null }, null],
    [{ queue: { problem: 'QUEUE_FULL' } }, undefined, 'the queue to take blocks of the relayer (QUEUE_FULL)'],
    [
      { queue: { problem: null } },
      { queue: { problem: 'QUEUE_AWAY' } },
      'the queue to give blocks to the da-writer (QUEUE_AWAY)',
    ],
    // A da-writer that reads by gRPC has a source, and no queue.
    [undefined, { sourceProblem: 'UNAVAILABLE' }, null],
    [
      undefined,
      { queue: {}, sourceProblem: 'QUEUE_STREAM_GONE' },
      'the queue to give blocks to the da-writer (QUEUE_STREAM_GONE)',
    ],
  ])('of %o and %o is waited for as %s', (relayer, daWriter, waits) => {
    expect(queueOf(relayer, daWriter)).toBe(waits);
  });

  it('is why a relayed height is not submitted', () => {
    const relayed = [anEvent('block relayed')];
    const wait = 'the da-writer to submit height 7';
    expect(heightWaitsFor(relayed, '7')).toContain(wait);
    expect(heightWaitsFor(relayed, '7', 'the queue')).toContain(`${wait}, which waits for the queue`);
  });
});

describe('a throttled sequencer', () => {
  it.each([
    [undefined, null],
    [{ budgetBytes: '6', fullBudgetBytes: '6', backlogBytes: '9' }, null],
    [{ budgetBytes: '6' }, null],
    [
      { budgetBytes: '2', fullBudgetBytes: '6', backlogBytes: '9' },
      'the DA layer to take 9 bytes that it is behind: 2 bytes a block until then',
    ],
    [
      { budgetBytes: '0', fullBudgetBytes: '6' },
      'the DA layer to take ? bytes that it is behind: no rollup data until then',
    ],
  ])('of %j waits for %s', (status, wait) => {
    expect(throttleOf(status)).toBe(wait);
  });
});

describe('the status', () => {
  const topology: Topology = {
    network: { chainId: 'yard-1' },
    rollups: [
      { name: 'demo', chainId: 1337, rollupId: '', rpcUrl: '', wsUrl: '', sequencerStartHeight: '1' },
      { name: 'gm', chainId: 7, rollupId: '', rpcUrl: '', wsUrl: '', sequencerStartHeight: '1' },
    ],
    services: [
      { service: 'sequencer-app', adminUrl: '' },
      { service: 'conductor', rollup: 'demo', adminUrl: '' },
      { service: 'conductor', rollup: 'gm', adminUrl: '' },
    ],
  };

  it('joins what the services say', () => {
    const said: Said = new Map([
      ['sequencer-app', { status: { height: '10', backlogBytes: '5', budgetBytes: '6' }, why: undefined }],
      ['da-writer', { status: { confirmedHeight: '8' }, why: undefined }],
      ['local-da', { status: { height: 4 }, why: undefined }],
      [
        'conductor@demo',
        {
          status: {
            mode: 'soft-and-firm',
            soft: { number: '9', height: '11', hash: '0x1' },
            firm: { number: '7', height: '8', hash: '0x2' },
            waitingFor: { height: '9' },
            mismatch: { number: '3' },
          },
          why: undefined,
        },
      ],
      ['conductor@gm', { status: { soft: { number: '1' }, waitingFor: 'the DA layer' }, why: 'no relayer' }],
    ]);
    const { network, rollups, services } = statusOf(topology, said);
    expect(network).toEqual({
      chainId: 'yard-1',
      height: '10',
      daHeight: '4',
      confirmedHeight: '8',
      backlogBytes: '5',
      budgetBytes: '6',
      waitingFor: null,
    });
    expect(rollups[0]).toMatchObject({
      softLag: '0',
      firmLag: '2',
      waitingFor: '{"height":"9"}',
      mismatch: { number: '3' },
    });
    expect(rollups[1]).toMatchObject({
      softLag: null,
      firm: null,
      firmLag: null,
      waitingFor: 'no relayer',
      mismatch: null,
    });
    expect(services.map(({ why }) => why)).toEqual([null, null, 'no relayer']);
  });

  it('says what nobody knows', () => {
    const { network, rollups } = statusOf(topology, new Map());
    expect(network.height).toBeNull();
    expect(rollups[0]).toMatchObject({ soft: null, softLag: null, waitingFor: null });
    const waiting: Said = new Map([
      ['conductor@gm', { status: { waitingFor: 'the DA layer' }, why: undefined }],
    ]);
    expect(statusOf(topology, waiting).rollups[1]?.waitingFor).toBe('the DA layer');
  });

  it.each([
    [{ height: '9' }, '{"height":"9"}'],
    [{ height: '9', what: 'metadata' }, 'metadata of height 9'],
    [
      { height: '9', what: 'section', rollup: 'gm', since: '4' },
      'section of height 9 of rollup gm, on DA from height 4 on',
    ],
    [
      { height: '9', what: 'section', rollup: 'gm', since: 4, why: 'CELESTIA_DATA_UNAVAILABLE' },
      'section of height 9 of rollup gm, on DA from height 4 on (CELESTIA_DATA_UNAVAILABLE)',
    ],
  ])('tells what firm blocks wait for: %j', (waitingFor, text) => {
    const said: Said = new Map([['conductor@gm', { status: { waitingFor }, why: undefined }]]);
    expect(statusOf(topology, said).rollups[1]?.waitingFor).toBe(text);
  });
});
