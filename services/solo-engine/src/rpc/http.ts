import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Allowance, type Body, createAllowance, readBody } from '@switchyard/service-kit';
import { type Answering, createAnswering, type HttpAnswer } from './answering.ts';
import { urlArguments } from './arguments.ts';
import { Asker } from './asker.ts';
import { busy, invalidRequest, parseError } from './errors.ts';
import { type Answer, answerBody, answerWith, refusal } from './json-rpc.ts';
import { methods } from './methods.ts';
import type { WebsocketDeps } from './websocket.ts';

/** CometBFT's default of `max_body_bytes`. */
export const MAX_BODY_BYTES = 1_000_000;
/** Of answers that are made or not read yet, together; the oldest makes room. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** Of one connection: whoever asks for more before it is answered is cut off. */
const MAX_PIPELINED = 16;

/** Answers requests by GET and POST; `bodies` are those that arrive. */
export function createHttp(
  { view, metrics }: WebsocketDeps,
  bodies: Allowance,
): (request: IncomingMessage, response: ServerResponse) => void {
  const unread = createAllowance(MAX_ANSWER_BYTES, { drops: 'oldest' });
  const askers = new WeakMap<object, Asker>();

  return (request, response) => {
    const { socket } = request;
    // Of what had come when it was cut off.
    if (socket.destroyed) return;
    const asker =
      askers.get(socket) ?? new Asker(socket, { most: MAX_PIPELINED, end: () => socket.destroy() });
    askers.set(socket, asker);
    // Read at once: of a connection that is not read nobody learns that its peer has gone.
    const body = isPost(request) ? readBody(request, { maxBytes: MAX_BODY_BYTES, bodies }) : undefined;
    const isTaken = asker.answer(async () => {
      const answering = createAnswering(response, { unread, metrics });
      try {
        const answer = await (body === undefined
          ? answerGet(request, answering, asker.signal)
          : answerPost(await body, answering, asker.signal));
        await answering.send(answer);
      } finally {
        answering.release();
      }
    });
    if (isTaken) return;
    metrics.rpcDropped.inc();
    socket.destroy();
  };

  async function answerGet(
    request: IncomingMessage,
    { keep }: Answering,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const { pathname, searchParams } = pathOf(request);
    if (pathname === '/') return listOfMethods();
    const method = methods.get(pathname.slice(1));
    if (method === undefined) return { code: 404, type: 'text/plain', text: '404 page not found\n' };
    const asked = { id: -1, signal, isLarge: method.isLarge };
    const answer = await answerWith(view, asked, () => method.call(view, urlArguments(searchParams), signal));
    return keep(answer) ? json(answer, answer.outcome === 'ok' ? 200 : 500) : json(tooMuch());
  }

  async function answerPost(read: Body, { keep, all }: Answering, signal: AbortSignal): Promise<HttpAnswer> {
    if (read.kind === 'refused') {
      if (read.why !== 'too-large') return json(refusal(undefined, busy('too many requests at once')));
      metrics.rpcDropped.inc();
      return json(refusal(undefined, invalidRequest('request body is too large')), 400);
    }
    try {
      signal.throwIfAborted();
      const body = new TextDecoder().decode(read.bytes);
      if (body === '') return listOfMethods();
      if (!(await answerBody(view, body, keep, signal))) return json(tooMuch());
      const answer = all();
      if (answer === undefined) return { code: 200, type: 'text/plain', text: '' };
      return json(answer, answer.text.includes(`"code":${parseError('').code},`) ? 500 : 200);
    } finally {
      // What a call asks for is held until the application has answered it.
      read.holding.release();
    }
  }

  function json(answer: Answer, code = 503): HttpAnswer {
    metrics.rpcRequests.inc({ outcome: answer.outcome });
    const isBusy = answer.outcome === 'busy';
    if (isBusy) metrics.rpcDropped.inc();
    return { code: isBusy ? 503 : code, type: 'application/json', text: answer.text };
  }
}

function tooMuch(): Answer {
  return refusal(undefined, busy('answers are too large'));
}

function isPost(request: IncomingMessage): boolean {
  return request.method === 'POST' && pathOf(request).pathname === '/';
}

function listOfMethods(): HttpAnswer {
  const lines = [...methods].map(
    ([name, { names }]) => `/${name}${names.length > 0 ? '?' : ''}${names.join('&')}`,
  );
  return { code: 200, type: 'text/plain', text: `${lines.join('\n')}\n` };
}

/** The URL that is asked for; one that is none has no path of ours. */
export function pathOf(request: IncomingMessage): URL {
  return URL.canParse(request.url ?? '', 'http://rpc')
    ? new URL(request.url ?? '', 'http://rpc')
    : new URL('http://rpc/-');
}
