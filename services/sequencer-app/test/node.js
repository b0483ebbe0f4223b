import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFailpoints, noFailpoints } from '@switchyard/service-kit';
import { sequencerAppState } from '@switchyard/testing';
import { openLmdbStore } from '../src/adapters/lmdb-store.js';
import { createConsensus, namesOf, poolView } from '../src/consensus.js';
import { createPool } from '../src/domain/pool.js';
import { defaultPoolLimits } from '../src/domain/pool-usage.js';
import { failpoints } from '../src/failpoints.js';
import { createVerifiedTransactions } from '../src/signatures.js';
import { chainId, sudo, validatorKey } from './world.js';
/** What a failpoint throws here instead of killing the test's own process. */
export class Crash extends Error {
}
export function failAt(name) {
    if (name === undefined)
        return noFailpoints;
    return createFailpoints('sequencer-app', failpoints, `sequencer-app/${name}`, () => {
        throw new Crash(name);
    });
}
export async function temporaryFolder() {
    const path = await mkdtemp(join(tmpdir(), 'sequencer-app-'));
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
/** The state machine over a real store, without servers. Opening the folder again is a restart. */
export async function openNode(folder, failpoint) {
    const store = await openLmdbStore(folder);
    try {
        const pool = createPool(defaultPoolLimits);
        const verified = createVerifiedTransactions((name) => pool.get(name)?.transaction);
        const hit = failAt(failpoint);
        const consensus = createConsensus({ store, pool, verified, failpoints: hit, folder });
        const start = consensus.committed();
        if (start !== undefined)
            pool.refresh(poolView(start), new Set());
        return { store, pool, consensus, hit, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
    }
    catch (error) {
        await store[Symbol.asyncDispose]();
        throw error;
    }
}
export function start(consensus, genesis = {}) {
    consensus.initChain({
        chainId,
        initialHeight: 1n,
        validators: [{ publicKey: validatorKey(1), power: 10n }],
        appState: JSON.stringify(sequencerAppState({ sudo, ...genesis })),
    });
}
export function admit({ pool, consensus }, ...transactions) {
    const committed = consensus.committed();
    if (committed === undefined)
        throw new RangeError('the chain has not started');
    for (const transaction of transactions) {
        const admission = pool.admit(transaction, poolView(committed));
        if ('code' in admission)
            throw new Error(admission.code);
    }
}
/** Finalizes and commits these items, as consensus does with a decided block. */
export async function decide(node, height, items) {
    const { appHash } = await node.consensus.finalize(height, items);
    const { transactions } = node.consensus.commit();
    const committed = node.consensus.committed();
    if (committed !== undefined)
        node.pool.refresh(poolView(committed), namesOf(transactions));
    node.hit.hit('commit-reply.before');
    node.hit.hit('commit-reply.after');
    return appHash;
}
export function propose({ consensus }, height) {
    return consensus.propose(height, 7_000_000);
}
//# sourceMappingURL=node.js.map