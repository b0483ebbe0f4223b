import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { type BlobKind, sealEnvelope, zstdOptions } from '@switchyard/derivation';

/** Puts a payload into its envelope. */
export type Seal = (of: {
  readonly kind: BlobKind;
  readonly chainId: string;
  readonly payload: Uint8Array;
}) => Promise<Uint8Array>;

const compress = promisify(zstdCompress);

/** Compresses in the thread pool, so that the loops go on. */
export const sealInThreadPool: Seal = async (of) => {
  const frame = await compress(of.payload, { ...zstdOptions, pledgedSrcSize: of.payload.length });
  return sealEnvelope({ ...of, frame: new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength) });
};
