import { at, isWorkday, SECOND } from '../calendar.ts';
import { fromGitHub } from '../federation.ts';
import { type Actor, through } from '../identity.ts';
import {
  CONFIGURE_CREDENTIALS,
  DEPLOY_ROLE,
  MOBILE,
  MOBILE_STAGING,
  ORDERS,
  ORDERS_STAGING,
  PROD,
  type RestApi,
  STAGING,
  TERRAFORM,
} from '../organisation.ts';
import { type Call, inOrder, type Logged } from '../record.ts';
import type { Chance } from '../seed.ts';
import type { Opened } from '../session.ts';
import { configuration, httpRelease, restRelease, whoAmI } from './releases.ts';

/** A run of the deploy workflow: hosted runners come from anywhere in the provider's network. */
export function workflow(chance: Chance, account: string, start: number): Opened {
  const wanted = { account, role: DEPLOY_ROLE, sessionName: 'GitHubActions' };
  const job = { subject: 'repo:example-org/platform:ref:refs/heads/main', agent: CONFIGURE_CREDENTIALS };
  const place = { ip: `192.0.2.${chance.int(128, 191)}`, agent: TERRAFORM };
  return fromGitHub(chance, start, wanted, job, place);
}

/** Staging's HTTP API is a CloudFormation stack: the stack calls on behalf of whoever started it. */
function stackUpdate(chance: Chance, actor: Actor, day: number, start: number): readonly Logged[] {
  const stackName = 'mobile-staging';
  const stack = (name: string): Call => ({ service: 'cloudformation', name, request: { stackName } });
  const steps = ['DescribeStacks', 'CreateChangeSet', 'DescribeChangeSet', 'ExecuteChangeSet'].map(stack);
  const work = httpRelease(chance, STAGING, MOBILE_STAGING, day).filter(({ name }) => !name.startsWith('Get'));
  const late = start + 80 * SECOND;
  return [
    ...inOrder(chance, actor, start + SECOND, [whoAmI, ...steps]),
    ...inOrder(chance, through(actor, 'cloudformation.amazonaws.com'), late, work, 4),
    ...inOrder(chance, actor, late + 40 * SECOND, [stack('DescribeStackEvents')]),
  ];
}

/** Releases of a working day: two in staging, then two in production. */
export function deploys(chance: Chance, day: number): readonly Logged[] {
  if (!isWorkday(day)) return [];
  const run = (account: string, clock: string, steps: (actor: Actor, start: number) => readonly Logged[]) => {
    const start = at(day, clock) + chance.int(0, 60) * SECOND;
    const { actor, log } = workflow(chance, account, start);
    return [...log, ...steps(actor, start + 3 * SECOND)];
  };
  const rest = (account: string, api: RestApi) => (actor: Actor, start: number) => {
    const extra = day === 1 && account === PROD ? configuration() : [];
    return inOrder(chance, actor, start, [...restRelease(chance, account, api, day), ...extra], 5);
  };
  return [
    ...run(STAGING, '08:31', rest(STAGING, ORDERS_STAGING)),
    ...run(STAGING, '09:46', (actor, start) => stackUpdate(chance, actor, day, start)),
    ...run(PROD, '12:01', rest(PROD, ORDERS)),
    ...run(PROD, '13:31', (actor, start) =>
      inOrder(chance, actor, start, [whoAmI, ...httpRelease(chance, PROD, MOBILE, day)], 5),
    ),
  ];
}
