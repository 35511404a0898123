import type { HttpApi, RestApi as SampleRestApi } from '../sample/organisation.ts';
import type { Chance } from './chance.ts';
import type { Fields } from './record.ts';

export type { HttpApi } from '../sample/organisation.ts';

/** A REST API (v1), and the path that its own method is on. */
export interface RestApi extends SampleRestApi {
  readonly path: string;
}

/** Where an account is, and whose. */
export interface Layout {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** Another region it is in, for the few things that are elsewhere. */
  readonly second: string;
  /** Public addresses its subnets go out by. */
  readonly nat: readonly string[];
  /** First two numbers of its VPC: `10.20`. */
  readonly vpc: string;
  readonly company: string;
}

/** An AWS account and what is in it. */
export interface Account extends Layout {
  readonly vpcEndpoint: string;
  readonly names: readonly string[];
  readonly teams: readonly string[];
  readonly functions: readonly string[];
  readonly tables: readonly string[];
  readonly buckets: readonly string[];
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
  readonly keys: readonly string[];
  readonly instances: readonly string[];
  readonly roleNames: readonly string[];
  readonly userNames: readonly string[];
  /** Ids of things, which come back so that calls are about what is there; API Gateway's are short. */
  readonly ids: readonly string[];
  readonly shortIds: readonly string[];
  readonly securityGroups: readonly string[];
  readonly restApis: readonly RestApi[];
  readonly httpApis: readonly HttpApi[];
  readonly webAcl: string;
  readonly trail: string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const PRODUCTS =
  'orders payments catalog search profile checkout billing inventory shipping pricing ledger reports notify media auth partners loyalty returns tickets quotes claims fleet booking seats feed chat geo risk kyc tax';
const PARTS = 'api worker sync export import events ingest audit cache webhook mailer stream index cleanup';

/** Names of what a company runs: products, and parts of them. */
function namesOf(chance: Chance, products: number): string[] {
  const chosen = chance.some(PRODUCTS.split(' '), products);
  return chosen.flatMap((product) =>
    chance.some(PARTS.split(' '), chance.int(2, 5)).map((part) => `${product}-${part}`),
  );
}

export function makeAccount(chance: Chance, layout: Layout, size: number): Account {
  const { id, name, region, company } = layout;
  const names = namesOf(chance, Math.min(30, 6 + Math.round(size * 3)));
  const functions = chance.some(names, Math.ceil(names.length * 0.7));
  const secrets = chance
    .some(names, 14)
    .map((one) => `arn:aws:secretsmanager:${region}:${id}:secret:${name}/${one}-${chance.letters(LOWER, 6)}`);
  const ids = Array.from({ length: 40 }, () => chance.uuid());
  const restApis = functions.slice(0, 3 + Math.round(size)).map((fn) => restApi(chance, fn, name));
  const httpApis = functions.slice(-3).map((fn) => httpApi(chance, fn, company));
  return {
    ...layout,
    vpcEndpoint: `vpce-0${chance.hex(16)}`,
    names,
    teams: ['platform', 'payments', 'growth', 'data', 'core'],
    functions,
    tables: chance.some(names, 12),
    buckets: chance.some(names, 12).map((one) => `${company}-${name}-${one}`),
    secrets,
    parameters: names.map((one) => `/${name}/${one.replace('-', '/')}`),
    keys: Array.from({ length: 4 }, () => `arn:aws:kms:${region}:${id}:key/${chance.uuid()}`),
    instances: Array.from({ length: 10 + Math.round(size * 6) }, () => `i-0${chance.hex(16)}`),
    roleNames: names.map((one) => `${one}-role`),
    userNames: ['svc-backup', 'svc-metrics', 'legacy-deploy', 'partner-sftp'],
    ids,
    shortIds: Array.from({ length: 40 }, () => chance.letters(LOWER, 6)),
    securityGroups: Array.from({ length: 12 }, () => `sg-0${chance.hex(16)}`),
    restApis,
    httpApis,
    webAcl: `arn:aws:wafv2:${region}:${id}:regional/webacl/${name}-shield/${chance.uuid()}`,
    trail: `${company}-trail`,
  };
}

function restApi(chance: Chance, fn: string, stage: string): RestApi {
  const id = (length: number): string => chance.letters(LOWER, length);
  const [restApiId, rootResourceId, resourceId, authorizerId] = [id(10), id(10), id(6), id(6)];
  const path = `/${fn.split('-')[0]}`;
  const createdDate = '2025-03-11T09:12:44Z';
  return { restApiId, rootResourceId, resourceId, authorizerId, name: fn, createdDate, stage, fn, path };
}

function httpApi(chance: Chance, fn: string, company: string): HttpApi {
  const id = (length: number): string => chance.letters(LOWER, length);
  return {
    apiId: id(10),
    name: `${fn}-http`,
    createdDate: '2025-03-03T09:40:02Z',
    integrationId: id(7),
    routeId: id(7),
    routeKey: `GET /v1/${fn.split('-')[0]}`,
    authorizerId: id(6),
    fn,
    issuer: `https://login.${company}.example.com/oauth2/default`,
    audience: `api-${fn}`,
  };
}

export const functionArn = ({ id, region }: Account, fn: string): string =>
  `arn:aws:lambda:${region}:${id}:function:${fn}`;

/** The form API Gateway v1 wants a Lambda backend in. */
export const invocationUri = (account: Account, fn: string): string =>
  `arn:aws:apigateway:${account.region}:lambda:path/2015-03-31/functions/${functionArn(account, fn)}/invocations`;

export const keyResource = ({ id }: Account, key: string): readonly Fields[] => [
  { accountId: id, type: 'AWS::KMS::Key', ARN: key },
];
