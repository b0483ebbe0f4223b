export {
  createQueueConnection,
  type QueueConnection,
  type QueueServer,
} from './connection.ts';
export { createQueueDrain, type OpenDrain, type QueueDrain, type QueueMessage } from './drain.ts';
export {
  QueueAwayError,
  QueueFullError,
  QueueRefusedError,
  QueueStreamGoneError,
  QueueUntrustedError,
} from './errors.ts';
export { createQueueFeed, type FeedStream, type QueueFeed } from './feed.ts';
export {
  consumerName,
  type MessageName,
  messageId,
  type PartName,
  parseMessageName,
  partSubject,
  streamName,
} from './names.ts';
export { natsUserKey } from './nkey.ts';
export { inboxPrefix, type QueueRights, type QueueUser, rightsOf } from './rights.ts';
export { maxPayloadBytes, type NatsServer, natsServerConfig } from './server-config.ts';
