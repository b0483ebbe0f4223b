import { blockSubjects, consumerName, demandSubject, streamName } from './names.ts';

/** The two users of a queue. */
export type QueueUser = 'relayer' | 'da-writer';

/** What a user may do, as a NATS server's configuration has it. */
export type QueueRights = { readonly publish: readonly string[]; readonly subscribe: readonly string[] };

/** Where answers come to a user: of its own, so that none hears what another is told. */
export function inboxPrefix(user: QueueUser): string {
  return `_INBOX_${user.replace('-', '_')}`;
}

/** What a server says of the user who asks. */
export const ownRightsSubject = '$SYS.REQ.USER.INFO';

/** The least rights with which a user does its work. */
export function rightsOf(user: QueueUser, chainId: string): QueueRights {
  const stream = streamName(chainId);
  const inbox = `${inboxPrefix(user)}.>`;
  if (user === 'relayer') {
    return {
      publish: [
        ownRightsSubject,
        blockSubjects(chainId),
        ...['INFO', 'CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
      ],
      subscribe: [inbox, demandSubject(chainId)],
    };
  }
  return {
    publish: [
      ownRightsSubject,
      demandSubject(chainId),
      ...['CREATE', 'DELETE', 'MSG.NEXT'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.${consumerName}`),
      `$JS.ACK.${stream}.${consumerName}.>`,
    ],
    subscribe: [inbox],
  };
}
