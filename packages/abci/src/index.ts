export { parseAbciAddress, type SocketTarget } from './address.ts';
export { type AbciApp, baseApplication } from './application.ts';
export { type AbciClient, type AbciClientOptions, createAbciClient } from './client.ts';
export {
  AbciAddressError,
  AbciExceptionError,
  AbciFrameError,
  AbciHandlerError,
  AbciTooManyConnectionsError,
  AbciUnavailableError,
} from './errors.ts';
export { FrameReader, frame } from './frames.ts';
export {
  type AbciMethod,
  type AbciRequest,
  type AbciRequestFields,
  type AbciResponse,
  type AbciResponseFields,
  abciMethods,
} from './methods.ts';
export { type AbciRejection, type AbciServer, type AbciServerOptions, serveAbci } from './server.ts';
