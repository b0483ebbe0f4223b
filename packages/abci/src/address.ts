import { AbciAddressError } from './errors.ts';

/** What `net.connect` and `server.listen` take. */
export type SocketTarget = { readonly path: string } | { readonly host: string; readonly port: number };

/** Parses `unix:/path`, `unix:///path`, `tcp://host:port` and `host:port`. @throws AbciAddressError */
export function parseAbciAddress(address: string): SocketTarget {
  const unix = /^unix:(?:\/\/)?(.+)$/.exec(address)?.[1];
  if (unix !== undefined) {
    if (Buffer.byteLength(unix) > 107) throw new AbciAddressError('socket path is too long', { address });
    return { path: unix };
  }
  const tcp = /^(?:tcp:\/\/)?\[?([^\]]+?)\]?:(\d{1,5})$/.exec(address);
  const port = Number(tcp?.[2]);
  if (tcp?.[1] === undefined || port > 65_535) {
    throw new AbciAddressError('not an ABCI address', { address });
  }
  return { host: tcp[1], port };
}
