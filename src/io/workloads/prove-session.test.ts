import { describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import type { ManagerApi, SessionState } from './manager-api.ts';
import { proveSession } from './prove-session.ts';

type Said = Pick<SessionState, 'status' | 'statusInfo'>;

/** A manager that says one thing after another of a session, the last one for ever. */
function manager(...says: readonly Said[]) {
  const left = [...says];
  const asked: string[] = [];
  const troubles: string[] = [];
  /** What it refuses to begin a session with, one after another. */
  const refusals: BaiupError[] = [];
  const api = {
    status: async () => {
      const code = troubles.shift();
      if (code !== undefined) throw new BaiupError(code, 'the balancer has no manager');
    },
    createSession: async () => {
      asked.push('create');
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      return { id: '1', status: 'PENDING' };
    },
    sessionLogs: async () => {
      asked.push('logs');
      return '';
    },
    destroySession: async () => {
      asked.push('destroy');
      left.splice(0, left.length, { status: 'TERMINATED', statusInfo: 'user-requested' });
    },
    sessionState: async (name: string) => {
      const [now] = left.length > 1 ? left.splice(0, 1) : left;
      return now && { id: '1', name, accessKey: 'k', ...now };
    },
  } as unknown as ManagerApi;
  return { api, asked, troubles, refusals };
}

const request = { name: 'proof', image: 'python', scalingGroup: 'gpu' };
const waits = (statusInfo: string): Said => ({ status: 'PENDING', statusInfo });

describe('proveSession', () => {
  it('starts a session, uses it, and ends it', async () => {
    const { api, asked } = manager(waits('no-available-instances'), { status: 'RUNNING', statusInfo: null });
    const proof = await proveSession(api, { request });
    expect(Object.keys(proof)).toEqual(['running', 'logs', 'ended']);
    expect(asked).toEqual(['create', 'logs', 'destroy']);
  });

  it.each([['api.failed', 'api.unreachable'], ['api.refused']])(
    'waits until a balancer has managers again, but not for one that refuses: %s %s',
    async (...codes) => {
      const { api, troubles } = manager({ status: 'RUNNING', statusInfo: null });
      troubles.push(...codes);
      if (codes.includes('api.refused')) troubles.push('api.failed');
      await proveSession(api, { request });
      expect(troubles).toEqual(codes.includes('api.refused') ? ['api.failed'] : []);
    },
  );

  it('asks for its session where the API does not come back, so that the answer says why', async () => {
    const { api, asked, troubles } = manager({ status: 'RUNNING', statusInfo: null });
    troubles.push('api.failed', 'api.failed');
    await proveSession(api, { request, apiTimeoutMs: 0 });
    expect([asked, troubles]).toEqual([['create', 'logs', 'destroy'], ['api.failed']]);
  });

  it.each(['no-available-instances', 'predicate-checks-failed'])(
    'says that no agent has room, and waits no longer: %s',
    async (info) => {
      const { api, asked } = manager(waits(info));
      const proof = proveSession(api, { request, placeTimeoutMs: 0 });
      await expect(proof).rejects.toMatchObject({
        code: 'session.no-room',
        message: expect.stringMatching(/resource group gpu has 1 cpu and 256m .*PENDING \(/),
      });
      expect(asked).toEqual(['create', 'destroy']);
    },
  );

  it('waits for one that waits for something else, and says what it was', async () => {
    const { api } = manager(waits('pending-queue'));
    const proof = proveSession(api, { request, placeTimeoutMs: 0, runningTimeoutMs: 20 });
    await expect(proof).rejects.toMatchObject({
      code: 'session.not-running',
      message: expect.stringContaining('PENDING (pending-queue)'),
    });
  });

  it('does not wait for one that has ended', async () => {
    const { api, asked } = manager({ status: 'CANCELLED', statusInfo: 'failed-to-start' });
    await expect(proveSession(api, { request })).rejects.toMatchObject({
      code: 'session.not-running',
      message: expect.stringContaining('CANCELLED (failed-to-start)'),
    });
    expect(asked).toEqual(['create', 'destroy']);
  });

  const running: Said = { status: 'RUNNING', statusInfo: null };
  const frozen = () =>
    new BaiupError(
      'api.failed',
      'POST /session answered 503: The server is frozen due to maintenance. Please try again later.',
    );

  it('asks again where managers have not seen yet that they are thawed', async () => {
    const { api, asked, refusals } = manager(running);
    refusals.push(frozen(), frozen());
    await proveSession(api, { request });
    expect(asked).toEqual(['create', 'create', 'create', 'logs', 'destroy']);
  });

  it('says so where they stay frozen, and ends what it may have begun', async () => {
    const { api, asked, refusals } = manager(running);
    refusals.push(frozen(), frozen());
    const proof = proveSession(api, { request, thawTimeoutMs: 0 });
    await expect(proof).rejects.toThrow('server is frozen');
    expect(asked).toEqual(['create', 'destroy']);
  });

  it('does not ask again where they refuse for another reason', async () => {
    const { api, asked, refusals } = manager(running);
    refusals.push(new BaiupError('api.refused', 'POST /session answered 400: no such image'));
    await expect(proveSession(api, { request })).rejects.toThrow('no such image');
    expect(asked).toEqual(['create', 'destroy']);
  });
});
