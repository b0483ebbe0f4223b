import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { tendermint } from '@switchyard/proto';
import { describe, expect, it } from 'vitest';
import { type AbciApp, baseApplication } from './application.ts';
import { FrameReader } from './frames.ts';
import { abciMethods } from './methods.ts';
import { serveAbci } from './server.ts';

const { Request, Response } = tendermint.abci;

type Recording = {
  readonly source: string;
  readonly connections: readonly {
    readonly run: string;
    readonly requests: string;
    readonly responses: string;
  }[];
};

const recording = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/cometbft-v0.38.25.json.gz'))).toString(),
) as Recording;

const connections = recording.connections.map(({ run, requests, responses }, index) => ({
  name: `connection ${(index % 4) + 1} of the ${run} run`,
  requests: Buffer.from(requests, 'base64'),
  responses: Buffer.from(responses, 'base64'),
}));

function messages(stream: Uint8Array): readonly Uint8Array[] {
  return new FrameReader(1 << 20).push(stream);
}

/** An application that answers what the recorded one answered, in that order. */
function replaying(responses: Uint8Array): AbciApp {
  const answers = messages(responses).map((bytes) => Response.decode(bytes));
  return Object.fromEntries(
    Object.keys(baseApplication).map((method) => [
      method,
      async () => {
        const next = answers.findIndex(({ value }) => value === method);
        return answers.splice(next, 1)[0]?.[method as keyof AbciApp];
      },
    ]),
  ) as unknown as AbciApp;
}

describe('what CometBFT v0.38.25 sent', () => {
  it('holds a handshake, 20 heights and a replay', () => {
    const kinds = connections.flatMap(({ requests }) =>
      messages(requests).map((bytes) => Request.decode(bytes)),
    );
    const heights = kinds.flatMap(({ finalizeBlock }) =>
      finalizeBlock ? [Number(finalizeBlock.height)] : [],
    );
    expect(Math.max(...heights)).toBeGreaterThanOrEqual(20);
    expect(heights.filter((height) => height === 1)).toHaveLength(2);
    const seen = new Set(kinds.map(({ value }) => value));
    expect(abciMethods.filter((method) => seen.has(method))).toEqual([
      'info',
      'initChain',
      'query',
      'checkTx',
      'commit',
      'prepareProposal',
      'processProposal',
      'finalizeBlock',
    ]);
  });

  it.each(connections)(
    'gets the very bytes that the Go server answered: $name',
    async ({ requests, responses }) => {
      const problems: Error[] = [];
      await using server = await serveAbci({
        address: '127.0.0.1:0',
        app: replaying(responses),
        onFatal: (error) => problems.push(error),
        onRejected: (error) => problems.push(error),
      });
      const received = await exchange(server.address, requests);
      expect(problems).toEqual([]);
      expect(messages(received).map((bytes) => Response.decode(bytes).value)).toEqual(
        messages(responses).map((bytes) => Response.decode(bytes).value),
      );
      expect(Buffer.compare(received, responses)).toBe(0);
    },
  );
});

/** Sends a stream in pieces of odd sizes, ends it, and returns all that comes back. */
async function exchange(address: string, sent: Uint8Array): Promise<Buffer> {
  const [host = '', port = ''] = address.split(':');
  const socket = connect({ host, port: Number(port) });
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  for (let at = 0, size = 1; at < sent.length; at += size, size = (size * 5) % 997) {
    socket.write(sent.subarray(at, at + size));
  }
  socket.end();
  await ended;
  return Buffer.concat(received);
}
