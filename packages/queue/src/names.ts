import { MalformedError } from '@switchyard/primitives';

/** Which message of a block: 0 its header, then its sections in the order of their rollup ids. */
export type PartName = { readonly height: bigint; readonly part: number };

/** A message of the queue by name: what it is, and which feeding it belongs to. */
export type MessageName = PartName & { readonly round: string };

/** The one consumer of a stream, which is a work queue. */
export const consumerName = 'da-writer';

/** Names of streams and subjects allow no more. */
const plainChainId = /^[0-9A-Za-z_-]{1,50}$/;

/** The stream of a chain. @throws MalformedError when the chain's id cannot be part of a name */
export function streamName(chainId: string): string {
  if (!plainChainId.test(chainId)) {
    throw new MalformedError('a chain id with other than letters, digits, - and _ has no queue', { chainId });
  }
  return `switchyard-blocks-${chainId}`;
}

/** The subjects that a chain's stream takes. */
export function blockSubjects(chainId: string): string {
  return `switchyard.blocks.${chainId}.>`;
}

/** The subject of one message. */
export function partSubject(chainId: string, { height, part }: PartName): string {
  return `switchyard.blocks.${chainId}.${height}.${part}`;
}

/** Where the reader tells those who feed what it wants. No stream has it: only the newest counts. */
export function demandSubject(chainId: string): string {
  return `switchyard.demand.${chainId}`;
}

/** The same for the same message, whoever sends it and however often: the stream takes it once. */
export function messageId(chainId: string, { height, part, round }: MessageName): string {
  return `${chainId}/${height}/${part}/${round}`;
}

/** What a message is, by its subject and id. @throws MalformedError for one that nobody of ours has sent */
export function parseMessageName(chainId: string, subject: string, id: string): MessageName {
  const place = /^switchyard\.blocks\.[^.]+\.([1-9]\d{0,18})\.(0|[1-9]\d{0,3})$/.exec(subject);
  const round = /\/([0-9a-z]{1,16})$/.exec(id);
  if (place?.[1] !== undefined && place[2] !== undefined && round?.[1] !== undefined) {
    const name = { height: BigInt(place[1]), part: Number(place[2]), round: round[1] };
    if (partSubject(chainId, name) === subject && messageId(chainId, name) === id) return name;
  }
  throw new MalformedError('a message of the queue has another name', { subject, id });
}
