import { expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { signedHeaders } from './sign.ts';

// AWS's own example keys; the signatures were accepted by managers of 23.09 and 24.03.
const keypair = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
};
const at = new Date('2026-11-22T20:00:00Z');

it.each([
  [
    'GET',
    '/manager/status',
    'application/octet-stream',
    '004f164842ad4bd920a79088ebdda2cd0210fab7863b786a678015b531b78c27',
  ],
  [
    'PUT',
    '/manager/status',
    'application/json',
    '85543149e6f2dc33401ea49b15a1bcfa8cd22b992bfb433ec48084b899830c5d',
  ],
  [
    'POST',
    '/admin/gql',
    'application/json',
    '700e9184a2a9b002cacb72fbabeac4119a2507e08b3f4894c6ddea995cec3d5e',
  ],
] as const)('signs %s %s', (method, path, contentType, signature) => {
  const headers = signedHeaders({ method, path, contentType, host: '127.0.0.1:8081', at }, keypair);
  expect(headers['Authorization']).toBe(
    `BackendAI signMethod=HMAC-SHA256, credential=AKIAIOSFODNN7EXAMPLE:${signature}`,
  );
  expect(headers['X-BackendAI-Date']).toBe('2026-11-22T20:00:00+00:00');
});
