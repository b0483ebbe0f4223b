import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { LocalNetwork } from './local-network.ts';

/** A person with all rights on the NATS server of a network. */
export type NatsOperator = {
  /** Asks JetStream; the answer's JSON. */
  readonly ask: (call: string) => Promise<unknown>;
  readonly stream: string;
};

const answerMs = 5_000;
const credentials = { user: 'operator', pass: 'of this test' };

/** Lets an operator in, as one would: by the server's configuration, which it reads again. */
export function becomeNatsOperator(network: LocalNetwork): NatsOperator {
  const file = join(network.folder, 'data/nats.conf');
  const config = readFileSync(file, 'utf8');
  const user = `    { user: "${credentials.user}", password: "${credentials.pass}" }\n`;
  if (!config.includes(user)) writeFileSync(file, config.replace('  users: [\n', `  users: [\n${user}`));
  process.kill(network.pidOf('nats'), 'SIGHUP');
  const chainId = /server_name: "([^"]+)"/.exec(config)?.[1] ?? '';
  return {
    stream: `switchyard-blocks-${chainId}`,
    ask: (call) => ask(4_222 + network.portOffset, `$JS.API.${call}`),
  };
}

/** One request in the text protocol of NATS. */
async function ask(port: number, subject: string): Promise<unknown> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(answerMs) });
    const options = JSON.stringify({ ...credentials, verbose: false, pedantic: false });
    socket.write(`CONNECT ${options}\r\nSUB answers 1\r\nPUB ${subject} answers 0\r\n\r\n`);
    let text = '';
    const over = AbortSignal.timeout(answerMs);
    while (!over.aborted) {
      const [chunk] = (await once(socket, 'data', { signal: over })) as [Buffer];
      text += chunk.toString();
      const [, refusal] = /^-ERR (.*)$/m.exec(text) ?? [];
      if (refusal !== undefined) throw new Error(`${subject}: ${refusal}`);
      const answer = /^MSG answers 1 (\d+)\r\n/m.exec(text);
      if (answer === null) continue;
      const from = answer.index + answer[0].length;
      const length = Number(answer[1]);
      if (text.length >= from + length) return JSON.parse(text.slice(from, from + length)) as unknown;
    }
    throw new Error(`${subject}: no answer`);
  } finally {
    socket.destroy();
  }
}
