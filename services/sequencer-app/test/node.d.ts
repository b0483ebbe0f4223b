import type { Transaction } from '@switchyard/protocol';
import { type Failpoints } from '@switchyard/service-kit';
import { type SequencerGenesis } from '@switchyard/testing';
import { type Consensus } from '../src/consensus.ts';
import { type FailpointName } from '../src/failpoints.ts';
/** What a failpoint throws here instead of killing the test's own process. */
export declare class Crash extends Error {
}
export declare function failAt(name: FailpointName | undefined): Failpoints<FailpointName>;
export declare function temporaryFolder(): Promise<AsyncDisposable & {
    readonly path: string;
}>;
/** The state machine over a real store, without servers. Opening the folder again is a restart. */
export declare function openNode(folder: string, failpoint?: FailpointName): Promise<{
    store: import("../src/ports.ts").StateStore & AsyncDisposable;
    pool: import("../src/domain/pool.ts").Pool;
    consensus: Consensus;
    hit: Failpoints<"commit-reply.after" | "commit-reply.before" | "finalize-block.after" | "finalize-block.before" | "init-chain.after" | "init-chain.before" | "store-write.after" | "store-write.before">;
    [Symbol.asyncDispose]: () => PromiseLike<void>;
}>;
export type Node = Awaited<ReturnType<typeof openNode>>;
export declare function start(consensus: Consensus, genesis?: Partial<SequencerGenesis>): void;
export declare function admit({ pool, consensus }: Node, ...transactions: readonly Transaction[]): void;
/** Finalizes and commits these items, as consensus does with a decided block. */
export declare function decide(node: Node, height: bigint, items: readonly Uint8Array[]): Promise<Uint8Array>;
export declare function propose({ consensus }: Node, height: bigint): readonly Uint8Array[];
//# sourceMappingURL=node.d.ts.map