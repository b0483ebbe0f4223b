/** What callers of the RPC may make this process hold; everything that bounds memory is here. */
export const rpcLimits = {
  /** The largest body that go-jsonrpc takes. */
  requestBytes: 16_777_216,
  /** Of bodies that arrive, and of parameters of calls that wait; a submission's are the mempool's. */
  bodyBytes: 24 * 1024 * 1024,
  /** Bytes of shares that answers are made of and that are not sent yet. */
  shareBytes: 16 * 1024 * 1024,
  /** Text of answers that are made and not sent yet. */
  answerBytes: 64 * 1024 * 1024,
  /** Requests that wait for shares to work on. */
  waiting: 1_024,
  /** What parsing makes of a body is many times its text. */
  json: { depth: 64, values: 200_000 },
  /** Longer batches are refused as a whole. */
  batch: 1_000,
  /** All answers of a batch together; what is beyond is refused. */
  batchAnswerBytes: 32 * 1024 * 1024,
  /** A reader that takes nothing for so long is cut off. */
  sendIdleMs: 30_000,
  connections: 1_024,
  sockets: 256,
  callsPerSocket: 128,
  /** Frames that a reader may be behind before its channel is closed; go-jsonrpc's channel buffer. */
  framesBehind: 16,
  /** Unread bytes of one socket's refusals and the like. */
  unreadRefusalBytes: 1024 * 1024,
  /** Of one message: each piece is an object, however small. */
  pieces: { maxFragments: 1_024, maxBufferedChunks: 16_384 },
} as const;
