export { type Admin, createAdmin, serveAdmin, toJson } from './admin.ts';
export { type Allowance, createAllowance, type DropOrder, type Holding } from './allowance.ts';
export {
  type AppendLog,
  type AppendLogOptions,
  CorruptLogError,
  LogWriteError,
  openAppendLog,
  RecordTooLargeError,
} from './append-log.ts';
export { countArriving } from './arriving.ts';
export { createBoundedServer, type ServerBounds } from './bounded-server.ts';
export { asError, type Clock, DeadlineError, systemClock, withDeadline } from './clock.ts';
export {
  byteSize,
  ConfigError,
  durationMs,
  type Environment,
  exitConfig,
  flag,
  integer,
  list,
  loadConfig,
  logLevel,
  parseEnvFile,
  path,
  type SocketAddress,
  socketAddress,
  u64,
} from './config.ts';
export { limitConnections, refuseUpgrade } from './connections.ts';
export type { CutReason, OnCut } from './cut.ts';
export { createFacts, createTrace, type Facts, type Trace, type TraceEvent } from './facts.ts';
export {
  createFailpoints,
  type FailpointDeps,
  type Failpoints,
  noFailpoints,
  UnknownFailpointError,
} from './failpoints.ts';
export {
  isErrno,
  readFileIfPresent,
  readFileWith,
  readSecretKey,
  SecretKeyError,
  syncFolder,
  UnusableFileError,
  writeFileAtomic,
} from './files.ts';
export { FolderInUseError, lockFolder } from './folder-lock.ts';
export {
  type CallLimits,
  type Codec,
  call,
  createGrpcClient,
  definition,
  RemoteError,
  type Rpc,
  rpc,
  stream,
} from './grpc.ts';
export {
  AddressUnavailableError,
  type Caller,
  type GrpcService,
  maxGrpcMessageBytes,
  type RefusalDetails,
  serve,
  serveGrpc,
  serveStream,
} from './grpc-server.ts';
export { RequestTooSlowError, ServerBusyError, type UploadLimits } from './grpc-uploads.ts';
export { type JsonLimits, jsonExcess } from './json-shape.ts';
export { createLogger, type Logger, type LogLevel } from './log.ts';
export { type Counter, createMetrics, type Gauge, type Histogram, type Metrics } from './metrics.ts';
export { readInAnotherProcess, UnreadableStoreError } from './probe.ts';
export { startOfProcess } from './process-start.ts';
export { type AnswerLimits, type AnswerText, readAnswer } from './read-answer.ts';
export { type Body, type BodyLimits, readBody } from './read-body.ts';
export {
  diskFailureOf,
  exitDisk,
  exitRefused,
  type Refusal,
  refusalOf,
} from './refusal.ts';
export { maxRetryDelayMs, type RetryOptions, retrying } from './retry.ts';
export { credentialsOf, knowsSecret } from './shared-secret.ts';
export { spareFile } from './spare-file.ts';
export { Mutex, mapConcurrent, runService, runTasks, type Task, TaskError } from './tasks.ts';
export { Watch } from './watch.ts';
