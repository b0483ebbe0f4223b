import { isIP } from 'node:net';
import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import type { QueueServer } from './connection.ts';
import { ownRightsSubject, rightsOf } from './rights.ts';

/** What would let others read or write along, by the settings of a service. */
export function unsafeSettings({
  url,
  keySeed,
  caFile,
}: Pick<QueueServer, 'url' | 'keySeed' | 'caFile'>): readonly string[] {
  const { protocol, hostname } = new URL(url);
  const isAsked = protocol === 'tls:';
  return [
    ...(isAsked || isLoopback(hostname) ? [] : ['no TLS on the way to another machine']),
    ...(isAsked || caFile === undefined ? [] : ['certificates are named, and TLS is not asked for']),
    ...(keySeed === undefined ? ['no key: whoever reaches the server may be anyone'] : []),
  ];
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

const allowed = z.object({ allow: z.array(z.string()).optional() }).optional();
const answerSchema = z.object({
  data: z.object({ permissions: z.object({ publish: allowed, subscribe: allowed }).optional() }),
});

const askMs = 2_000;

/** What the server lets this user do besides its work: a user for all, or rights that were given too freely. */
export async function needlessRights(
  nats: NatsConnection,
  { user, chainId }: Pick<QueueServer, 'user' | 'chainId'>,
): Promise<readonly string[]> {
  const answer = await nats.request(ownRightsSubject, '', { timeout: askMs });
  const { permissions } = answerSchema.parse(answer.json()).data;
  const needed = rightsOf(user, chainId);
  const beyond = (['publish', 'subscribe'] as const).flatMap((verb) => {
    const subjects = permissions?.[verb]?.allow;
    if (subjects === undefined) return [`${verb} to any subject`];
    return subjects
      .filter((subject) => !needed[verb].includes(subject))
      .map((subject) => `${verb} to ${subject}`);
  });
  if (beyond.length === 0) return [];
  const more = beyond.length > 3 ? `, and ${beyond.length - 3} more` : '';
  return [`the server lets this user do more than its work: ${beyond.slice(0, 3).join(', ')}${more}`];
}
