const RATE = 136;
const ROUNDS = 24;
const ROTATIONS = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
const LANES = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

/** Keccak-256 with the original padding, as Ethereum uses it. Slow, and short enough to read. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(bytes.length / RATE) + 1) * RATE);
  padded.set(bytes);
  padded[bytes.length] = 0x01;
  padded[padded.length - 1] = (padded.at(-1) ?? 0) | 0x80;
  const lanes = new BigUint64Array(25);
  const view = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += RATE) {
    for (let lane = 0; lane < RATE / 8; lane++) {
      lanes[lane] = (lanes[lane] ?? 0n) ^ view.getBigUint64(at + 8 * lane, true);
    }
    permute(lanes);
  }
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (let lane = 0; lane < 4; lane++) out.setBigUint64(8 * lane, lanes[lane] ?? 0n, true);
  return digest;
}

function permute(lanes: BigUint64Array): void {
  const at = (index: number): bigint => lanes[index] ?? 0n;
  let register = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const parity = [0, 1, 2, 3, 4].map((x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20));
    for (let x = 0; x < 5; x++) {
      const mixed = (parity[(x + 4) % 5] ?? 0n) ^ rotate(parity[(x + 1) % 5] ?? 0n, 1);
      for (let y = 0; y < 25; y += 5) lanes[x + y] = at(x + y) ^ mixed;
    }
    let carried = at(1);
    for (let step = 0; step < 24; step++) {
      const lane = LANES[step] ?? 0;
      const next = at(lane);
      lanes[lane] = rotate(carried, ROTATIONS[step] ?? 0);
      carried = next;
    }
    for (let y = 0; y < 25; y += 5) {
      const row = [0, 1, 2, 3, 4].map((x) => at(x + y));
      for (let x = 0; x < 5; x++) {
        lanes[x + y] = (row[x] ?? 0n) ^ (~(row[(x + 1) % 5] ?? 0n) & (row[(x + 2) % 5] ?? 0n));
      }
    }
    for (let bit = 0; bit < 7; bit++) {
      register = ((register << 1) ^ ((register >> 7) * 0x71)) & 0xff;
      if ((register & 2) !== 0) lanes[0] = at(0) ^ (1n << ((1n << BigInt(bit)) - 1n));
    }
  }
}

function rotate(lane: bigint, by: number): bigint {
  return BigInt.asUintN(64, (lane << BigInt(by)) | (BigInt.asUintN(64, lane) >> BigInt(64 - by)));
}
