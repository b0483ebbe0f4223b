import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TlsOptions } from '@nats-io/transport-node';
import { asError } from '@switchyard/service-kit';
import type { QueueServer } from './connection.ts';
import { QueueUntrustedError } from './errors.ts';

type Named = Pick<QueueServer, 'url' | 'caFile'>;

/** Other codes are of a connection that did not come about. */
const remedies: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate is out of its time: renew it, and compare the clocks',
  CERT_NOT_YET_VALID: 'its certificate is out of its time: compare the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name: the host of …_NATS_URL must be a name or address in it',
};
const unknownAuthority =
  'nobody who is trusted vouches for its certificate: …_NATS_URL must be tls://, and …_NATS_CA_FILE the certificate of who does';
const unknownAuthorityCodes: ReadonlySet<string> = new Set([
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** How the server has to prove itself, read anew for each connection; undefined when it need not. @throws QueueUntrustedError */
export async function tlsOptions({
  url,
  caFile,
}: Named): Promise<(TlsOptions & { readonly host: string }) | undefined> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'tls:') return undefined;
  // The library names no host that is an address; Node would then ask for the certificate of `localhost`.
  const host = { host: hostname.replace(/^\[|\]$/g, '') };
  return caFile === undefined ? host : { ...host, ca: await certificatesIn(caFile, url) };
}

/** Why a server that answers is not the one that is meant; undefined for an error of another kind. */
export function untrusted(error: Error, { url }: Named): Error | undefined {
  if (error instanceof QueueUntrustedError) return error;
  const { message: reason } = error;
  const because = (remedy: string): Error =>
    new QueueUntrustedError({ url, reason, remedy }, { cause: error });
  // The library has no code for it.
  if (reason === "server does not support 'tls'")
    return because('it has no TLS: give it a certificate, or say nats:// where nobody listens along');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (unknownAuthorityCodes.has(code)) return because(unknownAuthority);
  const remedy = remedies[code];
  return remedy === undefined ? undefined : because(remedy);
}

async function certificatesIn(file: string, url: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    void new X509Certificate(text);
    return text;
  } catch (error) {
    const { message: reason } = asError(error);
    const remedy = '…_NATS_CA_FILE must be a file of certificates, PEM';
    throw new QueueUntrustedError({ url, file, reason, remedy }, { cause: error });
  }
}
