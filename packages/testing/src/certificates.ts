import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a certificate is for, and when. */
export type CertificateOptions = {
  readonly names?: readonly string[];
  /** IPv4. */
  readonly addresses?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
};

/** A certificate and its key, both PEM. */
export type Certificate = { readonly certificate: string; readonly key: string };

/** Somebody who signs certificates. */
export type Authority = {
  /** Its own certificate, PEM. */
  readonly certificate: string;
  readonly issue: (options: CertificateOptions) => Certificate;
};

const dayMs = 86_400_000;

/** A new authority; two of the same name have other keys. */
export function createAuthority(name: string): Authority {
  const { publicKey, privateKey } = newKeys();
  const issuer = nameOf(name);
  const signed = (
    fields: CertificateOptions,
    subject: Buffer,
    key: KeyObject,
    isAuthority: boolean,
  ): string => {
    const { from = new Date(Date.now() - dayMs), to = new Date(Date.now() + dayMs) } = fields;
    const body = sequence(
      tagged(0xa0, integer(Buffer.of(2))),
      integer(randomBytes(8)),
      ecdsaWithSha256,
      issuer,
      sequence(time(from), time(to)),
      subject,
      key.export({ type: 'spki', format: 'der' }),
      tagged(0xa3, sequence(...extensionsOf(fields, isAuthority))),
    );
    const signature = sign('sha256', body, privateKey);
    return pem(sequence(body, ecdsaWithSha256, bits(signature)));
  };
  return {
    certificate: signed({}, issuer, publicKey, true),
    issue: (options) => {
      const own = newKeys();
      return {
        certificate: signed(options, nameOf('server'), own.publicKey, false),
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

function newKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function extensionsOf(
  { names = [], addresses = [] }: CertificateOptions,
  isAuthority: boolean,
): readonly Buffer[] {
  const alternatives = [
    ...names.map((name) => tagged(0x82, Buffer.from(name, 'latin1'))),
    ...addresses.map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number)))),
  ];
  return [
    ...(isAuthority ? [extension(basicConstraints, sequence(tagged(0x01, Buffer.of(0xff))))] : []),
    ...(alternatives.length > 0 ? [extension(subjectAltName, sequence(...alternatives))] : []),
  ];
}

const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, tagged(0x04, value));

/** 1.2.840.10045.4.3.2 */
const ecdsaWithSha256 = tagged(0x30, tagged(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
/** 2.5.29.19 */
const basicConstraints = tagged(0x06, Buffer.from('551d13', 'hex'));
/** 2.5.29.17 */
const subjectAltName = tagged(0x06, Buffer.from('551d11', 'hex'));
/** 2.5.4.3 */
const commonName = tagged(0x06, Buffer.from('550403', 'hex'));

function nameOf(name: string): Buffer {
  return sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from(name)))));
}

/** Positive: a leading bit would make it a negative one. */
function integer(bytes: Buffer): Buffer {
  return tagged(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]));
}

/** GeneralizedTime, to the second. */
function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/\.\d+Z$|[-:T]/g, '');
  return tagged(0x18, Buffer.from(`${digits}Z`, 'latin1'));
}

const bits = (bytes: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.of(0), bytes]));

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** Tag, length, content, as DER has it. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
