import { hex, treeHash } from './merkle.ts';
import { bytesField, integerField } from './protobuf.ts';

/** A header as CometBFT's RPC tells it. */
export type HeaderAnswer = {
  readonly version: { readonly block: string; readonly app?: string };
  readonly chain_id: string;
  readonly height: string;
  readonly time: string;
  readonly last_block_id: {
    readonly hash: string;
    readonly parts: { readonly total: number; readonly hash: string };
  };
  readonly last_commit_hash: string;
  readonly data_hash: string;
  readonly validators_hash: string;
  readonly next_validators_hash: string;
  readonly consensus_hash: string;
  readonly app_hash: string;
  readonly last_results_hash: string;
  readonly evidence_hash: string;
  readonly proposer_address: string;
};

/** The block hash, worked out: the tree over the header's fourteen fields. */
export function headerHash(header: HeaderAnswer): string {
  const { version, last_block_id: last } = header;
  const fromHex = (text: string): Uint8Array => Buffer.from(text, 'hex');
  const wrapped = (value: Uint8Array): Uint8Array =>
    value.length === 0 ? new Uint8Array() : bytesField(1, value);
  const parts = [
    integerField(1, BigInt(last.parts.total)),
    ...(last.parts.hash === '' ? [] : [bytesField(2, fromHex(last.parts.hash))]),
  ];
  return hex(
    treeHash([
      Buffer.concat([integerField(1, BigInt(version.block)), integerField(2, BigInt(version.app ?? 0))]),
      wrapped(Buffer.from(header.chain_id)),
      integerField(1, BigInt(header.height)),
      timestamp(header.time),
      Buffer.concat([
        ...(last.hash === '' ? [] : [bytesField(1, fromHex(last.hash))]),
        bytesField(2, Buffer.concat(parts)),
      ]),
      ...[
        header.last_commit_hash,
        header.data_hash,
        header.validators_hash,
        header.next_validators_hash,
        header.consensus_hash,
        header.app_hash,
        header.last_results_hash,
        header.evidence_hash,
        header.proposer_address,
      ].map((text) => wrapped(fromHex(text))),
    ]),
  );
}

/** RFC 3339 with up to nine decimals. */
function timestamp(time: string): Uint8Array {
  const [whole = '', decimals = ''] = time.replace('Z', '').split('.');
  const seconds = Math.floor(Date.parse(`${whole}Z`) / 1_000);
  const nanoseconds = Number(decimals.padEnd(9, '0').slice(0, 9));
  return Buffer.concat([integerField(1, BigInt(seconds)), integerField(2, BigInt(nanoseconds))]);
}
