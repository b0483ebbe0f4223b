import { createHeap, type Heap } from './heap.ts';
import { type Classes, chargesByClass, type PoolEntry } from './pool-entry.ts';
import type { Refusal } from './refusal.ts';

/** What classes are owed from earlier blocks, by name: bytes that their turn came to and no block had room for. */
export type Carry = ReadonlyMap<string, number>;

/** What the choice needs of the world. */
export type FairShareInput = {
  readonly classes: Classes;
  readonly carry: Carry;
  /** What the block may carry of these entries. */
  readonly allowedBytes: number;
  /** The first entry of each account that has one. */
  readonly heads: Iterable<PoolEntry>;
  /** Puts the entry into the block, or tells why not. */
  readonly include: (entry: PoolEntry) => Refusal | undefined;
  /** The entry after one that was included. */
  readonly successor: (entry: PoolEntry) => PoolEntry | undefined;
};

type Flow = {
  readonly name: string;
  readonly heads: Heap<PoolEntry>;
  served: number;
  /** Entries that a full section or block refused. */
  refused: number;
  isQueued: boolean;
};

type ClassQueue = {
  readonly name: string;
  readonly flows: Map<string, Flow>;
  /** Flows with heads, the least served first. */
  readonly order: Heap<Flow>;
  deficit: number;
  /** Whether something stayed behind for want of room: then its share is owed. */
  isBacklogged: boolean;
};

/** Nothing that is signed is shorter. */
const SHORTEST_TRANSACTION = 140;
/** A flow that was refused so often is full for this block. */
const MAX_REFUSED_PER_FLOW = 32;
const MAX_REFUSED = 1_024;
/** What one block's owing may grow to. */
const MAX_CARRY_BYTES = 4 * 1_048_576;
const TURNS_PER_BLOCK = 128;
const SMALLEST_QUANTUM = 1_024;

/**
 * Chooses by deficit round robin over classes, and within a class the flow that had least: max-min. Each turn gives a
 * class bytes by its weight; an entry is taken when every class that it charges can pay, and waits else. What a
 * backlogged class could not spend is owed to it in the next block.
 */
export function shareOut(input: FairShareInput): Carry {
  const { classes, carry, allowedBytes, include, successor } = input;
  const queues = new Map<string, ClassQueue>();
  const settled = new Set<PoolEntry>();
  let left = allowedBytes;
  let refusals = 0;

  const queueOf = (name: string): ClassQueue => {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue: ClassQueue = {
      name,
      flows: new Map(),
      order: createHeap(isServedLess),
      deficit: carry.get(name) ?? 0,
      isBacklogged: false,
    };
    queues.set(name, queue);
    return queue;
  };
  const flowOf = (queue: ClassQueue, name: string): Flow => {
    const flow = queue.flows.get(name) ?? {
      name,
      heads: createHeap<PoolEntry>((a, b) => a.arrival < b.arrival),
      served: 0,
      refused: 0,
      isQueued: false,
    };
    queue.flows.set(name, flow);
    return flow;
  };
  const enqueue = (entry: PoolEntry): void => {
    for (const { flow: name } of entry.charges) {
      const queue = queueOf(classes.of(name));
      const flow = flowOf(queue, name);
      flow.heads.push(entry);
      requeue(queue, flow);
    }
  };

  const pay = (entry: PoolEntry): void => {
    left -= entry.transaction.bytes.length;
    for (const [name, bytes] of chargesByClass(entry.charges, classes)) queueOf(name).deficit -= bytes;
    for (const { flow, bytes } of entry.charges) flowOf(queueOf(classes.of(flow)), flow).served += bytes;
  };
  const lacksElsewhere = (entry: PoolEntry, here: ClassQueue): boolean =>
    [...chargesByClass(entry.charges, classes)].some(
      ([name, bytes]) => name !== here.name && queueOf(name).deficit < bytes,
    );

  /** One turn of a class: spends its deficit as far as it goes. */
  const serve = (queue: ClassQueue): void => {
    const aside: PoolEntry[] = [];
    for (;;) {
      const flow = nextFlow(queue, settled);
      const entry = flow?.heads.peek();
      if (flow === undefined || entry === undefined) break;
      const own = chargesByClass(entry.charges, classes).get(queue.name) ?? 0;
      const fits = entry.transaction.bytes.length <= left;
      if (fits && own > queue.deficit) break;
      flow.heads.pop();
      if (fits && lacksElsewhere(entry, queue)) aside.push(entry);
      else {
        settled.add(entry);
        if (fits && include(entry) === undefined) {
          pay(entry);
          const next = successor(entry);
          if (next !== undefined) enqueue(next);
        } else {
          refusals++;
          flow.refused++;
          queue.isBacklogged = true;
        }
      }
      reorder(queue, flow);
      if (left < SHORTEST_TRANSACTION || refusals > MAX_REFUSED) break;
    }
    for (const entry of aside) {
      for (const { flow: name } of entry.charges) {
        if (classes.of(name) !== queue.name) continue;
        const flow = flowOf(queue, name);
        flow.heads.push(entry);
        requeue(queue, flow);
      }
    }
  };

  for (const entry of input.heads) enqueue(entry);
  const quantum = Math.max(SMALLEST_QUANTUM, Math.floor(allowedBytes / TURNS_PER_BLOCK));
  const turn = [...queues.values()].sort((a, b) => b.deficit - a.deficit || (a.name < b.name ? -1 : 1));
  for (;;) {
    const active = turn.filter((queue) => nextFlow(queue, settled) !== undefined);
    if (active.length === 0 || left < SHORTEST_TRANSACTION || refusals > MAX_REFUSED) break;
    for (const queue of queues.values()) if (!turn.includes(queue)) turn.push(queue);
    const heaviest = Math.max(...active.map(({ name }) => classes.weightOf(name)));
    for (const queue of turn) {
      const isActive = nextFlow(queue, settled) !== undefined;
      if (!isActive && !queue.isBacklogged) continue;
      queue.deficit += Math.max(1, Math.floor((quantum * classes.weightOf(queue.name)) / heaviest));
      if (isActive) serve(queue);
      if (left < SHORTEST_TRANSACTION || refusals > MAX_REFUSED) break;
    }
  }
  return owed(queues, settled);
}

function isServedLess(a: Flow, b: Flow): boolean {
  if (a.served !== b.served) return a.served < b.served;
  return (a.heads.peek()?.arrival ?? 0) < (b.heads.peek()?.arrival ?? 0);
}

/** The flow whose turn it is, after what was settled through another flow has left the queues. */
function nextFlow(queue: ClassQueue, settled: ReadonlySet<PoolEntry>): Flow | undefined {
  for (let flow = queue.order.peek(); flow !== undefined; flow = queue.order.peek()) {
    while (isSettled(flow.heads.peek(), settled)) flow.heads.pop();
    if (flow.heads.size() > 0 && flow.refused <= MAX_REFUSED_PER_FLOW) return flow;
    queue.order.pop();
    flow.isQueued = false;
  }
  return undefined;
}

function isSettled(entry: PoolEntry | undefined, settled: ReadonlySet<PoolEntry>): boolean {
  return entry !== undefined && settled.has(entry);
}

function requeue(queue: ClassQueue, flow: Flow): void {
  if (flow.isQueued || flow.heads.size() === 0 || flow.refused > MAX_REFUSED_PER_FLOW) return;
  flow.isQueued = true;
  queue.order.push(flow);
}

/** Takes the flow from the top of the order and puts it where it belongs now. */
function reorder(queue: ClassQueue, flow: Flow): void {
  if (queue.order.peek() === flow) queue.order.pop();
  flow.isQueued = false;
  requeue(queue, flow);
}

/** Classes without anything left start anew; the others keep what they could not spend. */
function owed(queues: ReadonlyMap<string, ClassQueue>, settled: ReadonlySet<PoolEntry>): Carry {
  const carry = new Map<string, number>();
  for (const queue of queues.values()) {
    const isLeft = queue.isBacklogged || nextFlow(queue, settled) !== undefined;
    if (isLeft || queue.deficit < 0) carry.set(queue.name, Math.min(queue.deficit, MAX_CARRY_BYTES));
  }
  return carry;
}
