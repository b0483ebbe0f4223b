import { parentPort, workerData } from 'node:worker_threads';
import { createSequencerClient } from '@switchyard/clients';
import { faultOf, SwitchyardError, sha256, utf8 } from '@switchyard/primitives';
import { privateKeyOf, signTransaction } from '@switchyard/protocol';
import { type Answer, answerByHttp, answerTo, dataFor } from '../sequencer-chain.ts';
import type { Flood, FloodSeen } from './run-flood.ts';

// A thread of its own: whoever measures beside it is not slowed by the signing.
const {
  portOffset,
  chainId,
  rollup,
  dataBytes,
  grpcSenders,
  httpSenders,
  seconds,
  expiresAtHeight,
  isForged,
  until,
  restBytes,
} = workerData as Flood;
const end = Date.now() + seconds * 1_000;
const extraMs = 40_000;
const counts: Record<string, number> = {};
const withoutRetry = new Set<string>();

await Promise.all(
  Array.from({ length: grpcSenders + httpSenders }, (_, index) => send(index, index < grpcSenders)),
);
parentPort?.postMessage({ counts, withoutRetry: [...withoutRetry] } satisfies FloodSeen);

/** Past its time only until the answer came that it is for. */
function isOn(): boolean {
  if (Date.now() < end) return true;
  return until !== undefined && counts[until] === undefined && Date.now() < end + extraMs;
}

async function send(index: number, isByGrpc: boolean): Promise<void> {
  using client = createSequencerClient(`127.0.0.1:${portOffset + 9_090}`, { deadlineMs: 60_000 });
  const key = privateKeyOf(sha256(utf8(`flood ${rollup} ${dataBytes} ${index}`)));
  const submit = (bytes: Uint8Array): Promise<Answer> =>
    isByGrpc
      ? answerTo(client, bytes)
      : answerByHttp(`http://127.0.0.1:${portOffset + 9_094}/v1/transactions`, bytes);
  const sign = (nonce: bigint, length = dataBytes): Uint8Array =>
    signTransaction({ chainId, nonce, expiresAtHeight, maxFee: 0n, actions: [dataFor(rollup, length)] }, key);
  let nonce = 0n;
  let bytes = sign(nonce);
  for (let round = 0; isOn(); round++) {
    // The signature comes last: this one is nobody's.
    if (isForged) bytes = forged(bytes, round);
    const answer = await submit(bytes).catch(asAnswer);
    const name = answer === 'accepted' ? answer : answer.code;
    counts[name] = (counts[name] ?? 0) + 1;
    if (answer === 'accepted') bytes = sign(++nonce);
    else if (answer.code === 'SEQUENCER_POOL_FULL' && restBytes !== undefined) bytes = sign(nonce, restBytes);
    else if (answer.retryAfterMs === undefined && answer.code.startsWith('SEQUENCER_'))
      withoutRetry.add(answer.code);
  }
}

/** A call that did not come through, such as an upload that a busy machine made too slow. */
function asAnswer(error: unknown): Answer {
  if (faultOf(error) !== 'transient') throw error;
  return { code: error instanceof SwitchyardError ? error.code : 'UNKNOWN', retryAfterMs: undefined };
}

function forged(bytes: Uint8Array, round: number): Uint8Array {
  const other = Uint8Array.from(bytes);
  other.set([round & 255, round >> 8], other.length - 40);
  return other;
}
