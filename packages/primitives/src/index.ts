export type { Brand } from './brand.ts';
export {
  bigEndianU64,
  compareBytes,
  concatBytes,
  equalBytes,
  fromHex,
  maxU64,
  readBigEndianU64,
  toHex,
  utf8,
} from './bytes.ts';
export { codeOf, type ErrorContext, type Fault, faultOf, MalformedError, SwitchyardError } from './errors.ts';
export { type Hash32, hash32, sha256 } from './hash.ts';
export {
  type DaHeight,
  daHeight,
  next,
  type RollupNumber,
  rollupNumber,
  type SequencerHeight,
  sequencerHeight,
} from './height.ts';
export {
  type Address,
  address,
  addressOf,
  chainNamespace,
  formatAddress,
  type Namespace,
  namespace,
  parseAddress,
  type RollupId,
  rollupId,
  rollupIdOf,
  rollupNamespace,
} from './names.ts';
export { openSealedJson, sealJson } from './sealed-json.ts';
