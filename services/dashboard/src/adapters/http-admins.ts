import { asError, type Logger, withDeadline } from '@switchyard/service-kit';
import { z } from 'zod';
import type { Json } from '../domain/json.ts';
import type { Admins, Service } from '../ports.ts';

const answerMs = 2_000;

const eventsSchema = z.object({
  events: z.array(
    z.object({
      at: z.string(),
      service: z.string(),
      msg: z.string(),
      fields: z.record(z.string(), z.unknown()),
    }),
  ),
});
const readySchema = z.object({ ready: z.boolean(), why: z.string().optional() });

/** The admin APIs over HTTP. A service that does not answer is a fact to show, not a failure. */
export function createAdmins(log: Logger): Admins {
  const get = async (service: Service, path: string, signal: AbortSignal): Promise<unknown> => {
    try {
      return await withDeadline(
        { ms: answerMs, what: `${service.service} ${path}` },
        async (limited) => (await fetch(`${service.adminUrl}${path}`, { signal: limited })).json(),
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      log.debug({ service: service.service, rollup: service.rollup, path, err: asError(error) }, 'no answer');
      return undefined;
    }
  };
  return {
    status: async (service, signal) => (await get(service, '/status', signal)) as Json | undefined,
    notReady: async (service, signal) => {
      const answer = readySchema.safeParse(await get(service, '/readyz', signal));
      if (!answer.success) return 'it does not answer';
      return answer.data.ready ? undefined : (answer.data.why ?? 'it does not say why');
    },
    trace: async (service, id, signal) => {
      const answer = eventsSchema.safeParse(await get(service, `/trace/${encodeURIComponent(id)}`, signal));
      const { rollup } = service;
      return (answer.data?.events ?? []).map((event) =>
        rollup === undefined ? event : { ...event, rollup },
      );
    },
  };
}
