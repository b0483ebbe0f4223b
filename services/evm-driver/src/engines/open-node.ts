import { createAllowance, type Failpoints, type Task } from '@switchyard/service-kit';
import type { DriverConfig } from '../config.ts';
import type { Failpoint } from '../failpoints.ts';
import { messageLimits } from '../front/dispatch.ts';
import type { Engine } from '../ports.ts';
import { createAnvilEngine } from './anvil/anvil-engine.ts';
import { type AuditDeps, createAudit } from './geth/audit.ts';
import { createGethEngine } from './geth/geth-engine.ts';
import { createIpc } from './ipc.ts';
import { createJsonRpc, type JsonRpc } from './json-rpc.ts';

/** Of a dump of the node's whole state, in hex; every other answer to the driver itself is far smaller. */
const maxDumpBytes = 256 * 1024 * 1024;
/** Of a payload of a full block, which Geth hands over and takes back; and of a thousand accounts. */
const maxPayloadBytes = 32 * 1024 * 1024;
/** Of what the node answers to users, before it is their answer; each is in memory several times. */
const maxArrivingBytes = 32 * 1024 * 1024;

/** The node, by what drives it and what users ask. */
export type Node = Disposable & {
  readonly engine: Engine;
  readonly rpc: JsonRpc;
  /** For what users ask; bounded to what they may be answered. */
  readonly userRpc: JsonRpc;
  /** For code that users have run for nothing; bounded to less. */
  readonly codeRpc: JsonRpc;
  /** For a person. */
  readonly where: string;
  /** Of a node that keeps its blocks on disk: reads them all. */
  readonly audit: ((deps: Omit<AuditDeps, 'rpc' | 'path'>) => Task) | undefined;
};

/** The node that the settings name. Nothing is asked of it yet. */
export function openNode(config: DriverConfig, failpoints: Failpoints<Failpoint>): Node {
  const deadlineMs = config.nodeDeadline;
  const { responseBytes: maxAnswerBytes, codeResponseBytes } = messageLimits;
  if (config.nodeKind === 'geth') {
    const path = config.nodeIpc;
    const rpc = createIpc({ path, deadlineMs, maxAnswerBytes: maxPayloadBytes });
    // A connection of their own: an answer of theirs is not in the way of a block, and one arrives at a time.
    const userRpc = createIpc({ path, deadlineMs, maxAnswerBytes });
    const codeRpc = createIpc({ path, deadlineMs, maxAnswerBytes: codeResponseBytes });
    const auditRpc = createIpc({ path, deadlineMs, maxAnswerBytes: maxPayloadBytes });
    return {
      rpc,
      userRpc,
      codeRpc,
      engine: createGethEngine({ rpc, failpoints }, config),
      where: path,
      audit: (deps) => createAudit({ ...deps, rpc: auditRpc, path }),
      [Symbol.dispose]: () => {
        rpc[Symbol.dispose]();
        userRpc[Symbol.dispose]();
        codeRpc[Symbol.dispose]();
        auditRpc[Symbol.dispose]();
      },
    };
  }
  const url = config.nodeUrl;
  const rpc = createJsonRpc({ url, deadlineMs, maxAnswerBytes: maxDumpBytes });
  const arriving = createAllowance(maxArrivingBytes);
  return {
    rpc,
    userRpc: createJsonRpc({ url, deadlineMs, maxAnswerBytes, arriving }),
    codeRpc: createJsonRpc({ url, deadlineMs, maxAnswerBytes: codeResponseBytes, arriving }),
    engine: createAnvilEngine({ rpc, failpoints }, config),
    where: url,
    audit: undefined,
    [Symbol.dispose]: () => undefined,
  };
}
