import { expect, it } from 'vitest';
import { webRefusal } from './web-guard.ts';

const foreignHost = 'invalid host specified';
const page = 'not to be called by web pages';

it.each([
  ['POST', { host: '127.0.0.1:9104' }, undefined],
  ['POST', { host: 'localhost:9104' }, undefined],
  ['POST', { host: 'yard.localhost:9104' }, undefined],
  ['POST', { host: '[::1]:9104' }, undefined],
  ['POST', { host: 'host.docker.internal:8545' }, undefined],
  ['POST', { host: 'HOST.docker.internal' }, undefined],
  ['POST', { host: 'gateway.docker.internal:8545' }, undefined],
  ['POST', {}, undefined],
  ['GET', { host: 'evil.example:9104' }, foreignHost],
  ['POST', { host: 'localhost.evil.example' }, foreignHost],
  ['POST', { host: 'docker.internal.evil.example' }, foreignHost],
  ['POST', { host: 'host.docker.internal.evil.example:8545' }, foreignHost],
  ['POST', { host: 'evildocker.internal' }, foreignHost],
  ['POST', { host: 'host.docker.internal@evil.example' }, foreignHost],
  ['POST', { host: 'host.docker.internal', origin: 'http://evil.example' }, page],
  ['POST', { host: 'evil.example', origin: 'http://evil.example' }, foreignHost],
  ['GET', { host: 'a b' }, foreignHost],
  ['POST', { host: '127.0.0.1:9104', origin: 'http://evil.example' }, page],
  ['POST', { host: '127.0.0.1:9104', origin: 'null' }, page],
  ['OPTIONS', { host: '127.0.0.1:9104', origin: 'http://evil.example' }, page],
  ['GET', { host: '127.0.0.1:9104', origin: 'http://evil.example' }, undefined],
  ['POST', { host: '127.0.0.1:9104', origin: 'http://127.0.0.1:9104' }, page],
])('a %s with %j on loopback: %s', (method, headers, expected) => {
  expect(webRefusal({ method, headers }, { host: '127.0.0.1' })).toBe(expected);
});

it('knows the pages of a server itself', () => {
  const asked = (origin: string): string | undefined =>
    webRefusal(
      { method: 'POST', headers: { host: '127.0.0.1:8080', origin } },
      { host: '127.0.0.1', hasPages: true },
    );
  expect(asked('http://127.0.0.1:8080')).toBeUndefined();
  expect(asked('http://127.0.0.1:8081')).toBe(page);
});

it('takes any name where it does not listen on loopback', () => {
  const headers = { host: 'relayer.switchyard.svc:9102' };
  expect(webRefusal({ method: 'GET', headers }, { host: '0.0.0.0' })).toBeUndefined();
  expect(
    webRefusal({ method: 'POST', headers: { ...headers, origin: 'http://a' } }, { host: '0.0.0.0' }),
  ).toBe(page);
});
