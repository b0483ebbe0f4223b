import { setImmediate } from 'node:timers/promises';
import type { Inspected } from './domain/admission.ts';
import { inspect, type Secp256k1 } from './domain/inspection.ts';
import type { SectionItem } from './execution-types.ts';

/** So many recoveries take about 10 ms; then other work has its turn. */
const perTurn = 128;

/** Inspects every item of a section, letting the event loop run between. */
export async function inspectAll(
  items: readonly SectionItem[],
  chainId: bigint,
  crypto: Secp256k1,
): Promise<readonly Inspected[]> {
  const inspected: Inspected[] = [];
  for (const [index, item] of items.entries()) {
    if (index % perTurn === perTurn - 1) await setImmediate();
    inspected.push(item instanceof Uint8Array ? inspect(item, chainId, crypto) : item);
  }
  return inspected;
}
