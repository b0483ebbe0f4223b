import { connect, type Socket } from 'node:net';
import { asError, withDeadline } from '@switchyard/service-kit';
import { NodeAnswerTooLargeError, NodeRefusedError, NodeUnavailableError } from '../errors.ts';
import { idOf, type JsonRpc, type RpcReply, replyOf } from './json-rpc.ts';

/** Where the node listens, and how much of it is listened to. */
export type IpcOptions = {
  /** Of a unix socket. Whoever can open it controls the chain. */
  readonly path: string;
  readonly deadlineMs: number;
  readonly maxAnswerBytes: number;
};

/** A message that waits for its answer. */
type Exchange = {
  readonly method: string;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
};

const NEWLINE = 0x0a;

/** Geth writes the id before the result, so that it is known of an answer that nobody will read. */
const idPattern = /"id":(\d+)/;
const headBytes = 64;

/**
 * JSON-RPC over one unix socket as Geth speaks it: a message a line. It connects when it is first used and again after
 * a break, which ends what waits; calls are answered in any order.
 */
export function createIpc({ path, deadlineMs, maxAnswerBytes }: IpcOptions): JsonRpc & Disposable {
  let lastId = 0;
  let socket: Socket | undefined;
  const waiting = new Map<number, Exchange>();

  const breakOff = (broken: Socket, cause: Error): void => {
    if (socket !== broken) return;
    socket = undefined;
    broken.destroy();
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { method, reject } of lost) reject(new NodeUnavailableError(method, { cause }));
  };

  const receive = (line: Buffer): void => {
    const answer = JSON.parse(line.toString()) as unknown;
    const id = idOf(Array.isArray(answer) ? answer[0] : answer);
    const exchange = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || exchange === undefined) return;
    waiting.delete(id);
    exchange.resolve(answer);
  };

  /** The head of an answer that is too large is here: the rest goes by unread. */
  const refuse = (head: string): void => {
    const id = Number(idPattern.exec(head)?.[1]);
    const exchange = waiting.get(id);
    waiting.delete(id);
    exchange?.reject(new NodeAnswerTooLargeError(exchange.method, { why: 'too-large' }));
  };

  const open = (): Socket => {
    const opened = connect(path);
    const lines = createLines(maxAnswerBytes, { receive, refuse });
    opened.on('data', (chunk: Buffer) => {
      try {
        lines(chunk);
      } catch (error) {
        breakOff(opened, asError(error));
      }
    });
    opened.on('error', (error) => breakOff(opened, error));
    opened.on('close', () => breakOff(opened, new Error('the connection was closed')));
    return opened;
  };

  /** Sends the message of calls from this id on, and waits for the answer to it. */
  const exchange = (id: number, method: string, message: unknown, signal: AbortSignal): Promise<unknown> =>
    withDeadline(
      { ms: deadlineMs, what: method },
      () =>
        new Promise((resolve, reject) => {
          waiting.set(id, { method, resolve, reject });
          socket ??= open();
          socket.write(`${JSON.stringify(message)}\n`);
        }),
      signal,
    ).catch((error: unknown) => {
      waiting.delete(id);
      signal.throwIfAborted();
      if (error instanceof NodeAnswerTooLargeError || error instanceof NodeUnavailableError) throw error;
      throw new NodeUnavailableError(method, { cause: error });
    });

  return {
    call: async (method, params, signal) => {
      const id = ++lastId;
      const reply = replyOf(await exchange(id, method, { jsonrpc: '2.0', id, method, params }, signal));
      if (reply?.kind === 'result') return reply.result;
      throw new NodeRefusedError(method, reply?.error ?? { code: 0, message: 'no reply' });
    },
    batch: async (calls, signal) => {
      const [first] = calls;
      if (first === undefined) return [];
      const firstId = lastId + 1;
      lastId += calls.length;
      const message = calls.map((call, index) => ({ jsonrpc: '2.0', id: firstId + index, ...call }));
      const answer = await exchange(firstId, first.method, message, signal);
      const replies = new Map<number | undefined, RpcReply | undefined>(
        (Array.isArray(answer) ? answer : []).map((reply) => [idOf(reply), replyOf(reply)]),
      );
      return calls.map(({ method }, index) => {
        const reply = replies.get(firstId + index);
        if (reply !== undefined) return reply;
        throw new NodeUnavailableError(method, { cause: new Error('a reply is missing') });
      });
    },
    [Symbol.dispose]: () => {
      if (socket !== undefined) breakOff(socket, new Error('the driver ends'));
    },
  };
}

/** Cuts a stream into lines; of one that is too long only its head is told, once. */
function createLines(
  maxBytes: number,
  { receive, refuse }: { readonly receive: (line: Buffer) => void; readonly refuse: (head: string) => void },
): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let bytes = 0;
  let isSkipping = false;

  const add = (part: Buffer): void => {
    bytes += part.length;
    if (isSkipping) return;
    parts.push(part);
    if (bytes <= maxBytes) return;
    isSkipping = true;
    refuse(Buffer.concat(parts.slice(0, headBytes)).subarray(0, headBytes).toString('latin1'));
    parts = [];
  };

  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      const line = isSkipping || bytes === 0 ? undefined : Buffer.concat(parts);
      parts = [];
      bytes = 0;
      isSkipping = false;
      start = end + 1;
      if (line !== undefined) receive(line);
    }
    if (start < chunk.length) add(chunk.subarray(start));
  };
}
