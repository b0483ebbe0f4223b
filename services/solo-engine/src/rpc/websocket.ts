import { type RawData, WebSocket } from 'ws';
import type { EngineMetrics } from '../metrics.ts';
import { jsonArguments } from './arguments.ts';
import { Asker } from './asker.ts';
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

  /** Serves a peer until it goes. */
  add(socket: WebSocket): void {
    const peer = new Peer(this.#deps, socket);
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
  readonly #asker: Asker;
  readonly #subscriptions: Subscription[] = [];
  isAlive = true;

  constructor(deps: WebsocketDeps, socket: WebSocket) {
    this.#deps = deps;
    this.#socket = socket;
    this.#asker = new Asker(socket, { most: MAX_WAITING_REQUESTS, end: () => socket.terminate() });
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
    if (!this.#asker.answer(() => this.#answer(textOf(data)))) this.#drop();
  }

  async #answer(text: string): Promise<void> {
    if (this.#asker.signal.aborted) return;
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
    const { view } = this.#deps;
    const { signal } = this.#asker;
    const asked = { id, signal, isLarge: false };
    const query = () => jsonArguments(params, ['query']).text('query');
    switch (method) {
      case 'subscribe':
        return answerWith(view, asked, () => this.#subscribe(id, query()));
      case 'unsubscribe':
        return answerWith(view, asked, () =>
          this.#unsubscribe((subscription) => subscription.query === query()),
        );
      case 'unsubscribe_all':
        return answerWith(view, asked, () => this.#unsubscribe(() => true));
      default:
        return answerRequest(view, request, signal);
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
