import { at, MINUTE, SECOND } from '../calendar.ts';
import { createHttpDeployment, httpCall, updateDefaultStage, updateJwtAuthorizer, updateRoute } from '../http-api.ts';
import { type Actor, iamUser } from '../identity.ts';
import { MOBILE, PROD } from '../organisation.ts';
import { inOrder } from '../record.ts';
import type { Chance } from '../seed.ts';
import { assumeRole, type Opened } from '../session.ts';
import { ADMIN_ROLE, ATTACK_SHELL, call, NEW_USER, NEW_USER_KEY, type Story } from './story.ts';

const DAY = 8;

/** The intruder's user takes the administrators' role, to act under a name that is seen every day. */
export function asAdministrator(chance: Chance, time: number): Opened {
  const user: Actor = iamUser(PROD, NEW_USER, NEW_USER_KEY, ATTACK_SHELL);
  return assumeRole(chance, user, time, { account: PROD, role: ADMIN_ROLE, sessionName: 'maintenance' });
}

/** Tokens of another issuer are accepted by the mobile API; then one route asks for no token at all. */
export function forgedIssuer(chance: Chance): Story {
  const start = at(DAY, '15:02:05');
  const { actor, log } = asAdministrator(chance, start);
  const labels = { apiId: MOBILE.apiId };
  const later = start + 4 * MINUTE;
  return {
    id: 'forged-issuer',
    title: 'The mobile API trusts tokens of a foreign issuer, then none at all on one route',
    day: DAY,
    intent: 'attack',
    log: [
      ...log,
      ...inOrder(chance, actor, start + 9 * SECOND, [
        call('sts', 'GetCallerIdentity'),
        httpCall('GetApis'),
        httpCall('GetAuthorizers', labels),
        httpCall('GetRoutes', labels),
        updateJwtAuthorizer(MOBILE, 'https://login.example.net/oauth2/default'),
      ]),
      ...inOrder(chance, actor, later, [
        updateRoute(MOBILE, { authorizationType: 'NONE' }),
        createHttpDeployment(MOBILE, 'z1x2c3'),
        updateDefaultStage(MOBILE, 'z1x2c3', { throttlingRateLimit: 10_000, throttlingBurstLimit: 5000 }),
      ]),
    ],
    detections: ['apigw-jwt-issuer-changed', 'apigw-route-auth-none', 'apigw-throttle-raised'],
  };
}
