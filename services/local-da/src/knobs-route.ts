import type { Watch } from '@switchyard/service-kit';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Knobs } from './domain/knobs.ts';

const every = z.number().int().min(0).max(1_000_000);
/** Base64 of the RPC, or hex. */
const bytesText = z.string().max(128).transform(toLowerHex);
const oneOrMore = z.union([bytesText.transform((one) => [one]), z.array(bytesText).max(1_024)]);

const schema = z.strictObject({
  pause: z.boolean().optional(),
  dropEvery: every.optional(),
  dropAnswer: z.enum(['evicted', 'height', 'never']).optional(),
  doubleEvery: every.optional(),
  delayBlocks: z.number().int().min(0).max(30).optional(),
  withholdCommitment: oneOrMore.optional(),
  withholdNamespace: oneOrMore.optional(),
});

/** GET and POST /knobs: a POST changes what it names; null and empty lists are not kept from before. */
export function knobsRoute(knobs: Watch<Knobs>): (server: FastifyInstance) => void {
  return (server) => {
    server.get('/knobs', () => knobs.value);
    server.post('/knobs', (request, reply) => {
      const parsed = schema.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ error: z.prettifyError(parsed.error) });
      const { withholdCommitment, withholdNamespace, ...given } = parsed.data;
      const previous = knobs.value;
      knobs.set({
        ...previous,
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
        withholdCommitments: withholdCommitment ?? previous.withholdCommitments,
        withholdNamespaces: withholdNamespace ?? previous.withholdNamespaces,
      });
      return reply.send(knobs.value);
    });
  };
}

function toLowerHex(text: string): string {
  if (/^([0-9a-fA-F]{2})+$/.test(text) && (text.length === 64 || text.length === 58))
    return text.toLowerCase();
  return Buffer.from(text, 'base64').toString('hex');
}
