import type { PlantedBug } from './plant.ts';

/**
 * The sequencer takes a transaction again whose nonce is used: at admission, in its own proposals and when it executes a
 * block, so that the chain goes on and nothing inside the product stops it.
 */
export const skippedNonceCheck: PlantedBug = {
  name: 'skipped nonce check',
  service: 'sequencer-app',
  edits: [
    {
      file: 'domain/admission-rules.js',
      find: `    if (body.nonce < nonce)
        return never('NONCE_USED', 'nonce is used');
`,
      replace: '',
    },
    {
      file: 'domain/execution.js',
      find: `    if (body.nonce < nonce)
        return never('NONCE_USED', 'nonce is used');
`,
      replace: '',
    },
    {
      // The account's next nonce stays what its honest transactions make it.
      file: 'domain/execution.js',
      find: 'address: sender, nonce: payer.nonce + 1n, balance: payer.balance - fee',
      replace:
        'address: sender, nonce: body.nonce < payer.nonce ? payer.nonce : payer.nonce + 1n, balance: payer.balance - fee',
    },
    {
      file: 'domain/pool.js',
      find: 'accountOf(sender).nonce === nonce ||',
      replace: 'accountOf(sender).nonce >= nonce ||',
    },
    {
      // A proposal begins with the lowest nonce that the pool has, not with the account's.
      file: 'domain/pool.js',
      find: '        readyAt: (account, nonce) => {\n',
      replace: `        lowestReady: (account) => {
            const own = [...(accounts.get(account)?.slots ?? [])].filter(([, slot]) => slot.isReady);
            return own.reduce((low, [nonce]) => (nonce < low ? nonce : low), own[0]?.[0] ?? 0n);
        },
        readyAt: (account, nonce) => {
`,
    },
    {
      file: 'domain/proposal.js',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the program
      find: 'ordinaryFrom(account, decodeAccount(read(`account/${account}`)).nonce)',
      replace: 'ordinaryFrom(account, pool.lowestReady(account))',
    },
  ],
};

/** The front answers `eth_sendRawTransaction` before the bytes are in its pending log. */
export const acknowledgedBeforePersisted: PlantedBug = {
  name: 'acknowledged before persisted',
  service: 'evm-driver',
  edits: [{ file: 'front/pending.js', find: '                await written;\n', replace: '' }],
};
