import { byFirstByte, startNode } from './test-node.ts';

/** A peer in a process of its own, for a test to stop. */
const [topic = '', ...bootstrap] = process.argv.slice(2);
const node = await startNode([], { bootstrap });
node.subscribe(topic, byFirstByte());
