import { type RawData, WebSocket } from 'ws';
import type { EngineMetrics } from '../metrics.ts';
import { jsonArguments } from './arguments.ts';
import type { ChainView } from './chain-view.ts';
import { internalError, invalidRequest, parseError, type RpcError } from './errors.ts';
import { type EventKind, eventData, eventOf, eventResult } from './events.ts';
import {
  type Answer,
  answerRequest,
  answerWith,
  parseJson,
  parseRequest,
  type RequestId,
  refusal,
  resultText,
} from './json-rpc.ts';

/** CometBFT's default of `max_subscriptions_per_client`. */
const MAX_SUBSCRIPTIONS = 5;
const MAX_WAITING_REQUESTS = 64;
/** A peer that has not read so much is dropped: events are wake-ups, blocks are fetched by height. */
export const MAX_UNREAD_BYTES = 8 * 1024 * 1024;

type Subscription = { readonly id: RequestId; readonly query: string; readonly kind: EventKind };

export type WebsocketDeps = { readonly view: ChainView; readonly metrics: EngineMetrics };

/** The WebSockets that are open, and what they subscribed to. */
export class Websockets {
  readonly #deps: WebsocketDeps;
  readonly #peers = new Map<WebSocket, Peer>();

  constructor(deps: WebsocketDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#peers.size;
  }

  /** Serves a peer until it goes or the signal aborts. */
  add(socket: WebSocket, signal: AbortSignal): void {
    const peer = new Peer(this.#deps, socket, signal);
    this.#peers.set(socket, peer);
    this.#deps.metrics.rpcClients.set(this.#peers.size);
    socket.on('message', (data) => peer.receive(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#peers.delete(socket);
      this.#deps.metrics.rpcClients.set(this.#peers.size);
    });
  }

  /** Tells subscribers of a height. */
  publish(height: bigint): void {
    for (const kind of ['NewBlock', 'NewBlockHeader'] as const) {
      const peers = [...this.#peers.values()].filter((peer) => peer.wants(kind));
      if (peers.length === 0) continue;
      const data = eventData(this.#deps.view, kind, height);
      for (const peer of peers) peer.notify(kind, data);
    }
  }

  /** Asks every peer for a sign of life, and ends those that gave none since the last time. */
  checkLife(): void {
    for (const [socket, peer] of this.#peers) {
      if (!peer.isAlive) socket.terminate();
      peer.isAlive = false;
      socket.ping();
    }
  }

  closeAll(): void {
    for (const socket of this.#peers.keys()) socket.terminate();
  }
}

class Peer {
  readonly #deps: WebsocketDeps;
  readonly #socket: WebSocket;
  readonly #signal: AbortSignal;
  readonly #subscriptions: Subscription[] = [];
  #waiting = 0;
  #tail: Promise<void> = Promise.resolve();
  isAlive = true;

  constructor(deps: WebsocketDeps, socket: WebSocket, signal: AbortSignal) {
    this.#deps = deps;
    this.#socket = socket;
    this.#signal = signal;
    socket.on('pong', () => {
      this.isAlive = true;
    });
  }

  wants(kind: EventKind): boolean {
    return this.#subscriptions.some((subscription) => subscription.kind === kind);
  }

  notify(kind: EventKind, data: string): void {
    for (const { id, query, kind: wanted } of this.#subscriptions) {
      if (wanted === kind) this.#send(resultText(id, eventResult(query, kind, data)));
    }
  }

  /** Requests of one peer are answered one after the other; more than a few waiting end it. */
  receive(data: RawData): void {
    this.isAlive = true;
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#waiting >= MAX_WAITING_REQUESTS) {
      this.#drop();
      return;
    }
    this.#waiting += 1;
    this.#tail = this.#tail
      .then(() => this.#answer(textOf(data)))
      .catch(() => this.#socket.terminate())
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  async #answer(text: string): Promise<void> {
    const answer = await this.#answerTo(text);
    if (answer === undefined) return;
    this.#deps.metrics.rpcRequests.inc({ outcome: answer.outcome });
    this.#send(answer.text);
  }

  async #answerTo(text: string): Promise<Answer | undefined> {
    const json = parseJson(text);
    if (json === undefined) {
      return refusal(undefined, parseError('error unmarshaling request: message is not JSON'));
    }
    const request = parseRequest(json);
    if (request === undefined) return refusal(undefined, invalidRequest('not a request'));
    if (request.id === undefined) return undefined;
    const { id, method, params } = request;
    const query = () => jsonArguments(params, ['query']).text('query');
    switch (method) {
      case 'subscribe':
        return answerWith(this.#deps.view, id, () => this.#subscribe(id, query()));
      case 'unsubscribe':
        return answerWith(this.#deps.view, id, () =>
          this.#unsubscribe((subscription) => subscription.query === query()),
        );
      case 'unsubscribe_all':
        return answerWith(this.#deps.view, id, () => this.#unsubscribe(() => true));
      default:
        return answerRequest(this.#deps.view, request, this.#signal);
    }
  }

  #subscribe(id: RequestId, query = ''): object {
    const kind = eventOf(query);
    if (this.#subscriptions.some((known) => known.query === query)) throw internalError('already subscribed');
    if (this.#subscriptions.length >= MAX_SUBSCRIPTIONS) throw tooManySubscriptions();
    this.#subscriptions.push({ id, query, kind });
    return {};
  }

  #unsubscribe(isMeant: (subscription: Subscription) => boolean): object {
    const kept = this.#subscriptions.filter((subscription) => !isMeant(subscription));
    if (kept.length === this.#subscriptions.length) throw internalError('subscription not found');
    this.#subscriptions.splice(0, this.#subscriptions.length, ...kept);
    return {};
  }

  #send(text: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_UNREAD_BYTES) this.#drop();
    else this.#socket.send(text);
  }

  #drop(): void {
    this.#deps.metrics.rpcDropped.inc();
    this.#socket.terminate();
  }
}

function tooManySubscriptions(): RpcError {
  return internalError(`max_subscriptions_per_client ${MAX_SUBSCRIPTIONS} reached`);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.from(data as ArrayBuffer).toString();
}
