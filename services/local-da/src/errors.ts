import { SwitchyardError } from '@switchyard/primitives';

/** What is damaged, and where. */
export type Damage = { readonly problem: string; readonly path: string };

/** The chain's files do not fit together, or a file is damaged where it had been durable. */
export class CorruptChainError extends SwitchyardError {
  override readonly code = 'LOCAL_DA_CORRUPT_CHAIN';
  override readonly fault = 'fatal';

  constructor({ problem, path }: Damage, options?: ErrorOptions) {
    super(
      'the chain is damaged',
      {
        file: path,
        problem,
        remedy:
          'restore the data folder from a copy; without one `npm start -- --fresh` begins a new network',
      },
      options,
    );
  }
}

/** The disk refused a write of the chain. */
export class ChainWriteError extends SwitchyardError {
  override readonly code = 'LOCAL_DA_CHAIN_WRITE';
  override readonly fault = 'fatal';

  constructor(path: string, options?: ErrorOptions) {
    super('the chain cannot be written', { path }, options);
  }
}

/** The signing state forbids a signature: another block has this height's, or the state is ahead of the chain. */
export class DoubleSignError extends SwitchyardError {
  override readonly code = 'LOCAL_DA_DOUBLE_SIGN';
  override readonly fault = 'fatal';

  constructor(height: bigint, signedHeight: bigint) {
    super('the signing state is not that of this chain: restore both together', { height, signedHeight });
  }
}
