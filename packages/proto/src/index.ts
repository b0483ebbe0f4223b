export { astria, google, switchyard, tendermint } from '../gen/protocol.js';
export { formatI64, formatU64, parseI64, parseU64, type WireLong } from './integers.ts';
