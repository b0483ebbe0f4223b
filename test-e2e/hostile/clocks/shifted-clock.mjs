// Given to a service by --import: its time of day is the machine's and what the file says, {"base", "rate", "since",
// "until"}: base ms, and rate ms for each ms of monotonic time from `since` to `until`. Timers are as they were.
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_FILE ?? '';
const RealDate = Date;
const monotonicMs = () => Number(process.hrtime.bigint() / 1_000n) / 1_000;
const readAgainMs = 20;
let shift = { base: 0, rate: 0, since: 0, until: 0 };
let readAt = -Infinity;

function offset() {
  const now = monotonicMs();
  if (now - readAt >= readAgainMs) {
    readAt = now;
    try {
      shift = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // Nothing is said yet.
    }
  }
  const { base, rate, since, until } = shift;
  return base + rate * Math.max(0, Math.min(now, until) - since);
}

const shifted = () => Math.floor(RealDate.now() + offset());

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(shifted()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(
      target,
      args.length === 0 ? [shifted()] : args,
      newTarget === globalThis.Date ? target : newTarget,
    ),
  get: (target, name, receiver) => (name === 'now' ? shifted : Reflect.get(target, name, receiver)),
});
const origin = performance.timeOrigin;
Object.defineProperty(performance, 'timeOrigin', { get: () => origin + offset() });
