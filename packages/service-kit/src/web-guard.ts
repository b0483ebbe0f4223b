import { isIP } from 'node:net';

/** What a request says of who asks, and whom. */
export type WebRequest = {
  readonly method?: string | undefined;
  readonly headers: { readonly host?: string | undefined; readonly origin?: string | undefined };
};

/** How a server sees its callers. */
export type WebGuard = {
  /** Where it listens. */
  readonly host: string;
  /** Whether pages that it serves itself may call it. */
  readonly hasPages?: boolean;
};

/**
 * Why a web page must not have this request answered, or undefined. A browser lets any page send simple requests to this
 * machine, and lets a page whose name was bound to 127.0.0.1 meanwhile ("DNS rebinding") read the answers too. Pages name
 * themselves in Origin; a rebound name is in Host. Where a server listens on loopback, nobody honest calls it by
 * another name; elsewhere, such as in a cluster, names are many and no page gets there.
 */
export function webRefusal(
  { method, headers: { host, origin } }: WebRequest,
  guard: WebGuard,
): string | undefined {
  if (isLoopback(guard.host) && host !== undefined && !isLocalName(host)) return 'invalid host specified';
  if (origin === undefined) return undefined;
  if (guard.hasPages === true && URL.parse(origin)?.host === host) return undefined;
  return method === 'GET' || method === 'HEAD' ? undefined : 'not to be called by web pages';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/**
 * An address, which no DNS can bind to another place, or a name of this machine: its own, or the one by which containers
 * know it (`host.docker.internal`). `internal` is no name of public DNS (ICANN keeps it for private use), so no page of
 * the web is under it.
 */
function isLocalName(host: string): boolean {
  const name = URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$/g, '');
  if (name === undefined) return false;
  return isIP(name) !== 0 || name === 'localhost' || /\.(localhost|docker\.internal)$/.test(name);
}
