import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { scratch, spawned } from '../command-line.js';
import { Nats, onNats } from './nats.js';

const folder = scratch();
const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(folder, name)) as [string, string];
const nats = await Nats.make(
  [],
  ['--tls', '--tlscert', certificate, '--tlskey', key, '--user', 'hpdm', '--pass', 'not a secret'],
);

/** Whether a server can be reached, as somebody with a password, who trusts an authority. */
const asked = (password: string, authority: string) =>
  spawned(folder, ['farm', 'doctor'], {
    HPDM_FARM_QUEUE: nats.url.replace('nats://', `tls://hpdm:${encodeURIComponent(password)}@`),
    NODE_EXTRA_CA_CERTS: authority,
  });

onNats('a server with TLS and a password', () => {
  beforeAll(async () => {
    const names = ['-subj', '/CN=farm.example', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const made = ['-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', certificate];
    execFileSync('openssl', ['req', '-x509', ...made, ...names], { stdio: 'pipe' });
    await nats.start();
  });

  test('is reached by who has the password and trusts it', () => {
    expect(asked('not a secret', certificate)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/encrypted {3}yes\n/),
    });
  }, 60_000);

  test('is not reached otherwise, and what to do is said', () => {
    expect(asked('not a secret', '')).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/E_QUEUE[^]*self-signed certificate\n +try +NODE_EXTRA_CA_CERTS=/),
    });
    const { status, stderr } = asked('another', certificate);
    expect({ status, stderr }).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/E_QUEUE[^]*Authorization Violation\n +try +HPDM_FARM_QUEUE=tls:/),
    });
    expect(stderr).not.toContain('another');
    const elsewhere = spawned(folder, ['farm', 'doctor', '--queue', `tls://localhost:${nats.port}`], {
      NODE_EXTRA_CA_CERTS: certificate,
    });
    expect(elsewhere).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/E_QUEUE[^]*altnames[^]*\n +try +--queue tls:\/\/HOST:4222 with a HOST that/),
    });
  }, 60_000);
});
