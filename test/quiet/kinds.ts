import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DAY, MINUTE } from '../../shared/cloudtrail/time.ts';
import * as account from './account.ts';
import * as accountLater from './account-later.ts';
import { type Act, call, work } from './acts.ts';
import { keyRotation, newPhone } from './care.ts';
import * as containers from './containers.ts';
import { workflow } from './doers.ts';
import * as identity from './identity.ts';
import { machineDay } from './machines.ts';
import * as network from './network.ts';
import * as networkLater from './network-later.ts';
import { alice, aliceTerminal, bob, CUSTOMER_KEY, HOT_FIX, LOOKING_AROUND, peopleDay, SESSION } from './people.ts';
import { pods } from './pods.ts';
import { REFRESH } from './refresh.ts';
import * as orders from './rest-api.ts';
import * as ordersLater from './rest-api-later.ts';
import { byCdk, byServerless } from './serverless.ts';
import * as stores from './stores.ts';
import * as storesLater from './stores-later.ts';
import { REFRESH as STORES } from './stores-parts.ts';
import { visitorDay } from './visitors.ts';
import { wandererDay } from './wanderers.ts';
import { watcherDay } from './watchers.ts';

export interface Kind {
  readonly title: string;
  readonly records: readonly RawRecord[];
}
interface Stages {
  readonly BUILD: readonly Act[];
  readonly UPDATE: readonly Act[];
  readonly TEARDOWN: readonly Act[];
}
const A_DAY = DAY / MINUTE;

/** Built on Monday, changed on Tuesday, gone on Thursday, each by a run of its own. */
function threeRuns(run: number, minute: number, { BUILD, UPDATE, TEARDOWN }: Stages): RawRecord[] {
  return [
    ...workflow(run, minute, [...REFRESH, ...BUILD]),
    ...workflow(run + 1, minute + A_DAY, [...REFRESH, ...UPDATE]),
    ...workflow(run + 2, minute + 3 * A_DAY, [...REFRESH, ...TEARDOWN]),
  ];
}

/** Each working day: a plan of Terraform, and a release of the function. */
function pipelineDay(day: number): RawRecord[] {
  if (((day % 7) + 7) % 7 > 4) return [];
  const minute = day * A_DAY + 30;
  const code = { functionName: 'shop-worker', s3Bucket: 'example-artifacts', s3Key: `worker-${day}.zip` };
  return [
    ...workflow(day + 40, minute, [...REFRESH, ...STORES]),
    ...workflow(day + 70, minute + 120, [call('lambda:UpdateFunctionCode20150331v2', code)], 'github-functions'),
  ];
}

/** Two weeks before the work of `KINDS`, and the days beside it. */
export const ORDINARY_DAYS: readonly (Kind & { readonly day: number })[] = Array.from({ length: 19 }, (_, index) => {
  const day = index - 14;
  const records = [machineDay, watcherDay, peopleDay, pipelineDay, wandererDay, visitorDay].flatMap((dayOf) =>
    dayOf(day),
  );
  return { title: `day ${day}`, day, records };
});

export const KINDS: readonly Kind[] = [
  { title: 'Terraform: a REST API', records: threeRuns(1, 60, { ...orders, ...ordersLater }) },
  { title: 'CDK: an HTTP API', records: byCdk(10, 70) },
  { title: 'Serverless Framework: an HTTP API', records: byServerless(80) },
  { title: 'Terraform: network and machines', records: threeRuns(20, 90, { ...network, ...networkLater }) },
  { title: 'Terraform: containers', records: threeRuns(23, 100, containers) },
  { title: 'Terraform: stores', records: threeRuns(26, 110, { ...stores, ...storesLater }) },
  { title: 'Terraform: identities', records: threeRuns(29, 120, identity) },
  { title: 'Terraform: the account itself', records: threeRuns(32, 130, { ...account, ...accountLater }) },
  { title: 'console: looking around', records: work(alice, 30, LOOKING_AROUND) },
  { title: 'console: hot fix of a function', records: work(bob, 240, HOT_FIX) },
  { title: 'console: key for a customer', records: work(bob, 250, CUSTOMER_KEY) },
  { title: 'terminal: session on a known host', records: work(aliceTerminal, 260, SESSION) },
  { title: 'help desk: a new phone', records: newPhone(270) },
  { title: 'console: a new key for a machine', records: keyRotation(280, 'reports', bob) },
  { title: 'machine: a new key for itself', records: keyRotation(290, 'mailer') },
  { title: 'containers: pods take their roles', records: pods(3 * 60) },
];
