import { type ErrorContext, SwitchyardError } from '@switchyard/primitives';

/** The node could not be reached, did not answer in time, or answered what is no JSON-RPC. */
export class NodeUnavailableError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_NODE_UNAVAILABLE';
  override readonly fault = 'transient';

  constructor(method: string, options: ErrorOptions) {
    super('the node is not available', { method }, options);
  }
}

/** The node's answer is longer than is taken in, alone or with others: the node is well, the question is not. */
export class NodeAnswerTooLargeError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_NODE_ANSWER_TOO_LARGE';
  override readonly fault = 'transient';
  readonly why: 'too-large' | 'busy';

  constructor(
    method: string,
    { why, cause }: { readonly why: 'too-large' | 'busy'; readonly cause?: unknown },
  ) {
    super('the answer of the node is too large', { method, why }, { cause });
    this.why = why;
  }
}

/** The node answered with an error; unless its caller knows better it is tried again. */
export class NodeRefusedError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_NODE_REFUSED';
  override readonly fault = 'transient';
  readonly rpc: { readonly code: number; readonly message: string; readonly data?: unknown };

  constructor(method: string, rpc: NodeRefusedError['rpc']) {
    super('the node refused a call', { method, rpcCode: rpc.code, rpcMessage: rpc.message.slice(0, 200) });
    this.rpc = rpc;
  }
}

/** The node changed under our feet: somebody else uses it, or it was restarted. */
export class NodeMovedError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_NODE_MOVED';
  override readonly fault = 'transient';

  constructor(context: ErrorContext) {
    super('the node is not where it was left', context);
  }
}

/** The node does not run with the rollup's constants. */
export class NodeMisconfiguredError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_NODE_MISCONFIGURED';
  override readonly fault = 'fatal';

  constructor(context: ErrorContext) {
    super(
      'the node runs with other constants than the rollup: start it with the flags of the README',
      context,
    );
  }
}

/** The journal belongs to another genesis than the node. */
export class GenesisMismatchError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_GENESIS_MISMATCH';
  override readonly fault = 'fatal';

  constructor(context: ErrorContext) {
    super(
      'the node has another genesis than the journal: give the node its genesis file back, or wipe the journal',
      context,
    );
  }
}

/** A block that was made again has another hash than the first time. */
export class DivergedError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_DIVERGED';
  override readonly fault = 'fatal';

  constructor(context: ErrorContext) {
    super(
      'a block made again has another hash than in the journal: give the node the genesis file and the client version that made it',
      context,
    );
  }
}

/** Neither the node, nor a dump, nor the journal's bytes lead to the committed block. */
export class NotRestorableError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_NOT_RESTORABLE';
  override readonly fault = 'fatal';

  constructor(context: ErrorContext) {
    super(
      'the dumps that the journal relies on are missing: remove the journal to derive from the DA layer',
      context,
    );
  }
}

/** The node lost blocks whose bytes the journal has given up; the next start derives them again. */
export class BlocksLostError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_BLOCKS_LOST';
  override readonly fault = 'fatal';

  constructor(context: ErrorContext) {
    super(
      'the node lost blocks that the journal has no bytes of: start again, they are derived from the DA layer',
      context,
    );
  }
}

/** A block that was made is otherwise on the node's disk. */
export class NodeDamagedError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_NODE_DAMAGED';
  override readonly fault = 'fatal';

  constructor({
    file,
    number,
    what,
  }: { readonly file: string; readonly number: bigint; readonly what: string }) {
    super('the node has a block otherwise than it was made', {
      file,
      problem: `the ${what} of block ${number} is not what was made`,
      remedy: 'stop the node, remove this folder, and start node and driver again: its blocks are made anew',
    });
  }
}

/** The node answers, and cannot be brought to the block that the journal has. */
export class NodeStuckError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_NODE_STUCK';
  override readonly fault = 'transient';

  constructor({ file, number }: { readonly file: string; readonly number: bigint }, options: ErrorOptions) {
    super(
      'the node cannot be brought back',
      {
        file,
        problem: `the node answers and does not come back to block ${number}`,
        remedy:
          'if this folder is damaged: stop the node, remove the folder, and start node and driver again: its blocks are made anew',
      },
      options,
    );
  }
}

/** The client refuses even a block without transactions; nothing of a section is at fault, so it is tried again. */
export class EmptyBlockRefusedError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_EMPTY_BLOCK_REFUSED';
  override readonly fault = 'transient';

  constructor(context: ErrorContext) {
    super('the node refuses an empty block', context);
  }
}

/** A whole record of the journal says what no version of ours writes. */
export class UnreadableJournalError extends SwitchyardError {
  override readonly code = 'EVM_DRIVER_JOURNAL_UNREADABLE';
  override readonly fault = 'fatal';

  constructor(context: ErrorContext, options: ErrorOptions) {
    super(
      'a journal record cannot be read: run the version that wrote it, or wipe the journal',
      context,
      options,
    );
  }
}
