import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Allows } from './envelope.ts';
import type { Permission } from './method.ts';

/** Which permissions a token of a kind has; celestia-node api/rpc/perms. */
const allowedBy: Readonly<Record<Permission, readonly Permission[]>> = {
  public: ['public'],
  read: ['public', 'read'],
  write: ['public', 'read', 'write'],
  admin: ['public', 'read', 'write', 'admin'],
};

const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');

/** The token of a permission, as `celestia bridge auth <permission>` prints it. */
export function formatToken(secret: Uint8Array, permission: Permission): string {
  const body = Buffer.from(JSON.stringify({ Allow: allowedBy[permission] })).toString('base64url');
  return `${header}.${body}.${signatureOf(secret, `${header}.${body}`).toString('base64url')}`;
}

/**
 * What the bearer of an Authorization header may do; undefined when the header is no valid token, which is answered
 * with 401. Without a secret everything is allowed and no header is read.
 */
export function permissionsOf(
  secret: Uint8Array | undefined,
  authorization: string | undefined,
): Allows | undefined {
  if (secret === undefined) return () => true;
  if (authorization === undefined) return (permission) => permission === 'public';
  const [, signed, signature] = /^Bearer ([\w-]+\.[\w-]+)\.([\w-]+)$/.exec(authorization) ?? [];
  if (signed === undefined || signature === undefined) return undefined;
  const expected = signatureOf(secret, signed);
  const actual = Buffer.from(signature, 'base64url');
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
  const allowed = parseAllowed(signed.slice(signed.indexOf('.') + 1));
  return allowed === undefined ? undefined : (permission) => allowed.includes(permission);
}

function parseAllowed(body: string): readonly unknown[] | undefined {
  try {
    const { Allow } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { Allow?: unknown };
    return Array.isArray(Allow) ? Allow : undefined;
  } catch {
    return undefined;
  }
}

function signatureOf(secret: Uint8Array, signed: string): Buffer {
  return createHmac('sha256', secret).update(signed).digest();
}
