import {
  CelestiaRefusedError,
  createCelestiaClient,
  createVerifiedDaReader,
  type DaBlobs,
  DaDataUnavailableError,
  type DaHeader,
  type DaReadMode,
} from '@switchyard/clients';
import type { Anchor } from '@switchyard/light';
import { type DaHeight, faultOf, toHex } from '@switchyard/primitives';
import { asError, type Clock } from '@switchyard/service-kit';
import { DaNotBelievedError } from '../errors.ts';
import { DaDataMissingError, type DaLayer, type DaMoment, SubmitRefusedError } from '../ports.ts';

/** How a Celestia node is reached and paid. */
export type CelestiaDaOptions = {
  readonly url: string;
  readonly token: string | undefined;
  readonly anchor: Anchor['da'];
  readonly mode: DaReadMode;
  readonly maxAnchorAgeMs: number | undefined;
  readonly submitDeadlineMs: number;
  readonly gasPrice: number | undefined;
  readonly clock: Clock;
};

/** The DA layer behind a celestia-node's JSON-RPC; what is read is proven from the anchor. */
export function createCelestiaDaLayer(options: CelestiaDaOptions): DaLayer {
  const { url, token, anchor, mode, maxAnchorAgeMs, submitDeadlineMs, gasPrice, clock } = options;
  const client = createCelestiaClient(token === undefined ? { url } : { url, token });
  const reader = createVerifiedDaReader({ client, anchor, mode, maxAnchorAgeMs, clock });
  let signer: Uint8Array | undefined;
  return {
    head: async (signal) => momentOf(await client.networkHead(signal)),
    waitFor: async (height, signal) => momentOf(await client.waitForHeight(height, signal)),
    read: async (height, namespace, signal) => {
      let read: DaBlobs;
      try {
        read = await reader.readBlock(height, [namespace], signal);
      } catch (error) {
        throw readError(height, error);
      }
      return read.blobs.get(toHex(namespace)) ?? [];
    },
    submit: async (blobs, signal) => {
      try {
        const price = gasPrice === undefined ? {} : { gasPrice };
        return await client.submit(blobs, { ...price, deadlineMs: submitDeadlineMs }, signal);
      } catch (error) {
        throw submitError(error);
      }
    },
    signer: async (signal) => {
      try {
        signer ??= await client.signer(signal);
      } catch (error) {
        if (!(error instanceof CelestiaRefusedError)) throw error;
      }
      return signer;
    },
  };
}

function readError(height: DaHeight, error: unknown): Error {
  if (error instanceof DaDataUnavailableError) return new DaDataMissingError(height, error);
  return faultOf(error) === 'rejected' ? new DaNotBelievedError(height, error) : asError(error);
}

function submitError(error: unknown): Error {
  return error instanceof CelestiaRefusedError ? new SubmitRefusedError(error.reason, error) : asError(error);
}

function momentOf({ height, header }: DaHeader): DaMoment {
  const { seconds, nanos } = header.time;
  return { height, timeMs: Number(seconds) * 1_000 + nanos / 1e6 };
}
