import { concatBytes, equalBytes } from '@switchyard/primitives';
import { keccak256 } from 'viem';
import { numberOf, type Rlp, rlp } from './bytes.ts';
import { N, signerOf } from './transactions.ts';

/** An account of the parent state. */
export type ParentAccount = { readonly nonce: bigint; readonly balance: bigint; readonly hasCode: boolean };

/** What the block stands on. */
export type Parent = {
  readonly chainId: bigint;
  readonly baseFee: bigint;
  readonly gasLimit: bigint;
  readonly accounts: (addresses: readonly string[]) => Promise<ReadonlyMap<string, ParentAccount>>;
};

/** The base fee of the child of a block, EIP-1559. */
export function childBaseFee(parent: { baseFee: bigint; gasUsed: bigint; gasLimit: bigint }): bigint {
  const target = parent.gasLimit / 2n;
  const part = (gas: bigint): bigint => (parent.baseFee * gas) / target / 8n;
  if (parent.gasUsed === target) return parent.baseFee;
  if (parent.gasUsed < target) return parent.baseFee - part(target - parent.gasUsed);
  const rise = part(parent.gasUsed - target);
  return parent.baseFee + (rise > 1n ? rise : 1n);
}

/**
 * The hashes of the transactions that a block must hold, in order: specs/10-evm-profile.md written once more from its
 * text, sharing nothing with the driver.
 */
export async function admittedOf(items: readonly Uint8Array[], parent: Parent): Promise<readonly string[]> {
  const admitted: string[] = [];
  const reads = items.map((item) => readTransaction(item, parent.chainId));
  const senders = new Set(reads.flatMap((read) => (read === undefined ? [] : [read.sender])));
  const accounts = new Map(await parent.accounts([...senders]));
  let gasLeft = parent.gasLimit;
  for (const [index, item] of items.entries()) {
    const read = reads[index];
    const account = accounts.get(read?.sender ?? '');
    if (read === undefined || account === undefined || read.fee < parent.baseFee) continue;
    const { sender, nonce, fee, gas, value } = read;
    const cost = gas * fee + value;
    if (account.hasCode || nonce !== account.nonce || cost > account.balance || gas > gasLeft) continue;
    accounts.set(sender, { nonce: nonce + 1n, balance: account.balance - cost, hasCode: false });
    gasLeft -= gas;
    admitted.push(keccak256(item));
  }
  return admitted;
}

type Read = { sender: string; nonce: bigint; fee: bigint; gas: bigint; value: bigint };

/** A transaction that obeys all rules that need no state. */
function readTransaction(item: Uint8Array, chainId: bigint): Read | undefined {
  const type = item[0] ?? 0xff;
  const isLegacy = type >= 0xc0;
  if (!isLegacy && type !== 1 && type !== 2) return undefined;
  const count = isLegacy ? 9 : 10 + type;
  const fields = fieldsOf(isLegacy ? item : item.subarray(1), count);
  if (fields === undefined) return undefined;
  // Read leniently, then written canonically: only what comes out as the same bytes is a transaction.
  const again = rlp(fields);
  if (!equalBytes(isLegacy ? again : concatBytes(Uint8Array.of(type), again), item)) return undefined;

  const accessList = isLegacy ? [] : fields[count - 4];
  const strings = fields.filter((field) => field instanceof Uint8Array);
  if (strings.length !== (isLegacy ? 9 : count - 1) || !Array.isArray(accessList)) return undefined;
  const list = accessTotals(accessList);
  if (list === undefined) return undefined;
  const first = isLegacy ? 0 : 1;
  const [nonceBytes, tipBytes] = strings.slice(first);
  const [feeBytes, gasBytes, to, valueBytes, data] = strings.slice(first + (type === 2 ? 2 : 1));
  const [v, r, s] = strings.slice(-3);
  if (!nonceBytes || !tipBytes || !feeBytes || !gasBytes || !to || !valueBytes || !data || !v || !r || !s)
    return undefined;
  const wide = isLegacy ? [] : strings.slice(0, 1);
  if (![...wide, tipBytes, feeBytes, valueBytes, v, r, s].every((bytes) => isInteger(bytes, 32)))
    return undefined;
  if (![nonceBytes, gasBytes].every((bytes) => isInteger(bytes, 8))) return undefined;
  if (to.length !== 0 && to.length !== 20) return undefined;

  const [nonce, tip, fee, gas, value] = [
    numberOf(nonceBytes),
    numberOf(tipBytes),
    numberOf(feeBytes),
    numberOf(gasBytes),
    numberOf(valueBytes),
  ];
  const recovery = numberOf(v);
  const own = isLegacy ? (recovery - 35n) / 2n : numberOf(strings[0] ?? v);
  if (isLegacy ? recovery < 35n : recovery > 1n) return undefined;
  if (own !== chainId || nonce === 2n ** 64n - 1n || fee >= 2n ** 128n || tip > fee) return undefined;
  const isCreation = to.length === 0;
  if (isCreation && data.length > 49_152) return undefined;
  const zeros = BigInt(data.filter((byte) => byte === 0).length);
  const others = BigInt(data.length) - zeros;
  const words = BigInt(Math.ceil(data.length / 32));
  const intrinsic =
    21_000n +
    4n * zeros +
    16n * others +
    2_400n * list.addresses +
    1_900n * list.keys +
    (isCreation ? 32_000n + 2n * words : 0n);
  if (gas > 16_777_216n || gas < intrinsic || gas < 21_000n + 10n * zeros + 40n * others) return undefined;

  const [rNumber, sNumber] = [numberOf(r), numberOf(s)];
  if (rNumber === 0n || rNumber >= N || sNumber === 0n || sNumber > N / 2n) return undefined;
  const unsigned: readonly Rlp[] = isLegacy
    ? [...fields.slice(0, 6), integerBytes(chainId), new Uint8Array(), new Uint8Array()]
    : fields.slice(0, -3);
  const payload = rlp(unsigned);
  const hash = keccak256(isLegacy ? payload : concatBytes(Uint8Array.of(type), payload), 'bytes');
  const sender = signerOf(hash, rNumber, sNumber, Number(isLegacy ? (recovery - 35n) % 2n : recovery));
  return sender === undefined ? undefined : { sender, nonce, fee, gas, value };
}

function integerBytes(value: bigint): Uint8Array {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

function isInteger(bytes: Uint8Array, maxLength: number): boolean {
  return bytes.length <= maxLength && bytes[0] !== 0;
}

function accessTotals(entries: readonly Rlp[]): { addresses: bigint; keys: bigint } | undefined {
  let keys = 0n;
  for (const entry of entries) {
    if (!Array.isArray(entry) || entry.length !== 2) return undefined;
    const [address, own] = entry as readonly Rlp[];
    if (!(address instanceof Uint8Array) || address.length !== 20 || !Array.isArray(own)) return undefined;
    for (const key of own as readonly Rlp[]) {
      if (!(key instanceof Uint8Array) || key.length !== 32) return undefined;
      keys += 1n;
    }
  }
  return { addresses: BigInt(entries.length), keys };
}

/** The fields of the list that starts the bytes; lists within a field only as deep as an access list is. */
function fieldsOf(bytes: Uint8Array, count: number): readonly Rlp[] | undefined {
  const outer = cut(bytes, 0);
  if (outer === undefined || !outer.isList || outer.end !== bytes.length) return undefined;
  const fields = itemsOf(outer.content, 3, count);
  return fields?.length === count ? fields : undefined;
}

function itemsOf(content: Uint8Array, depth: number, most: number): readonly Rlp[] | undefined {
  const items: Rlp[] = [];
  for (let at = 0; at < content.length; ) {
    const part = cut(content, at);
    if (part === undefined || items.length >= most) return undefined;
    if (part.isList) {
      const inner = depth === 0 ? undefined : itemsOf(part.content, depth - 1, Number.POSITIVE_INFINITY);
      if (inner === undefined) return undefined;
      items.push(inner);
    } else items.push(part.content);
    at = part.end;
  }
  return items;
}

/** One RLP item, with any form of its length. */
function cut(
  bytes: Uint8Array,
  at: number,
): { isList: boolean; content: Uint8Array; end: number } | undefined {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { isList: false, content: bytes.subarray(at, at + 1), end: at + 1 };
  const isList = first >= 0xc0;
  const short = first - (isList ? 0xc0 : 0x80);
  const width = Math.max(0, short - 55);
  const start = at + 1 + width;
  const length = width === 0 ? BigInt(short) : numberOf(bytes.subarray(at + 1, start));
  if (start > bytes.length || BigInt(start) + length > BigInt(bytes.length)) return undefined;
  const end = start + Number(length);
  return { isList, content: bytes.subarray(start, end), end };
}
