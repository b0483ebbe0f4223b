import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SwitchyardError } from '@switchyard/primitives';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  ConfigError,
  createAdmin,
  createFacts,
  createFailpoints,
  createLogger,
  createMetrics,
  createTrace,
  DeadlineError,
  durationMs,
  loadConfig,
  Mutex,
  mapConcurrent,
  parseEnvFile,
  retrying,
  runTasks,
  socketAddress,
  systemClock,
  TaskError,
  UnknownFailpointError,
  Watch,
  withDeadline,
  writeFileAtomic,
} from './index.ts';

const never = new AbortController().signal;

describe('configuration', () => {
  const schema = z.object({ pollInterval: durationMs, adminAddr: socketAddress, apiKey: z.string() });
  const load = (environment: Record<string, string>) => loadConfig('SWITCHYARD_X', schema, environment);

  it('reads fields and units', () => {
    const config = load({
      SWITCHYARD_X_POLL_INTERVAL: '5s',
      SWITCHYARD_X_ADMIN_ADDR: '127.0.0.1:9100',
      SWITCHYARD_X_API_KEY: 'k',
      PATH: '/bin',
    });
    expect(config).toEqual({
      pollInterval: 5_000,
      adminAddr: { host: '127.0.0.1', port: 9100 },
      apiKey: 'k',
    });
  });

  it('reports every problem at once', () => {
    const wrong = {
      SWITCHYARD_X_POLL_INTERVALL: '5s',
      SWITCHYARD_X_POLL_INTERVAL: '5',
      SWITCHYARD_X_ADMIN_ADDR: 'x',
    };
    expect(() => load(wrong)).toThrow(ConfigError);
    try {
      load(wrong);
    } catch (error) {
      expect((error as Error).message.split('\n')).toEqual([
        'invalid configuration:',
        '  - SWITCHYARD_X_POLL_INTERVALL: no such setting',
        '  - SWITCHYARD_X_POLL_INTERVAL: expected a duration such as 250ms, 5s, 1m or 2h',
        '  - SWITCHYARD_X_ADMIN_ADDR: expected an address such as 127.0.0.1:9100',
        '  - SWITCHYARD_X_API_KEY: required',
      ]);
    }
  });

  it('reads files of variables', () => {
    expect(parseEnvFile('# a comment\n\nA=1\nB = x=y \n')).toEqual({ A: '1', B: 'x=y' });
    expect(() => parseEnvFile('nonsense')).toThrow(ConfigError);
  });
});

describe('tasks', () => {
  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

  it('ends when the signal aborts', async () => {
    const stop = new AbortController();
    const running = runTasks({ a: untilAborted, b: untilAborted }, stop.signal);
    stop.abort();
    await expect(running).resolves.toBeUndefined();
  });

  it('names the task that failed, after the others have ended', async () => {
    let ended = false;
    const failing = runTasks(
      {
        a: async (signal) => {
          await untilAborted(signal);
          ended = true;
        },
        b: () => Promise.reject(new Error('no')),
      },
      never,
    );
    await expect(failing).rejects.toMatchObject({ context: { task: 'b' }, cause: { message: 'no' } });
    expect(ended).toBe(true);
  });

  it('takes an early end for a failure', async () => {
    await expect(runTasks({ a: () => Promise.resolve(), b: untilAborted }, never)).rejects.toThrow(TaskError);
  });

  it('maps in order, a few at a time', async () => {
    let running = 0;
    let most = 0;
    const doubled = await mapConcurrent(
      [1, 2, 3, 4, 5],
      2,
      async (n) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
        return 2 * n;
      },
      never,
    );
    expect(doubled).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
  });

  it('runs one at a time, and goes on after a failure', async () => {
    const mutex = new Mutex();
    const order: number[] = [];
    const failed = mutex.run(() => Promise.reject(new Error('no')));
    const second = mutex.run(() => Promise.resolve(order.push(2)));
    await expect(failed).rejects.toThrow('no');
    await second;
    expect(order).toEqual([2]);
  });
});

describe('waiting', () => {
  it('says what it waited for', async () => {
    const waiting = withDeadline({ ms: 1, what: 'a block' }, () => new Promise(() => undefined), never);
    await expect(waiting).rejects.toThrow(DeadlineError);
    await expect(waiting).rejects.toMatchObject({ fault: 'transient', context: { what: 'a block', ms: 1 } });
  });

  it('retries what is transient and nothing else', async () => {
    class Down extends SwitchyardError {
      override readonly code = 'DOWN';
      override readonly fault = 'transient';
    }
    const instant = { now: () => 0, elapsed: () => 0, sleep: () => Promise.resolve() };
    let tries = 0;
    const third = () => (++tries < 3 ? Promise.reject(new Down('down')) : Promise.resolve(tries));
    await expect(retrying({ clock: instant, operation: 'x' }, third, never)).resolves.toBe(3);
    const bug = () => Promise.reject(new TypeError('bug'));
    await expect(retrying({ clock: instant, operation: 'x' }, bug, never)).rejects.toThrow('bug');
  });

  it('watches values', async () => {
    const head = new Watch(1);
    const third = head.until((value) => value >= 3, never);
    head.set(2);
    head.set(3);
    await expect(third).resolves.toBe(3);
    const stop = new AbortController();
    const waiting = head.until((value) => value > 3, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });

  it('ends a reader whose signal aborts while it works on a value', async () => {
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      for await (const _ of new Watch(1).changes(stop.signal)) stop.abort(new Error('stopped'));
    };
    await expect(read()).rejects.toThrow('stopped');
  });
});

describe('facts', () => {
  it('tells the same time in the log and in the trace', () => {
    const lines: string[] = [];
    const log = createLogger('x', 'info', { write: (line: string) => lines.push(line) });
    const trace = createTrace({ capacity: 2 });
    const clock = { ...systemClock, now: () => Date.UTC(2030, 0, 1) };
    const facts = createFacts({ service: 'x', log, trace, clock });
    facts.record(['height:7'], { height: 7n }, 'block relayed');
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({ level: 'info', service: 'x', height: '7', msg: 'block relayed' });
    expect(trace.of('height:7')).toEqual([
      { at: line['time'], service: 'x', msg: 'block relayed', fields: { height: '7' } },
    ]);
  });

  it('forgets the id touched longest ago', () => {
    const trace = createTrace({ capacity: 2 });
    const event = { at: '', service: 'x', msg: 'm', fields: {} };
    for (const id of ['a', 'b', 'a', 'c']) trace.add([id], event);
    expect([trace.of('a').length, trace.of('b').length, trace.of('c').length]).toEqual([2, 0, 1]);
  });
});

describe('failpoints', () => {
  it('kills at the armed place, the n-th time', () => {
    let killed = 0;
    const { hit } = createFailpoints('x', ['send.before', 'send.after'], 'x/send.after:2', {
      log: undefined,
      kill: () => killed++,
    });
    hit('send.before');
    hit('send.after');
    expect(killed).toBe(0);
    hit('send.after');
    expect(killed).toBe(1);
    hit('send.after');
    expect(killed).toBe(1);
  });

  it('ignores other services and refuses unknown places', () => {
    createFailpoints('x', ['a'], 'y/a', { log: undefined, kill: () => expect.fail() }).hit('a');
    expect(() => createFailpoints('x', ['a'], 'x/b', { log: undefined })).toThrow(UnknownFailpointError);
  });

  it('says that it is armed, and nothing when another service is', () => {
    const said: unknown[] = [];
    const log = { warn: (...line: unknown[]) => said.push(line) };
    for (const armed of [undefined, 'y/a', 'x/a', '@/nowhere']) createFailpoints('x', ['a'], armed, { log });
    expect(said).toEqual([
      [{ failpoint: 'x/a' }, 'failpoint armed: this process may kill itself'],
      [{ failpoint: '@/nowhere' }, 'failpoint armed: this process may kill itself'],
    ]);
  });

  it('is armed by a file at any moment, fires once, and takes the file away before', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'failpoints-')), 'armed');
    let killed = 0;
    const kill = () => {
      expect(existsSync(file)).toBe(false);
      killed++;
    };
    const { hit } = createFailpoints('x', ['a', 'b'], `@${file}`, { log: undefined, kill });
    hit('a');
    await writeFile(file, 'x/a:2\n');
    hit('b');
    hit('a');
    expect(killed).toBe(0);
    hit('a');
    expect(killed).toBe(1);
    hit('a');
    hit('a');
    expect(killed).toBe(1);
    await writeFile(file, 'y/a');
    hit('a');
    expect(killed).toBe(1);
    await writeFile(file, 'x/a');
    hit('a');
    expect(killed).toBe(2);
    await writeFile(file, 'x/c');
    expect(() => hit('a')).toThrow(UnknownFailpointError);
  });
});

describe('files', () => {
  it('replaces a file at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'files-'));
    await writeFileAtomic(join(folder, 'sub/a'), 'one');
    await writeFileAtomic(join(folder, 'sub/a'), 'two');
    expect(await readFile(join(folder, 'sub/a'), 'utf8')).toBe('two');
  });
});

describe('admin', () => {
  it('serves metrics, status, readiness and traces', async () => {
    const metrics = createMetrics('da-writer');
    metrics.counter('calls_total', { help: 'Calls', labels: ['outcome'] }).inc({ outcome: 'ok' });
    const trace = createTrace();
    trace.add(['tx:0x1'], { at: 'now', service: 'x', msg: 'm', fields: {} });
    await using admin = createAdmin(
      {
        service: 'da-writer',
        metrics,
        trace,
        status: () => ({ height: 7n }),
        notReady: () => 'no DA layer',
        routes: (server) => {
          server.post('/own', () => ({ height: 7n }));
        },
      },
      { host: '127.0.0.1' },
    );
    expect((await admin.inject({ method: 'POST', url: '/own' })).json()).toEqual({ height: '7' });
    expect((await admin.inject('/metrics')).payload).toContain('da_writer_calls_total{outcome="ok"} 1');
    expect((await admin.inject('/status')).json()).toMatchObject({ service: 'da-writer', height: '7' });
    expect((await admin.inject('/trace/tx:0x1')).json()).toMatchObject({ events: [{ msg: 'm' }] });
    const ready = await admin.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([
      503,
      { service: 'da-writer', ready: false, why: 'no DA layer' },
    ]);
    expect((await admin.inject('/healthz')).statusCode).toBe(200);
  });
});
