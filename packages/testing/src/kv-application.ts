import { type AbciApp, baseApplication } from '@switchyard/abci';
import { bigEndianU64, sha256, utf8 } from '@switchyard/primitives';
import { formatI64, formatU64, parseI64, tendermint } from '@switchyard/proto';

/** A tiny ABCI application with an own pool: `key=value`, `power=<base64 key>:<n>`, `max_bytes=<n>`, `fail=<anything>`. */
export type KvApplication = {
  readonly app: AbciApp;
  /** Puts a transaction into the pool. */
  readonly submit: (text: string) => void;
  /** The last committed height. */
  readonly height: () => bigint;
  /** Every FinalizeBlock that was asked for, with the hash of its block in hex. */
  readonly executed: readonly { readonly height: bigint; readonly hash: string }[];
  /** Forgets all that was not committed, as a killed process does. */
  readonly crash: () => void;
  /** Forgets everything, as a process with an empty disk does. */
  readonly wipe: () => void;
  /** Answered to every Commit. */
  retainHeight: bigint;
};

type State = {
  readonly height: bigint;
  readonly appHash: Uint8Array;
  readonly entries: ReadonlyMap<string, string>;
};

const blank: State = { height: 0n, appHash: new Uint8Array(), entries: new Map() };
const { ACCEPT } = tendermint.abci.ResponseProcessProposal.ProposalStatus;

/** Makes one with an empty state. */
export function createKvApplication(): KvApplication {
  let committed: State = blank;
  let working: State = blank;
  let pool: readonly string[] = [];
  const executed: { readonly height: bigint; readonly hash: string }[] = [];

  const kv: KvApplication = {
    executed,
    retainHeight: 0n,
    submit: (text) => {
      pool = [...pool, text];
    },
    height: () => committed.height,
    crash: () => {
      working = committed;
    },
    wipe: () => {
      committed = blank;
      working = blank;
    },
    app: {
      ...baseApplication,
      info: async () => ({
        data: 'kv',
        version: '1',
        appVersion: formatU64(3n),
        lastBlockHeight: formatI64(committed.height),
        lastBlockAppHash: committed.appHash,
      }),
      initChain: async ({ chainId }) => {
        working = { ...blank, appHash: sha256(utf8(chainId)) };
        return { appHash: working.appHash };
      },
      query: async ({ data }) => {
        const value = committed.entries.get(new TextDecoder().decode(data));
        return {
          code: value === undefined ? 1 : 0,
          log: value === undefined ? 'not found' : '',
          key: data,
          value: utf8(value ?? ''),
          height: formatI64(committed.height),
        };
      },
      prepareProposal: async ({ maxTxBytes }) => {
        const limit = parseI64(maxTxBytes);
        let bytes = 0n;
        const fitting = pool.map(utf8).filter((item) => {
          bytes += BigInt(item.length + 6);
          return bytes <= limit;
        });
        return { txs: fitting };
      },
      processProposal: async () => ({ status: ACCEPT }),
      finalizeBlock: async ({ txs, height, hash }) => {
        const texts = txs.map((item) => new TextDecoder().decode(item));
        executed.push({ height: parseI64(height), hash: Buffer.from(hash).toString('hex') });
        working = {
          height: parseI64(height),
          appHash: sha256(
            committed.appHash,
            bigEndianU64(parseI64(height)),
            ...txs.map((item) => sha256(item)),
          ),
          entries: new Map([...committed.entries, ...texts.map(entryOf)]),
        };
        return {
          txResults: texts.map(resultOf),
          validatorUpdates: texts.flatMap(powerOf),
          consensusParamUpdates: paramsOf(texts),
          events:
            texts.length === 0
              ? []
              : [{ type: 'kv', attributes: [{ key: 'count', value: `${texts.length}` }] }],
          appHash: working.appHash,
        };
      },
      commit: async () => {
        committed = working;
        pool = pool.filter((text) => !committed.entries.has(entryOf(text)[0]));
        return { retainHeight: formatI64(kv.retainHeight) };
      },
    },
  };
  return kv;
}

function entryOf(text: string): readonly [string, string] {
  const [key = '', ...value] = text.split('=');
  return [key, value.join('=')];
}

function resultOf(text: string): tendermint.abci.ExecTxResult.$Properties {
  const [key, value] = entryOf(text);
  if (key === 'fail') return { code: 7, log: 'failed as told', codespace: 'kv' };
  return { data: utf8(value), gasWanted: formatI64(BigInt(text.length)), gasUsed: formatI64(1n) };
}

function powerOf(text: string): readonly tendermint.abci.ValidatorUpdate.$Properties[] {
  const [, key, power] = /^power=([A-Za-z0-9+/=]+):(\d+)$/.exec(text) ?? [];
  if (key === undefined || power === undefined) return [];
  return [{ pubKey: { ed25519: Buffer.from(key, 'base64') }, power: formatI64(BigInt(power)) }];
}

function paramsOf(texts: readonly string[]): tendermint.types.ConsensusParams.$Properties | null {
  for (const text of texts) {
    const [, bytes] = /^max_bytes=(\d+)$/.exec(text) ?? [];
    if (bytes !== undefined) {
      return { block: { maxBytes: formatI64(BigInt(bytes)), maxGas: formatI64(-1n) } };
    }
  }
  return null;
}
