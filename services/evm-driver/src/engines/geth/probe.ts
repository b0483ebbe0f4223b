import { z } from 'zod';
import type { EvmHash } from '../../domain/names.ts';
import { NodeMisconfiguredError, NodeRefusedError } from '../../errors.ts';
import type { JsonRpc } from '../json-rpc.ts';
import { parsed } from '../wire.ts';

/** Whose blocks are known to be the same everywhere, and whose testing_ namespace is known. */
const WANTED_VERSION = '1.17.5';

const namespaces = ['admin', 'debug', 'engine', 'eth', 'net', 'testing', 'web3'] as const;

const nodeInfo = z.object({
  protocols: z.object({ eth: z.object({ config: z.looseObject({ osakaTime: z.number().nullish() }) }) }),
});

/** Forks after Osaka: with one of them the same bytes would give other blocks. */
const laterForks = [
  'bpo1Time',
  'bpo2Time',
  'bpo3Time',
  'bpo4Time',
  'bpo5Time',
  'amsterdamTime',
  'verkleTime',
  'ubtTime',
];

/** Asks the node whether it is one that can be driven. @throws NodeMisconfiguredError that names what is missing */
export async function probeGeth(rpc: JsonRpc, signal: AbortSignal): Promise<void> {
  const version = String(await rpc.call('web3_clientVersion', [], signal));
  if (!version.startsWith(`Geth/v${WANTED_VERSION}-`)) {
    throw misconfigured({
      version,
      wanted: `Geth v${WANTED_VERSION}`,
      remedy: '`npm run engines` builds it',
    });
  }
  const modules = parsed(
    'rpc_modules',
    (answer) => z.record(z.string(), z.string()).parse(answer),
    await rpc.call('rpc_modules', [], signal),
  );
  const missing = namespaces.filter((name) => modules[name] === undefined);
  if (missing.length > 0) {
    throw misconfigured({
      missingNamespaces: missing.join(' '),
      remedy: 'NODE_IPC must be the IPC socket of Geth itself',
    });
  }
  const { protocols } = parsed(
    'admin_nodeInfo',
    (answer) => nodeInfo.parse(answer),
    await rpc.call('admin_nodeInfo', [], signal),
  );
  const { config } = protocols.eth;
  const later = laterForks.filter((fork) => typeof config[fork] === 'number');
  if (config.osakaTime !== 0 || later.length > 0) {
    throw misconfigured({
      osakaTime: String(config.osakaTime),
      laterForks: later.join(' '),
      remedy:
        'remove the data folder of the node and init it with the genesis of the rollup: every fork up to Osaka at 0, none after it',
    });
  }
  if ((await storedValue(rpc, PATH_SCHEME_ROOT, signal)) !== undefined) {
    throw misconfigured({
      missingFlag: '--state.scheme hash',
      remedy: 'remove the data folder of the node, and give the flag to `geth init` too',
    });
  }
}

/**
 * Whether a state that the node came to by itself is on its disk, as only an archive node has it: without that a killed
 * node starts at genesis. @throws NodeMisconfiguredError
 */
export async function probeArchive(rpc: JsonRpc, stateRoot: EvmHash, signal: AbortSignal): Promise<void> {
  if ((await storedValue(rpc, stateRoot, signal)) !== undefined) return;
  throw misconfigured({ missingFlag: '--gcmode archive', remedy: 'start the node with it' });
}

/** Where the path scheme, and no other, keeps the root of the account trie (core/rawdb/schema.go). */
const PATH_SCHEME_ROOT = '0x41';

/** A value of the node's database; undefined when it has none. */
async function storedValue(rpc: JsonRpc, key: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await rpc.call('debug_dbGet', [key], signal);
  } catch (error) {
    if (error instanceof NodeRefusedError && /not found/.test(error.rpc.message)) return undefined;
    throw error;
  }
}

function misconfigured(context: Readonly<Record<string, string>>): NodeMisconfiguredError {
  return new NodeMisconfiguredError(context);
}
