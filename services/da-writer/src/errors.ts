import { codeOf, SwitchyardError } from '@switchyard/primitives';

/** A block of the source does not continue the verified chain, or proves something else than it claims. */
export class BlockNotBelievedError extends SwitchyardError {
  override readonly code = 'DA_WRITER_BLOCK_NOT_BELIEVED';
  override readonly fault = 'transient';

  constructor(height: bigint, cause: unknown) {
    super('the source gave what does not verify', { height, reason: codeOf(cause) }, { cause });
  }
}

/** The DA node tells what its proofs do not show; another or a repaired node is waited for. */
export class DaNotBelievedError extends SwitchyardError {
  override readonly code = 'DA_WRITER_DA_NOT_BELIEVED';
  override readonly fault = 'transient';

  constructor(daHeight: bigint, cause: unknown) {
    super('the da node tells what its proofs do not show', { daHeight, reason: codeOf(cause) }, { cause });
  }
}

/** The data folder is of another chain. */
export class WrongChainStateError extends SwitchyardError {
  override readonly code = 'DA_WRITER_WRONG_CHAIN_STATE';
  override readonly fault = 'fatal';

  constructor(path: string, chainId: string, expected: string) {
    super('the data folder is of another chain; give this one its own, or remove it', {
      path,
      chainId,
      expected,
    });
  }
}
